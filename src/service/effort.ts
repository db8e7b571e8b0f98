/** The event loop gets its turn so often. */
const BUSY_MS = 15;

/** What one search, or one filling of a store, may spend and has spent on a sentence model. */
export class Effort {
  /** Texts that were run through the model. */
  embedded = 0;
  #since = performance.now();

  /** @param checkpoint throws once the caller has given up or the deadline has passed. */
  constructor(readonly checkpoint: () => void = () => undefined) {}

  /** Called between documents. */
  async pause(): Promise<void> {
    this.checkpoint();
    if (performance.now() - this.#since < BUSY_MS) return;
    await new Promise(setImmediate);
    this.checkpoint();
    this.#since = performance.now();
  }
}
