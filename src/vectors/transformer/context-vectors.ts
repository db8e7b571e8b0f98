import { WordmoverError } from '../../errors';
import type { Token } from '../../text/tokenize';
import { unitRow } from '../unit-row';
import type { TermRows } from '../word-vectors';
import type { ModelLocation } from './model-folder';
import { SentenceModel } from './sentence-model';
import { textWindows } from './text-windows';
import type { WordPieces } from './word-pieces';

/** What the model makes of a text. */
export interface TextRows extends TermRows {
  /**
   * Unit vector of the whole text: the mean of all its states, those of the pieces before and behind it among them, as the
   * model's own pooling has it. Undefined where the model knows no piece of it.
   */
  readonly sentence: Float32Array | undefined;
}

/** Vectors of words as they stand in a text: "bank" of a river and "bank" of money are two points. */
export interface ContextVectors {
  /** The model's name. */
  readonly label: string;
  readonly dim: number;
  /** Changes whenever any vector would. */
  readonly fingerprint: string;
  /**
   * One unit vector a token, in their order: tokens of this text, by `start` and `end`; none where the model knows no piece of it,
   * nor beyond the text's first 4,096 pieces, which are all that is read. `checkpoint` is called between windows and may throw.
   */
  embed(text: string, tokens: readonly Token[], checkpoint?: () => void): Promise<TextRows>;
}

export interface ContextVectorsOptions extends ModelLocation {
  /**
   * How much of its whole text an occurrence takes on: x + weight x (mean direction of all occurrences), at unit length. Default 0.5,
   * where search was best on training subjects; STS dev, Spearman: 0 .849, 0.5 .863, 1 .867, 2 .868 (docs/defaults.md).
   */
  readonly textWeight?: number;
}

const TEXT_WEIGHT = 0.5;

/** A second's work: no text may hold up a search for minutes. */
const MOST_PIECES = 4096;

/**
 * Word occurrences embedded in their sentences: the text through a sentence model (Reimers, Gurevych 2019), in overlapping
 * windows where it is long; the states of a word's pieces averaged, at unit length. Two milliseconds a sentence, forty for 150
 * pieces, with all-MiniLM-L6-v2 in eight bits. Each text is run alone, so that its vectors don't depend on its neighbours.
 *
 * VECTORS_UNAVAILABLE without the optional package, the folder or the model's files; INVALID_OPTION for a textWeight below 0.
 */
export async function contextVectors(options: ContextVectorsOptions): Promise<ContextVectors> {
  const { textWeight = TEXT_WEIGHT } = options;
  if (!(textWeight >= 0 && textWeight < Infinity)) {
    throw new WordmoverError('INVALID_OPTION', `textWeight is ${textWeight}: give a number from 0; 0 leaves the text out`);
  }
  const model = await SentenceModel.open(options);
  return {
    label: model.name,
    dim: model.dim,
    fingerprint: `context-${model.fingerprint}${textWeight === 0 ? '' : `-${textWeight}`}`,
    async embed(text, tokens, checkpoint) {
      const pieces = model.pieces.read(text, MOST_PIECES);
      const states = await pieceStates(model, pieces.ids, checkpoint);
      const found = tokenRows(model, pieces, states.pieces, tokens);
      if (textWeight > 0) addText(found, model.dim, textWeight);
      return { ...found, sentence: sentenceRow(model, pieces.ids, states) };
    },
  };
}

interface TextStates {
  /** Of all pieces, length x dim. */
  readonly pieces: Float32Array;
  /** Of what the model wants before and behind a text, of the first window and the last. */
  readonly frame: Float32Array;
}

async function pieceStates(model: SentenceModel, ids: Int32Array, checkpoint?: () => void): Promise<TextStates> {
  const { dim } = model;
  const before = model.pieces.before.length * dim;
  const after = model.pieces.after.length * dim;
  const pieces = new Float32Array(ids.length * dim);
  const frame = new Float32Array(before + after);
  for (const { from, to, keepFrom, keepTo } of textWindows(ids.length, model.window)) {
    checkpoint?.();
    const seen = await model.run([ids.subarray(from, to)]);
    const at = (piece: number): number => before + (piece - from) * dim;
    pieces.set(seen.subarray(at(keepFrom), at(keepTo)), keepFrom * dim);
    if (from === 0) frame.set(seen.subarray(0, before));
    if (to === ids.length) frame.set(seen.subarray(at(to)), before);
  }
  return { pieces, frame };
}

function sentenceRow(model: SentenceModel, ids: Int32Array, { pieces, frame }: TextStates): Float32Array | undefined {
  if (model.pieces.areUnknown(ids, 0, ids.length)) return undefined;
  const { dim } = model;
  const sum = new Float32Array(dim);
  for (const states of [pieces, frame]) addRows(states, sum);
  const row = new Float32Array(dim);
  unitRow(sum, row, 'the vector of a text');
  return row;
}

function addRows(rows: Float32Array, sum: Float32Array): void {
  const dim = sum.length;
  for (let at = 0; at < rows.length; at += dim) for (let k = 0; k < dim; k++) sum[k] += rows[at + k];
}

/** Means over the pieces that each token covers. Tokens start in order, but may overlap. */
function tokenRows(model: SentenceModel, pieces: WordPieces, states: Float32Array, tokens: readonly Token[]): TermRows {
  const { dim } = model;
  const { ids, starts, ends } = pieces;
  const rows = new Float32Array(tokens.length * dim);
  const known = new Uint8Array(tokens.length);
  const sum = new Float32Array(dim);
  let first = 0;
  tokens.forEach(({ term, start, end }, t) => {
    while (first > 0 && ends[first - 1] > start) first--;
    while (first < ids.length && ends[first] <= start) first++;
    let last = first;
    while (last < ids.length && starts[last] < end) last++;
    if (model.pieces.areUnknown(ids, first, last)) return;
    sum.fill(0);
    addRows(states.subarray(first * dim, last * dim), sum);
    unitRow(sum, rows.subarray(t * dim, (t + 1) * dim), `the vector of "${term}"`);
    known[t] = 1;
  });
  return { rows, known };
}

/** Moves every occurrence towards the mean direction of all. */
function addText({ rows, known }: TermRows, dim: number, weight: number): void {
  if (!known.includes(1)) return;
  const sum = new Float32Array(dim);
  addRows(rows, sum);
  const mean = new Float32Array(dim);
  unitRow(sum, mean, 'the mean of all words');
  const moved = new Float32Array(dim);
  for (let t = 0; t < known.length; t++) {
    if (known[t] === 0) continue;
    const row = rows.subarray(t * dim, (t + 1) * dim);
    for (let k = 0; k < dim; k++) moved[k] = row[k] + weight * mean[k];
    unitRow(moved, row, 'a word with its text');
  }
}
