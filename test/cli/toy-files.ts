import fs from 'node:fs';
import path from 'node:path';
import { TOY_WORDS, toyVectors } from '../service/toy-vectors';

/** A GloVe text file of the toy vectors. */
export async function writeToyVectors(folder: string): Promise<string> {
  const vectors = toyVectors();
  const { rows } = await vectors.lookup(TOY_WORDS);
  const lines = TOY_WORDS.map(
    (word, i) => `${word} ${Array.from(rows.subarray(i * vectors.dim, (i + 1) * vectors.dim)).join(' ')}`,
  );
  const file = path.join(folder, 'toy.txt');
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

export function writeToyDocuments(folder: string): string {
  const documents = [
    { id: 'sailors', text: 'A sailor saw the ocean from the ship.', year: 1990 },
    { id: 'bread', text: 'The chef baked bread in the oven.', year: 2001 },
    { id: 'career', text: 'A career at an office, for a salary.', year: 2010 },
  ];
  const file = path.join(folder, 'documents.jsonl');
  fs.writeFileSync(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return file;
}
