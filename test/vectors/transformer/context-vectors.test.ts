/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPipeline } from '../../../src/text/pipeline';
import type { Token } from '../../../src/text/tokenize';
import { tokenize } from '../../../src/text/tokenize';
import { contextVectors } from '../../../src/vectors/transformer/context-vectors';
import type { SentenceModel } from '../../../src/vectors/transformer/sentence-model';
import { transformersPackage, type Tokenizer } from '../../../src/vectors/transformer/transformers-package';
import { PieceReader } from '../../../src/vectors/transformer/word-pieces';
import { describeWithTransformers, itWithModel, modelsFolder } from './model-tests';
import { TINY_DIM, tinyStates, unitSum, writeTinyModel } from './tiny-model';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'context-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function expectRow(rows: Float32Array, t: number, expected: readonly number[]): void {
  expected.forEach((x, k) => expect(rows[t * TINY_DIM + k]).toBeCloseTo(x, 6));
}

describeWithTransformers('words in a text', () => {
  it('are the means of the states of their pieces, at unit length', async () => {
    writeTinyModel(folder);
    const vectors = await contextVectors({ modelDir: folder, textWeight: 0 });
    const text = "The river's Banks. Walking";
    const { rows, known } = await vectors.embed(text, tokenize(text));
    const states = tinyStates(['the', 'river', "'", '[UNK]', 'bank', '##s', '.', 'walk', '##ing']);
    expect([...known]).toEqual([1, 1, 1, 1]);
    expectRow(rows, 0, unitSum([states[1]]));
    expectRow(rows, 1, unitSum(states.slice(2, 5)));
    expectRow(rows, 2, unitSum(states.slice(5, 7)));
    expectRow(rows, 3, unitSum(states.slice(8, 10)));
  });

  it('come with the mean of the whole text, its frame included; a text of unknown words has none', async () => {
    writeTinyModel(folder);
    const { embed } = await contextVectors({ modelDir: folder, textWeight: 0 });
    const { sentence = [] } = await embed('a river bank', []);
    const expected = unitSum(tinyStates(['a', 'river', 'bank']));
    expected.forEach((x, k) => expect(sentence[k]).toBeCloseTo(x, 6));
    for (const text of ['xyzzy', '', ' \n']) expect((await embed(text, [])).sentence).toBeUndefined();
  });

  it('of a long text: its mean is that of what is kept of the windows', async () => {
    writeTinyModel(folder, { maxLength: 8 });
    const { embed } = await contextVectors({ modelDir: folder, textWeight: 0 });
    const words = ['river', 'bank', 'loan', 'boat', 'money', 'water', 'walk', 'talk', 'the'];
    const { sentence = [] } = await embed(words.join(' '), []);
    // Two windows of six: the first keeps five of the nine words, the second the rest.
    const [first, second] = [tinyStates(words.slice(0, 6)), tinyStates(words.slice(3))];
    const kept = [...first.slice(0, 6), ...second.slice(3)];
    unitSum(kept).forEach((x, k) => expect(sentence[k]).toBeCloseTo(x, 6));
  });

  it('stand apart in two sentences', async () => {
    writeTinyModel(folder);
    const vectors = await contextVectors({ modelDir: folder, textWeight: 0 });
    const bank = async (text: string): Promise<Float32Array> =>
      (
        await vectors.embed(
          text,
          tokenize(text).filter(({ term }) => term === 'bank'),
        )
      ).rows;
    expect(await bank('bank of the river')).not.toEqual(await bank('bank of the loan'));
    expect(await bank('bank of the river')).toEqual(await bank('Bank of the\n river'));
  });

  it('that overlap have each their own', async () => {
    writeTinyModel(folder);
    const vectors = await contextVectors({ modelDir: folder, textWeight: 0 });
    const text = 'river-bank loan';
    const tokens: Token[] = createPipeline({ joined: 'both', lemmatize: false }).tokens(text);
    const { rows } = await vectors.embed(text, tokens);
    const states = tinyStates(['river', '-', 'bank', 'loan']);
    const pieces: Record<string, Float64Array[]> = {
      'river-bank': states.slice(1, 4),
      river: [states[1]],
      bank: [states[3]],
      loan: [states[4]],
    };
    expect(tokens.map(({ term }) => term).sort()).toEqual(Object.keys(pieces).sort());
    tokens.forEach(({ term }, t) => expectRow(rows, t, unitSum(pieces[term])));
  });

  it('without a piece that the model knows have none', async () => {
    writeTinyModel(folder);
    const vectors = await contextVectors({ modelDir: folder, textWeight: 0 });
    const text = 'a xyzzy 😀 bank';
    const { rows, known } = await vectors.embed(text, tokenize(text));
    expect([...known]).toEqual([1, 0, 0, 1]);
    expect(rows.subarray(TINY_DIM, 3 * TINY_DIM).every((x) => x === 0)).toBe(true);
    expect((await vectors.embed('', [])).rows).toHaveLength(0);
  });

  it('take on as much of their text as is asked for', async () => {
    writeTinyModel(folder);
    const text = 'bank xyzzy river';
    const plain = await (await contextVectors({ modelDir: folder, textWeight: 0 })).embed(text, tokenize(text));
    const rowsOf = (t: number): Float64Array => Float64Array.from(plain.rows.subarray(t * TINY_DIM, (t + 1) * TINY_DIM));
    const mean = Float64Array.from(unitSum([rowsOf(0), rowsOf(2)]));
    const weighted = await contextVectors({ modelDir: folder, textWeight: 2 });
    const { rows, known } = await weighted.embed(text, tokenize(text));
    expect([...known]).toEqual([1, 0, 1]);
    for (const t of [0, 2]) expectRow(rows, t, unitSum([rowsOf(t), mean.map((x) => 2 * x)]));
    expect(rows.subarray(TINY_DIM, 2 * TINY_DIM).every((x) => x === 0)).toBe(true);
    expect((await weighted.embed('xyzzy', tokenize('xyzzy'))).known).toEqual(Uint8Array.of(0));
    const byDefault = await (await contextVectors({ modelDir: folder })).embed(text, tokenize(text));
    for (const t of [0, 2]) expectRow(byDefault.rows, t, unitSum([rowsOf(t), mean.map((x) => 0.5 * x)]));
    await expect(contextVectors({ modelDir: folder, textWeight: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('of a long text are each seen in one window of it', async () => {
    writeTinyModel(folder, { maxLength: 10 });
    const vectors = await contextVectors({ modelDir: folder, textWeight: 0 });
    const words = ['bank', 'river', 'money', 'water', 'loan', 'the', 'of', 'boat', 'a', 'walk', 'talk'];
    const text = words.join(' ');
    const { rows } = await vectors.embed(text, tokenize(text));
    const [first, second] = [tinyStates(words.slice(0, 8)), tinyStates(words.slice(3))];
    words.forEach((_, w) => expectRow(rows, w, unitSum([w < 6 ? first[1 + w] : second[1 + w - 3]])));
  });
});

describe('a real model', () => {
  itWithModel('reads words one by one as it reads the whole text', 'all-MiniLM-L6-v2', async () => {
    const { env, AutoTokenizer } = transformersPackage();
    const before = { ...env };
    Object.assign(env, { allowRemoteModels: false, localModelPath: modelsFolder });
    const tokenizer: Tokenizer = await AutoTokenizer.from_pretrained('all-MiniLM-L6-v2', {}).finally(() =>
      Object.assign(env, before),
    );
    const texts = [
      "Don't look: the U.S. isn't 3.14-ish; e-mail me@example.com!",
      'Ünïcödé naïve café — 東京 и Москва, “quoted” …',
      'antidisestablishmentarianism\tand\n\nsnake_case C++ 😀 #tag',
      '',
    ];
    const reader = new PieceReader(tokenizer);
    for (const text of texts) expect([...reader.read(text).ids]).toEqual(tokenizer.encode(text, { add_special_tokens: false }));
  });

  itWithModel('tells the bank of a river from the bank of money', 'all-MiniLM-L6-v2', async (model: SentenceModel) => {
    const vectors = await contextVectors({ modelDir: modelsFolder, model: model.name });
    const bank = async (text: string): Promise<Float32Array> =>
      (
        await vectors.embed(
          text,
          tokenize(text).filter(({ term }) => term === 'bank'),
        )
      ).rows;
    const river = await bank('We sat on the bank of the river and watched the boats.');
    const shore = await bank('The fisherman slept on the grassy bank beside the stream.');
    const money = await bank('She opened an account at the bank and took out a loan.');
    const distance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((x, k) => x - b[k]));
    expect(distance(river, shore)).toBeLessThan(distance(river, money) - 0.1);
    expect(distance(river, shore)).toBeLessThan(distance(shore, money) - 0.1);
  });
});
