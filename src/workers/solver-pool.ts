import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import { WordmoverError } from '../errors';
import { Cancellation, type SearchLimits } from './cancellation';
import { RowWarmer } from './row-warmer';
import type { SearchAnswer, SearchTask, WarmTask } from './search-task';
import type { WorkerFault, WorkerTask } from './search-worker';
import type { Solver } from './solver';

export interface SolverPoolOptions {
  /** Worker threads; default one per core. */
  readonly threads?: number;
  /** Searches that may wait for a thread; default 64 per thread. One more is QUEUE_FULL. */
  readonly maxQueue?: number;
  /** Most frequent words of an index whose near words are found ahead while no search runs; default 1024, 0 for none. */
  readonly warmWords?: number;
}

const WARM_WORDS = 1024;

/** Runs searches in worker threads, so that the calling thread stays free. */
export class SolverPool implements Solver {
  readonly threads: number;
  readonly maxQueue: number;
  readonly #pool: Piscina<WorkerTask | WarmTask, SearchAnswer | WorkerFault | boolean>;
  readonly #warmer: RowWarmer;
  #inFlight = 0;
  #closed = false;

  constructor(options: SolverPoolOptions = {}) {
    this.threads = count('threads', options.threads ?? os.availableParallelism(), 1);
    this.maxQueue = count('maxQueue', options.maxQueue ?? 64 * this.threads, 0);
    this.#pool = new Piscina({
      ...workerFile(),
      minThreads: this.threads,
      maxThreads: this.threads,
      concurrentTasksPerWorker: 1,
    });
    // A worker that dies rejects its own task, and the pool starts another.
    this.#pool.on('error', () => undefined);
    const warmWords = count('warmWords', options.warmWords ?? WARM_WORDS, 0);
    const isIdle = (): boolean => this.#inFlight === 0 && !this.#closed;
    this.#warmer = new RowWarmer(warmWords, isIdle, async (task) => (await this.#pool.run(task, { name: 'warm' })) === true);
  }

  get queued(): number {
    return Math.max(0, this.#inFlight - this.threads);
  }

  get isFull(): boolean {
    return this.#inFlight >= this.threads + this.maxQueue;
  }

  async solve(task: SearchTask, limits: SearchLimits): Promise<SearchAnswer> {
    const cancellation = new Cancellation(limits);
    cancellation.check();
    if (this.#closed) throw new WordmoverError('ABORTED', 'the solver pool is closed: nothing can be searched any more');
    if (this.isFull) throw this.#queueFull();
    const answer = await cancellation.race(this.#post({ task, cancellation: cancellation.shared }));
    if ('code' in answer) throw new WordmoverError(answer.code, answer.message);
    return answer;
  }

  /** Workers let go of an index when enough others have come by. */
  forget(key: string): void {
    this.#warmer.forget(key);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.close({ force: true });
  }

  async #post(task: WorkerTask): Promise<SearchAnswer | WorkerFault> {
    this.#inFlight += 1;
    try {
      const answer = (await this.#pool.run(task)) as SearchAnswer | WorkerFault;
      this.#warmer.note(task.task.edition);
      return answer;
    } catch (error) {
      if (this.#closed) return { code: 'ABORTED', message: 'the solver pool was closed while the search ran' };
      throw error;
    } finally {
      this.#inFlight -= 1;
      setImmediate(() => void this.#warmer.run());
    }
  }

  #queueFull(): WordmoverError {
    return new WordmoverError(
      'QUEUE_FULL',
      `${this.queued} searches wait for ${this.threads} threads already: try again later, or allow a longer queue`,
    );
  }
}

function count(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 1e6) return value;
  throw new WordmoverError('INVALID_OPTION', `${name} is ${value}: give a whole number of ${least} or more`);
}

/** Beside this file. Where the sources run without a build, so does the worker, through ts-node. */
function workerFile(): { filename: string; execArgv?: string[]; env?: NodeJS.ProcessEnv } {
  const extension = path.extname(__filename);
  const filename = path.join(__dirname, `search-worker${extension}`);
  if (extension !== '.ts') return { filename };
  const compilerOptions = JSON.stringify({ rootDir: path.join(__dirname, '../..') });
  return {
    filename,
    execArgv: ['-r', 'ts-node/register/transpile-only'],
    env: { ...process.env, TS_NODE_COMPILER_OPTIONS: compilerOptions },
  };
}
