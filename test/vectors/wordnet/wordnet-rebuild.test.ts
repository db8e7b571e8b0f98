import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuantisedTable } from '../../../src/vectors/quantised-table';
import { buildWordnetVectors } from '../../../src/vectors/wordnet/build-wordnet-vectors';

const TABLE = join(__dirname, '../../../data/wordnet-vectors.bin');
const requested = process.env.WORDMOVER_REBUILD === '1';

(requested ? it : it.skip)(
  'a full build gives the table in data/ (a minute of two cores: only with WORDMOVER_REBUILD=1)',
  async () => {
    const shipped = new QuantisedTable(readFileSync(TABLE), TABLE);
    const rebuilt = new QuantisedTable(await buildWordnetVectors(), 'the rebuilt table');
    expect(rebuilt.words).toEqual(shipped.words);
    expect(rebuilt.recipe).toBe(shipped.recipe);
    const a = new Float32Array(shipped.dim);
    const b = new Float32Array(shipped.dim);
    for (let id = 0; id < shipped.vectorCount; id++) {
      shipped.copyRow(id, a, 0);
      rebuilt.copyRow(id, b, 0);
      const cosine = a.reduce((sum, x, k) => sum + x * b[k], 0);
      if (!(cosine > 0.999)) throw new Error(`"${shipped.words[id]}": cosine ${cosine} to the shipped row`);
    }
  },
  900_000,
);
