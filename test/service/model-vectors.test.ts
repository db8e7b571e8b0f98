/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { vectorsOption } from '../../src/cli/arguments';
import { createProgram } from '../../src/cli/program';
import { Index } from '../../src/service/document-index';
import { vectorFile } from '../../src/vectors/vector-file';
import { describeWithTransformers } from '../vectors/transformer/model-tests';
import { TINY_DIM, writeTinyModel } from '../vectors/transformer/tiny-model';

let folder: string;
beforeAll(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'model-vectors-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describeWithTransformers('word vectors from a sentence model', () => {
  it('serve an index, are saved with it as a folder and a name, and are written to a file', async () => {
    const modelDir = path.join(folder, 'models');
    writeTinyModel(modelDir);
    const saved = path.join(folder, 'index');
    const index = await Index.create({ vectors: { modelDir, model: 'tiny' }, threshold: 1 });
    await index.add([{ id: 'a', text: 'a loan of the bank' }]);
    const found = await index.search('money river');
    await index.save(saved);
    await index.close();
    const again = await Index.open(saved);
    expect((await again.search('money river')).hits).toEqual(found.hits);
    expect(again.stats().vectors).toBe('tiny');
    await again.close();
    const out = path.join(folder, 'words.bin');
    const program = createProgram().exitOverride();
    const shown = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await program.parseAsync(['vectors', 'distill', '--model-dir', modelDir, '--index', saved, '-o', out, '--json'], {
      from: 'user',
    });
    const inGlosses = path.join(folder, 'in-glosses.bin');
    await program.parseAsync(
      ['vectors', 'distill', '--model-dir', modelDir, '--index', saved, '--glosses', '2', '-o', inGlosses, '--json'],
      { from: 'user' },
    );
    shown.mockRestore();
    const file = await vectorFile(out);
    const { rows, known } = await file.lookup(['bank', 'loan', 'nowhere']);
    expect([file.dim, ...known]).toEqual([TINY_DIM, 1, 1, 0]);
    const other = await (await vectorFile(inGlosses)).lookup(['bank', 'loan', 'nowhere']);
    expect(other.known).toEqual(known);
    expect(Array.from(other.rows.subarray(0, TINY_DIM))).not.toEqual(Array.from(rows.subarray(0, TINY_DIM)));
  });
});

describe('vectors on the command line', () => {
  it('model:NAME is looked for in the folder of models', () => {
    expect(vectorsOption('model:tiny', 'models')).toEqual({ modelDir: 'models', model: 'tiny' });
    expect(vectorsOption('glove.txt', 'models')).toEqual({ file: 'glove.txt' });
    expect(() => vectorsOption('model:tiny')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
