import { Cancellation, type SearchLimits } from './cancellation';
import { EditionSearchers } from './edition-searchers';
import type { SearchAnswer, SearchTask } from './search-task';

/** Where searches run. */
export interface Solver {
  /** Searches that wait for a thread. */
  readonly queued: number;
  /** One more search would be QUEUE_FULL: worth knowing before a query is read. */
  readonly isFull: boolean;
  /** Throws ABORTED, DEADLINE_EXCEEDED, QUEUE_FULL. */
  solve(task: SearchTask, limits: SearchLimits): Promise<SearchAnswer>;
  /** The index is gone: its memory may go. */
  forget(key: string): void;
  close(): Promise<void>;
}

/** Runs each search at once in the calling thread: nothing to start or close, but the event loop waits. */
export class InlineSolver implements Solver {
  readonly queued = 0;
  readonly isFull = false;
  readonly #searchers = new EditionSearchers();

  solve(task: SearchTask, limits: SearchLimits): Promise<SearchAnswer> {
    return new Promise((resolve) => resolve(this.#searchers.run(task, new Cancellation(limits).shared)));
  }

  forget(key: string): void {
    this.#searchers.forget(key);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
