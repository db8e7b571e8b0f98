import os from 'node:os';
import { WordmoverError, type ErrorCode } from '../errors';
import type { SharedCancellation } from './cancellation';
import { EditionSearchers } from './edition-searchers';
import type { SearchAnswer, SearchTask, WarmTask } from './search-task';

/** A caller's error as plain data: the error's class and code do not survive the way between threads. */
export interface WorkerFault {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface WorkerTask {
  readonly task: SearchTask;
  readonly cancellation: SharedCancellation;
}

/** Politeness of the search threads: the thread that reads requests and writes answers goes first when cores are short. */
const NICENESS = 5;

// On Linux alone is 0 the calling thread; elsewhere it is the whole process.
if (process.platform === 'linux') os.setPriority(0, NICENESS);

const searchers = new EditionSearchers();

/** Entry of a worker thread with nothing else to do: false when there is nothing more to prepare. */
export function warm(task: WarmTask): boolean {
  return searchers.warm(task);
}

/** Entry of a worker thread. */
export default function search({ task, cancellation }: WorkerTask): SearchAnswer | WorkerFault {
  try {
    return searchers.run(task, cancellation);
  } catch (error) {
    if (error instanceof WordmoverError) return { code: error.code, message: error.message };
    throw error;
  }
}
