import type { Edition, WarmTask } from './search-task';

/** Words a turn: a search that comes meanwhile waits for about so many half milliseconds, over 40,000 words. */
const WORDS_A_TURN = 32;
/** Indexes remembered; one that comes back after so many others is warmed again, which its cached rows make cheap. */
const MAX_INDEXES = 256;

interface Progress {
  /** Documents when it began. */
  readonly size: number;
  from: number;
  /** The latest that was searched; undefined when all is done. */
  edition: Edition | undefined;
}

/**
 * Uses idle threads to compute the near words of an index's most frequent words ahead of the queries that will hold them. Begins
 * with the first search of an index, and anew when its documents have doubled since.
 */
export class RowWarmer {
  readonly #indexes = new Map<string, Progress>();
  #isRunning = false;

  constructor(
    /** Words an index; 0 for none. */
    private readonly words: number,
    private readonly isIdle: () => boolean,
    /** False when there is nothing more to do. */
    private readonly warm: (task: WarmTask) => Promise<boolean>,
  ) {}

  /** A search over this edition has come by. */
  note(edition: Edition): void {
    const { key } = edition;
    if (key === null || this.words === 0) return;
    const { size } = edition.space.corpus;
    const known = this.#indexes.get(key);
    if (!known || size >= 2 * known.size) this.#indexes.set(key, { size, edition, from: 0 });
    else if (known.edition) known.edition = edition;
    if (this.#indexes.size > MAX_INDEXES) this.#indexes.delete(this.#indexes.keys().next().value!);
  }

  forget(key: string): void {
    this.#indexes.delete(key);
  }

  /** Goes on for as long as the threads stay idle. */
  async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (const progress of this.#indexes.values()) {
        while (progress.edition && this.isIdle()) await this.#turn(progress, progress.edition);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #turn(progress: Progress, edition: Edition): Promise<void> {
    const { from } = progress;
    const count = Math.min(WORDS_A_TURN, this.words - from);
    // Rows ahead are a favour: that they fail is no search's fault.
    const isOpen = await this.warm({ edition, from, count }).catch(() => false);
    progress.from = from + count;
    if (!isOpen || progress.from >= this.words) progress.edition = undefined;
  }
}
