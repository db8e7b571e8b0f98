import { WordmoverError } from '../errors';

const RUNNING = 0;
const ABORTED = 1;

/** What a running search looks at now and then: plain data in shared memory, posted along with the task. */
export interface SharedCancellation {
  readonly state: Int32Array;
  /** Milliseconds since 1970; Infinity for none. */
  readonly deadline: number;
  readonly timeoutMs: number;
}

export interface SearchLimits {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Ends a search that runs in another thread when its deadline passes or its caller gives up. */
export class Cancellation {
  readonly shared: SharedCancellation;
  readonly #signal: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  #onAbort: (() => void) | undefined;

  constructor({ timeoutMs, signal }: SearchLimits) {
    if (timeoutMs !== undefined && !(timeoutMs > 0)) {
      throw new WordmoverError('INVALID_OPTION', `timeoutMs is ${timeoutMs}: give milliseconds over 0, or leave it out`);
    }
    this.#signal = signal;
    this.shared = {
      state: new Int32Array(new SharedArrayBuffer(4)),
      deadline: timeoutMs === undefined ? Infinity : Date.now() + timeoutMs,
      timeoutMs: timeoutMs ?? Infinity,
    };
    if (signal?.aborted) this.abort();
  }

  /** Throws ABORTED or DEADLINE_EXCEEDED when the search should not go on. */
  check(): void {
    checkpointOf(this.shared)();
  }

  abort(): void {
    Atomics.store(this.shared.state, 0, ABORTED);
  }

  /** Settles with `work`, or rejects as soon as the search is cancelled, and stops it. */
  async race<T>(work: Promise<T>): Promise<T> {
    const cancelled = new Promise<never>((_, reject) => {
      const stop = (error: WordmoverError): void => {
        this.abort();
        reject(error);
      };
      this.#onAbort = () => stop(aborted());
      this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
      const { deadline, timeoutMs } = this.shared;
      if (deadline < Infinity) {
        this.#timer = setTimeout(() => stop(deadlineExceeded(timeoutMs)), Math.min(deadline - Date.now(), 2 ** 31 - 1));
      }
    });
    try {
      return await Promise.race([work, cancelled]);
    } finally {
      clearTimeout(this.#timer);
      if (this.#onAbort) this.#signal?.removeEventListener('abort', this.#onAbort);
      work.catch(() => undefined);
    }
  }
}

/** A function for the running search: throws once the caller has given up or the deadline has passed. */
export function checkpointOf({ state, deadline, timeoutMs }: SharedCancellation): () => void {
  return () => {
    if (Atomics.load(state, 0) !== RUNNING) throw aborted();
    if (deadline < Infinity && Date.now() > deadline) throw deadlineExceeded(timeoutMs);
  };
}

const aborted = () => new WordmoverError('ABORTED', 'the search was given up by its caller');

const deadlineExceeded = (timeoutMs: number) =>
  new WordmoverError(
    'DEADLINE_EXCEEDED',
    `the search took longer than its ${timeoutMs} ms: allow more time, ask for fewer hits, or set a threshold or candidates`,
  );
