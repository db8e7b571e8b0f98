import fs from 'node:fs';
import path from 'node:path';
import type { Solver } from '../workers/solver';
import type { CollectionEvent } from './collection-index';
import type { InputDocument } from './document';
import { Index } from './document-index';
import { EMBEDDINGS } from './index-embeddings';
import type { IndexOptions } from './index-options';
import { readDocuments } from './readers/read-documents';
import type { ModelLocation } from './sentence-models';
import { wordnetGlosses } from './vector-source';

/** A collection that comes with the package. */
export interface BuiltIn {
  readonly name: string;
  /** Made when the service starts; others at their first use. */
  readonly isSmall: boolean;
  /** The index, loaded or made; `onProgress` is told how many documents it has. */
  open(
    solver: Solver,
    cacheFolder: string,
    onProgress: (documents: number) => void,
    onEvent: CollectionEvent,
    model?: ModelLocation,
  ): Promise<Index>;
}

const SAMPLE_FILE = path.join(__dirname, '../../data/sample-documents.jsonl');

/** Short texts on varied subjects, written for this project. */
export const sample: BuiltIn = {
  name: 'sample',
  isSmall: true,
  async open(solver, _cacheFolder, _onProgress, _onEvent, model) {
    const index = await Index.create({ solver, model });
    await index.add(readDocuments(SAMPLE_FILE));
    return index;
  },
};

/** Synsets of WordNet 3.1. */
export const DICTIONARY_SIZE = 117_791;

/** Changes whenever the entries do: a dictionary kept from before is then made anew. */
const ENTRIES = 1;

/**
 * The 117,791 synsets of WordNet as entries of a reverse dictionary: the words, then what they mean. Made at first use,
 * some seconds of work, and kept in the cache folder. With its words an entry is found by near words of them too: of 15
 * definitions of our own 9 instead of 7 had their word among the first ten.
 */
export const dictionary: BuiltIn = {
  name: 'dictionary',
  isSmall: false,
  async open(solver, cacheFolder, onProgress, onEvent, location) {
    const folder = path.join(cacheFolder, 'dictionary');
    const model = location && { ...location, embeddingsDir: path.join(folder, EMBEDDINGS) };
    const saved = await openSaved(folder, { solver, model }, onEvent);
    if (saved) return saved;
    const index = await Index.create({ solver, model });
    let batch: InputDocument[] = [];
    for (const { id, text, metadata } of wordnetGlosses()) {
      batch.push({ id, text: `${metadata.words.join(', ')}: ${text}`, metadata });
      if (batch.length < BATCH) continue;
      await index.add(batch);
      onProgress(index.size);
      batch = [];
    }
    await index.add(batch);
    await index
      .save(folder, { entries: ENTRIES })
      .catch((error: Error) => onEvent('the dictionary could not be kept', { reason: error.message }));
    return index;
  },
};

const BATCH = 1024;

/** Undefined where there is none of use. */
async function openSaved(folder: string, options: IndexOptions, onEvent: CollectionEvent): Promise<Index | undefined> {
  if (!fs.existsSync(folder)) return undefined;
  try {
    const index = await Index.open(folder, options);
    if (index.note.entries === ENTRIES) return index;
    onEvent('the dictionary is made anew', { reason: 'its entries have changed' });
  } catch (error) {
    onEvent('the dictionary is made anew', { reason: (error as Error).message });
  }
  return undefined;
}
