import { open, rename, rm } from 'node:fs/promises';
import { WordmoverError } from '../../errors';
import type { WordVectors } from '../word-vectors';

const TERMS_A_WRITE = 1024;

/**
 * Writes the vectors of a vocabulary as a word2vec binary file, which `vectorFile` and others read: a transformer's words without
 * the transformer. Terms that the vectors do not know are left out; answers how many were written. Rows are f32 at unit
 * length, so nothing is lost. INVALID_INPUT for a term with a space in it, which the format cannot hold.
 */
export async function distill(vectors: WordVectors, terms: Iterable<string>, file: string): Promise<number> {
  const vocabulary = [...new Set(terms)];
  for (const term of vocabulary) checkWritable(term);
  const { rows, known } = await vectors.lookup(vocabulary);
  const kept = vocabulary.flatMap((term, t) => (known[t] ? [{ term, t }] : []));
  if (kept.length === 0) throw new WordmoverError('INVALID_INPUT', `"${vectors.label}" knows none of ${vocabulary.length} terms`);
  const fresh = `${file}.new`;
  try {
    const handle = await open(fresh, 'w');
    try {
      await handle.write(`${kept.length} ${vectors.dim}\n`);
      for (let from = 0; from < kept.length; from += TERMS_A_WRITE) {
        const records = kept.slice(from, from + TERMS_A_WRITE).flatMap(({ term, t }) => {
          const row = rows.slice(t * vectors.dim, (t + 1) * vectors.dim);
          return [Buffer.from(`${term} `), Buffer.from(row.buffer), Buffer.from('\n')];
        });
        await handle.write(Buffer.concat(records));
      }
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return kept.length;
}

function checkWritable(term: string): void {
  if (term !== '' && !/[\s\0]/.test(term)) return;
  throw new WordmoverError(
    'INVALID_INPUT',
    `the term ${JSON.stringify(term)} is empty or has a space in it: a word2vec file cannot hold it`,
  );
}
