import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SharedHeap } from '../../kernels/shared-heap';
import { BUILD_TASKS, type BuildTasks } from './build-tasks';
import { MatrixProducts } from './matrix-products';

export type TaskName = keyof BuildTasks;
export type TaskInput<K extends TaskName> = Parameters<BuildTasks[K]>[0];
export type TaskResult<K extends TaskName> = ReturnType<BuildTasks[K]>;

/** What is sent to a worker and back. */
export interface Assignment {
  readonly name: TaskName;
  readonly input: unknown;
  readonly from: number;
  readonly to: number;
}
export interface WorkerInput {
  readonly memory: WebAssembly.Memory;
}
export type Outcome = { readonly result: unknown } | { readonly error: string };

const CHUNK_ROWS = 1024;

/**
 * Threads that share out the rows of a task. Chunks have a fixed size and results come back in order of rows, so what is
 * computed does not depend on how many threads there are. With 0 threads the work is done by the caller.
 */
export class BuildCrew {
  private readonly workers: Worker[];
  private readonly products: MatrixProducts;

  /** Dense matrices that the tasks are given lie in `heap`. */
  constructor(
    threads: number,
    readonly heap: SharedHeap,
  ) {
    this.products = new MatrixProducts(heap);
    this.workers = Array.from({ length: threads }, () => startWorker({ memory: heap.memory }));
  }

  async run<K extends TaskName>(
    name: K,
    input: TaskInput<K>,
    rowCount: number,
    onRows: (rows: number) => void = () => {},
  ): Promise<TaskResult<K>[]> {
    const results: TaskResult<K>[] = [];
    let next = 0;
    let done = 0;
    const workThrough = async (execute: (assignment: Assignment) => Promise<unknown>) => {
      while (next < rowCount) {
        const from = next;
        const to = (next = Math.min(rowCount, from + CHUNK_ROWS));
        results[from / CHUNK_ROWS] = (await execute({ name, input, from, to })) as TaskResult<K>;
        onRows((done += to - from));
      }
    };
    if (this.workers.length === 0) await workThrough((assignment) => executeHere(assignment, this.products));
    else await Promise.all(this.workers.map((worker) => workThrough((assignment) => ask(worker, assignment))));
    return results;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** Runs one chunk in this thread. */
export function execute({ name, input, from, to }: Assignment, products: MatrixProducts): unknown {
  const task = BUILD_TASKS[name] as (input: unknown, from: number, to: number, products: MatrixProducts) => unknown;
  return task(input, from, to, products);
}

async function executeHere(assignment: Assignment, products: MatrixProducts): Promise<unknown> {
  await new Promise((resolve) => setImmediate(resolve));
  return execute(assignment, products);
}

/** Where the sources run without a build, so does the worker, through ts-node. */
function startWorker(workerData: WorkerInput): Worker {
  const extension = extname(__filename);
  const file = join(__dirname, `build-worker${extension}`);
  if (extension !== '.ts') return new Worker(file, { workerData });
  const compilerOptions = JSON.stringify({ rootDir: join(__dirname, '../../..') });
  return new Worker(file, {
    workerData,
    execArgv: ['--require', 'ts-node/register/transpile-only'],
    env: { ...process.env, TS_NODE_COMPILER_OPTIONS: compilerOptions },
  });
}

/** One assignment at a time: the next message of the worker is the answer. */
function ask(worker: Worker, assignment: Assignment): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (outcome: Outcome) => {
      settle();
      if ('error' in outcome) reject(new Error(outcome.error));
      else resolve(outcome.result);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const settle = () => worker.off('message', onMessage).off('error', onError);
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(assignment);
  });
}
