import type { Token } from '../../text/tokenize';
import { unitRow } from '../unit-row';
import type { TermRows } from '../word-vectors';
import type { ModelLocation } from './model-folder';
import { SentenceModel } from './sentence-model';
import { textWindows } from './text-windows';
import type { WordPieces } from './word-pieces';

/** Vectors of words as they stand in a text: "bank" of a river and "bank" of money are two points. */
export interface ContextVectors {
  /** The model's name. */
  readonly label: string;
  readonly dim: number;
  /** Changes whenever any vector would. */
  readonly fingerprint: string;
  /** One unit vector a token, in their order: tokens of this text, by `start` and `end`; none where the model knows no piece of it. */
  embed(text: string, tokens: readonly Token[]): Promise<TermRows>;
}

/**
 * Word occurrences embedded in their sentences: the text through a sentence model (Reimers, Gurevych 2019), in overlapping
 * windows where it is long; the states of a word's pieces averaged, at unit length. Two milliseconds a sentence, forty for 150
 * pieces, with all-MiniLM-L6-v2 in eight bits. Each text is run alone, so that its vectors don't depend on its neighbours.
 *
 * VECTORS_UNAVAILABLE without the optional package, the folder or the model's files.
 */
export async function contextVectors(location: ModelLocation): Promise<ContextVectors> {
  const model = await SentenceModel.open(location);
  return {
    label: model.name,
    dim: model.dim,
    fingerprint: `context-${model.fingerprint}`,
    async embed(text, tokens) {
      const pieces = model.pieces.read(text);
      return tokenRows(model, pieces, await pieceStates(model, pieces.ids), tokens);
    },
  };
}

/** States of all pieces, length x dim. */
async function pieceStates(model: SentenceModel, ids: Int32Array): Promise<Float32Array> {
  const { dim } = model;
  const before = model.pieces.before.length;
  const states = new Float32Array(ids.length * dim);
  for (const { from, to, keepFrom, keepTo } of textWindows(ids.length, model.window)) {
    const seen = await model.run([ids.subarray(from, to)]);
    const at = (piece: number): number => (before + piece - from) * dim;
    states.set(seen.subarray(at(keepFrom), at(keepTo)), keepFrom * dim);
  }
  return states;
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
    for (let at = first * dim; at < last * dim; at += dim) for (let k = 0; k < dim; k++) sum[k] += states[at + k];
    unitRow(sum, rows.subarray(t * dim, (t + 1) * dim), `the vector of "${term}"`);
    known[t] = 1;
  });
  return { rows, known };
}
