import path from 'node:path';
import { WordmoverError } from '../errors';
import type { Solver } from '../workers/solver';
import { dictionary, DICTIONARY_SIZE, sample, type BuiltIn } from './built-in';
import type { CollectionEvent } from './collection-index';
import type { StoredDocument } from './document';
import type { Index } from './document-index';
import type { ModelLocation } from './sentence-models';

export interface BuiltInPlace {
  /** Where what takes a while to make is kept. */
  readonly cacheFolder: string;
  readonly solver: Solver;
  readonly model?: ModelLocation;
  readonly onEvent: CollectionEvent;
}

/** Indexes of the collections that come with the package, each made once. */
export class BuiltInIndexes {
  readonly #opening = new Map<string, Promise<Index>>();
  readonly #made = new Map<string, Index>();
  /** Documents that the one being made has so far. */
  #progress = 0;

  constructor(
    private readonly place: BuiltInPlace,
    private readonly all: readonly BuiltIn[] = [sample, dictionary],
  ) {}

  get names(): string[] {
    return this.all.map(({ name }) => name);
  }

  has(name: string): boolean {
    return this.all.some((each) => each.name === name);
  }

  /** Makes the small ones. */
  async openSmall(): Promise<void> {
    for (const { name, isSmall } of this.all) if (isSmall) await this.open(name);
  }

  /** Undefined until it is made. */
  made(name: string): Index | undefined {
    return this.#made.get(name);
  }

  /** Makes it at the first call; DEADLINE_EXCEEDED if that takes longer than the caller waits. */
  async open(name: string, timeoutMs = Infinity): Promise<Index> {
    const index = this.#opening.get(name) ?? this.#make(name);
    if (timeoutMs === Infinity) return index;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#stillMaking(name)), Math.min(timeoutMs, 2 ** 31 - 1));
    });
    return Promise.race([index, late]).finally(() => clearTimeout(timer));
  }

  /** Where it fails, the next call tries again. */
  #make(name: string): Promise<Index> {
    const { cacheFolder, solver, onEvent, model } = this.place;
    const builtIn = this.all.find((each) => each.name === name) as BuiltIn;
    const onProgress = (documents: number): void => void (this.#progress = documents);
    const opening = builtIn.open(solver, path.resolve(cacheFolder), onProgress, onEvent, model);
    this.#opening.set(name, opening);
    opening.then(
      (index) => this.#made.set(name, index),
      () => this.#opening.delete(name),
    );
    return opening;
  }

  #stillMaking(name: string): WordmoverError {
    const share = Math.floor((100 * this.#progress) / DICTIONARY_SIZE);
    return new WordmoverError('DEADLINE_EXCEEDED', `the ${name} is being made (${share} %), once: try again in a minute`);
  }
}

/** Documents of an index in the order of its ids. */
export function* documentsAfter(index: Index, after: string | undefined): Iterable<StoredDocument> {
  const ids = [...index.ids()].sort();
  for (const id of ids) {
    const document = after === undefined || id > after ? index.get(id) : undefined;
    if (document) yield document;
  }
}
