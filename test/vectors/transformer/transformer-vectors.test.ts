/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { distill } from '../../../src/vectors/transformer/distill';
import { transformerVectors } from '../../../src/vectors/transformer/transformer-vectors';
import { transformersPackage } from '../../../src/vectors/transformer/transformers-package';
import { vectorFile } from '../../../src/vectors/vector-file';
import { describeWithTransformers } from './model-tests';
import { TINY_DIM, tinyStates, unitSum, writeTinyModel } from './tiny-model';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transformer-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('what is missing is named', () => {
  it('the package, with the command that installs it', () => {
    const load = (name: string): never => {
      throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
    };
    expect(() => transformersPackage(load)).toThrow(
      expect.objectContaining({
        code: 'VECTORS_UNAVAILABLE',
        message: expect.stringContaining('npm install @xenova/transformers'),
      }),
    );
  });

  it('something that the package needs is not the package', () => {
    const load = (): never => {
      throw Object.assign(new Error("Cannot find module 'sharp'"), { code: 'MODULE_NOT_FOUND' });
    };
    expect(() => transformersPackage(load)).toThrow(/@xenova\/transformers is installed, but does not load: .*sharp/);
  });

  it.each([
    ['a folder that is not there', () => path.join(folder, 'nowhere')],
    ['an empty folder', () => folder],
  ])('%s', async (_, where) => {
    const error = { code: 'VECTORS_UNAVAILABLE', message: expect.stringContaining(where()) };
    await expect(transformerVectors({ modelDir: where() })).rejects.toMatchObject(error);
  });

  it('files of a model', async () => {
    const model = writeTinyModel(folder);
    fs.rmSync(path.join(model, 'onnx'), { recursive: true });
    await expect(transformerVectors({ modelDir: model })).rejects.toThrow(
      `${model}: it has neither onnx/model_quantized.onnx nor`,
    );
    fs.rmSync(path.join(model, 'tokenizer.json'));
    await expect(transformerVectors({ modelDir: folder, model: 'tiny' })).rejects.toThrow(/it has no tokenizer.json/);
  });

  it('which model, where a folder has several', async () => {
    writeTinyModel(folder, { name: 'one' });
    writeTinyModel(folder, { name: 'two' });
    await expect(transformerVectors({ modelDir: folder })).rejects.toThrow(/holds the models one, two: say which one/);
  });
});

describeWithTransformers('vectors of words alone', () => {
  it('are the mean of the states of the whole sequence, at unit length', async () => {
    writeTinyModel(folder);
    const vectors = await transformerVectors({ modelDir: folder });
    const { rows, known } = await vectors.lookup(['walking', 'bank', 'walking']);
    expect(vectors.dim).toBe(TINY_DIM);
    expect([...known]).toEqual([1, 1, 1]);
    const expected = [['walk', '##ing'], ['bank'], ['walk', '##ing']].flatMap((pieces) => unitSum(tinyStates(pieces)));
    expected.forEach((x, i) => expect(rows[i]).toBeCloseTo(x, 6));
  });

  it.each([true, false])('do not depend on what else is looked up (eight bits: %s)', async (isQuantized) => {
    writeTinyModel(folder, { isQuantized });
    const terms = ['bank', 'banks', 'walking', 'talked', "river's", 'boat'];
    const together = await (await transformerVectors({ modelDir: folder })).lookup(terms);
    for (const [t, term] of terms.entries()) {
      const alone = await (await transformerVectors({ modelDir: folder })).lookup([term]);
      alone.rows.forEach((x, k) => expect(together.rows[t * TINY_DIM + k]).toBeCloseTo(x, 6));
    }
  });

  it('are none for words of which the model knows no piece, and for no words', async () => {
    writeTinyModel(folder);
    const vectors = await transformerVectors({ modelDir: folder });
    const { rows, known } = await vectors.lookup(['xyzzy', '', 'boat', '😀']);
    expect([...known]).toEqual([0, 0, 1, 0]);
    expect(rows.subarray(0, 2 * TINY_DIM).every((x) => x === 0)).toBe(true);
    expect((await vectors.lookup([])).rows).toHaveLength(0);
  });

  it('come from the folder that was named, when two are opened at once', async () => {
    const folders = ['one', 'two'].map((name) =>
      writeTinyModel(path.join(folder, name), { maxLength: name === 'one' ? 32 : 64 }),
    );
    const [one, two] = await Promise.all(folders.map((modelDir) => transformerVectors({ modelDir })));
    expect(one.fingerprint).not.toBe(two.fingerprint);
    const apart = path.join(folder, 'broken');
    writeTinyModel(apart);
    fs.writeFileSync(path.join(apart, 'tiny/onnx/model_quantized.onnx'), 'no model');
    const opened = await Promise.allSettled([
      transformerVectors({ modelDir: apart }),
      transformerVectors({ modelDir: folders[0] }),
    ]);
    expect(opened.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(opened[0]).toMatchObject({ reason: { code: 'VECTORS_UNAVAILABLE' } });
  });

  it('change their fingerprint with the files of the model', async () => {
    const model = writeTinyModel(folder);
    const before = (await transformerVectors({ modelDir: model })).fingerprint;
    expect((await transformerVectors({ modelDir: folder, model: 'tiny' })).fingerprint).toBe(before);
    fs.appendFileSync(path.join(model, 'config.json'), ' ');
    expect((await transformerVectors({ modelDir: model })).fingerprint).not.toBe(before);
  });

  it('are told of as they are computed', async () => {
    writeTinyModel(folder);
    const told: number[][] = [];
    const vectors = await transformerVectors({ modelDir: folder, onProgress: (...progress) => told.push(progress) });
    await vectors.lookup(['bank', 'walking', 'boat', 'xyzzy']);
    expect(told.at(-1)).toEqual([3, 3]);
    told.length = 0;
    await vectors.lookup(['bank', 'boat']);
    expect(told).toEqual([]);
  });
});

describeWithTransformers('a cache of vectors', () => {
  const terms = ['bank', 'river', 'walking', 'loans'];

  /** What was computed anew, and the rows. */
  async function look(asked: readonly string[] = terms): Promise<{ computed: number; rows: Float32Array }> {
    let computed = 0;
    const cacheDir = path.join(folder, 'cache');
    const vectors = await transformerVectors({
      modelDir: folder,
      model: 'tiny',
      cacheDir,
      onProgress: (done) => (computed = done),
    });
    const { rows } = await vectors.lookup(asked);
    return { computed, rows };
  }

  const cacheFiles = (): string[] => fs.readdirSync(path.join(folder, 'cache')).map((name) => path.join(folder, 'cache', name));

  it('gives the same rows without computing them again', async () => {
    writeTinyModel(folder);
    const first = await look();
    const second = await look();
    expect([first.computed, second.computed]).toEqual([4, 0]);
    expect(second.rows).toEqual(first.rows);
    expect((await look([...terms, 'boat'])).computed).toBe(1);
  });

  it('survives a cut at any byte: what was whole is kept, the rest computed again', async () => {
    writeTinyModel(folder);
    const { rows } = await look();
    const [file] = cacheFiles();
    const whole = fs.readFileSync(file);
    for (let cut = 0; cut < whole.length; cut += 7) {
      fs.writeFileSync(file, whole.subarray(0, cut));
      const after = await look();
      expect(after.rows).toEqual(rows);
      expect(after.computed).toBeGreaterThan(0);
      expect((await look()).computed).toBe(0);
    }
    expect(cacheFiles()).toEqual([file]);
  });

  it('never gives a row in which a bit was turned', async () => {
    writeTinyModel(folder);
    const { rows } = await look();
    const [file] = cacheFiles();
    const whole = fs.readFileSync(file);
    for (let at = 0; at < whole.length; at += 5) {
      const damaged = Buffer.from(whole);
      damaged[at] ^= 1 << (at % 8);
      fs.writeFileSync(file, damaged);
      expect((await look()).rows).toEqual(rows);
    }
  });

  it('is of one model only', async () => {
    const model = writeTinyModel(folder);
    await look();
    fs.appendFileSync(path.join(model, 'config.json'), ' ');
    expect((await look()).computed).toBe(4);
    expect(cacheFiles()).toHaveLength(2);
  });

  it('that cannot be written says so', async () => {
    writeTinyModel(folder);
    fs.writeFileSync(path.join(folder, 'cache'), 'a file, no folder');
    await expect(look()).rejects.toMatchObject({ code: 'STORAGE_FAILED', message: expect.stringContaining('cacheDir') });
  });
});

describeWithTransformers('distilled vectors', () => {
  it('are read from their file as they were, unknown terms left out', async () => {
    writeTinyModel(folder);
    const vectors = await transformerVectors({ modelDir: folder, model: 'tiny' });
    const file = path.join(folder, 'words.bin');
    expect(await distill(vectors, ['bank', 'boats', 'xyzzy', 'bank'], file)).toBe(2);
    const terms = ['bank', 'boats', 'xyzzy'];
    expect(await (await vectorFile(file)).lookup(terms)).toEqual(await vectors.lookup(terms));
  });

  it('refuse a term that the file cannot hold, and leave no file', async () => {
    writeTinyModel(folder);
    const vectors = await transformerVectors({ modelDir: folder, model: 'tiny' });
    const file = path.join(folder, 'words.bin');
    await expect(distill(vectors, ['river bank'], file)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(distill(vectors, ['xyzzy'], file)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(fs.existsSync(file)).toBe(false);
  });
});
