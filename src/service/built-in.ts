import path from 'node:path';
import type { Solver } from '../workers/solver';
import type { CollectionEvent } from './collection';
import { Index } from './document-index';
import { readDocuments } from './readers/read-documents';
import { wordnetGlosses } from './vector-source';

/** A collection that comes with the package. */
export interface BuiltIn {
  readonly name: string;
  /** Made when the service starts; others at their first use. */
  readonly isSmall: boolean;
  /** The index, loaded or made; `onProgress` is told how many documents it has. */
  open(solver: Solver, cacheFolder: string, onProgress: (documents: number) => void, onEvent: CollectionEvent): Promise<Index>;
}

const SAMPLE_FILE = path.join(__dirname, '../../data/sample-documents.jsonl');

/** Short texts on varied subjects, written for this project. */
export const sample: BuiltIn = {
  name: 'sample',
  isSmall: true,
  async open(solver) {
    const index = await Index.create({ solver, background: true });
    await index.add(readDocuments(SAMPLE_FILE));
    return index;
  },
};

/** Synsets of WordNet 3.1. */
export const DICTIONARY_SIZE = 117_791;

/** The 117,791 glosses of WordNet: a reverse dictionary. Made at first use, a minute of work, and kept in the cache folder. */
export const dictionary: BuiltIn = {
  name: 'dictionary',
  isSmall: false,
  async open(solver, cacheFolder, onProgress, onEvent) {
    const folder = path.join(cacheFolder, 'dictionary');
    const saved = await openSaved(folder, solver, onEvent);
    if (saved) return saved;
    const index = await Index.create({ solver });
    let batch = [];
    for (const gloss of wordnetGlosses()) {
      batch.push(gloss);
      if (batch.length < 1024) continue;
      await index.add(batch);
      onProgress(index.size);
      batch = [];
    }
    await index.add(batch);
    await index.save(folder).catch((error: Error) => onEvent('the dictionary could not be saved', { reason: error.message }));
    return index;
  },
};

/** Undefined where there is none, or one that another version made. */
async function openSaved(folder: string, solver: Solver, onEvent: CollectionEvent): Promise<Index | undefined> {
  try {
    return await Index.open(folder, { solver });
  } catch (error) {
    onEvent('the dictionary is made anew', { reason: (error as Error).message });
    return undefined;
  }
}
