import type { Filter } from './filter';
import { WordmoverError } from '../errors';
import { compileFilter, type FilterTest } from './filter-test';
import type { MetadataColumns } from './metadata-columns';

/** Filters whose answers are kept. */
const MAX_FILTERS = 32;

interface Answers {
  readonly test: FilterTest;
  /** 1 where a document passes; in shared memory, so that workers read it in place. */
  accept: Uint8Array;
  /** Documents tested so far. */
  size: number;
}

/** Which documents pass a filter. A document never changes under its number, so only new ones are tested again. */
export class FilterCache {
  readonly #answers = new Map<string, Answers>();

  constructor(private readonly columns: MetadataColumns) {}

  /** Throws INVALID_OPTION. */
  accept(filter: Filter): Uint8Array {
    const key = JSON.stringify(filter, refuseInfinite);
    const answers = this.#answers.get(key) ?? { test: compileFilter(filter), accept: new Uint8Array(0), size: 0 };
    this.#answers.delete(key);
    this.#answers.set(key, answers);
    this.#extend(answers);
    if (this.#answers.size > MAX_FILTERS) {
      const [oldest] = this.#answers.keys();
      this.#answers.delete(oldest);
    }
    return answers.accept;
  }

  #extend(answers: Answers): void {
    const { size } = this.columns;
    if (size > answers.accept.length) {
      const grown = new Uint8Array(new SharedArrayBuffer(Math.max(1024, 2 * size)));
      grown.set(answers.accept);
      answers.accept = grown;
    }
    for (let doc = answers.size; doc < size; doc++) answers.accept[doc] = answers.test(this.columns, doc) ? 1 : 0;
    answers.size = size;
  }
}

/** As JSON an infinite number would be null, which is a filter of another meaning. */
function refuseInfinite(field: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new WordmoverError('INVALID_OPTION', `the filter’s ${JSON.stringify(field)} is ${value}: give a finite number`);
}
