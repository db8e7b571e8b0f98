import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Documents found for a query, best first; scores fall. */
export interface TrecRanking {
  readonly query: string;
  readonly docs: readonly string[];
  readonly scores: readonly number[];
}

/** Writes NAME.run for every ranking, "query Q0 document rank score NAME" a line, and qrels.txt, "query 0 document 1". */
export async function writeTrec(
  folder: string,
  runs: ReadonlyMap<string, readonly TrecRanking[]>,
  relevant: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, rankings] of runs) {
    const lines = rankings.flatMap(({ query, docs, scores }) =>
      docs.map((doc, at) => `${trecId(query)} Q0 ${trecId(doc)} ${at + 1} ${scores[at]} ${name}\n`),
    );
    await writeFile(path.join(folder, `${name}.run`), lines.join(''));
  }
  const judged = [...relevant].flatMap(([query, docs]) => docs.map((doc) => `${trecId(query)} 0 ${trecId(doc)} 1\n`));
  await writeFile(path.join(folder, 'qrels.txt'), judged.join(''));
}

/** Columns are apart by spaces. */
const trecId = (id: string): string => id.replace(/\s+/g, '_');
