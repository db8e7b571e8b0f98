import fs from 'node:fs';
import path from 'node:path';
import { onnxModel } from './onnx-bytes';

/** Pieces of the tiny model, by id. */
export const PIECES = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]'],
  ...['bank', 'river', 'money', 'water', 'loan', 'the', 'of', 'boat', 'a', 'walk', 'talk', "'", '-', '.'],
  ...['##ing', '##ed', '##s'],
];

export const TINY_DIM = 8;
/** How much of the mean of its sequence a piece takes on: its context. */
export const CONTEXT = 0.5;

/** Embedding of every piece, PIECES.length x TINY_DIM. */
export const EMBEDDING = Float32Array.from({ length: PIECES.length * TINY_DIM }, (_, i) => Math.sin(1 + 1.7 * i) * 2);

/**
 * Writes a sentence model that a test can reckon by hand, in the layout of transformers.js: state of a piece = its embedding +
 * CONTEXT x mean of the embeddings of the sequence. Eight lines of BERT's WordPiece tokenizer.
 */
export function writeTinyModel(parent: string, { name = 'tiny', maxLength = 512, isQuantized = true } = {}): string {
  const folder = path.join(parent, name);
  fs.mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  const config = { model_type: 'bert', architectures: ['BertModel'], hidden_size: TINY_DIM, max_position_embeddings: maxLength };
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer()));
  const special = { unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', pad_token: '[PAD]', mask_token: '[UNK]' };
  const settings = { tokenizer_class: 'BertTokenizer', model_max_length: maxLength, do_lower_case: true, ...special };
  fs.writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify(settings));
  const weights = isQuantized ? 'model_quantized.onnx' : 'model.onnx';
  fs.writeFileSync(path.join(folder, 'onnx', weights), model());
  return folder;
}

function model(): Uint8Array {
  const constants = {
    embedding: { dims: [PIECES.length, TINY_DIM], data: EMBEDDING },
    context: { dims: [1], data: Float32Array.of(CONTEXT) },
  };
  return onnxModel('input_ids', 'last_hidden_state', TINY_DIM, constants, [
    { op: 'Gather', inputs: ['embedding', 'input_ids'], output: 'own' },
    { op: 'ReduceMean', inputs: ['own'], output: 'mean', attributes: { axes: [1], keepdims: 1 } },
    { op: 'Mul', inputs: ['mean', 'context'], output: 'share' },
    { op: 'Add', inputs: ['own', 'share'], output: 'last_hidden_state' },
  ]);
}

function tokenizer(): object {
  const special = (id: number) => ({
    id,
    content: PIECES[id],
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const token = (id: number) => ({ SpecialToken: { id: PIECES[id], type_id: 0 } });
  const named = (id: number) => [PIECES[id], { id: PIECES[id], ids: [id], tokens: [PIECES[id]] }];
  return {
    version: '1.0',
    added_tokens: [0, 1, 2, 3].map(special),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [token(2), { Sequence: { id: 'A', type_id: 0 } }, token(3)],
      pair: [token(2), { Sequence: { id: 'A', type_id: 0 } }, token(3), { Sequence: { id: 'B', type_id: 1 } }, token(3)],
      special_tokens: Object.fromEntries([named(2), named(3)]),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(PIECES.map((piece, id) => [piece, id])),
    },
  };
}

/** States of a sequence between [CLS] and [SEP], as the tiny model's definition has them: one array a piece, those two included. */
export function tinyStates(pieces: readonly string[]): Float64Array[] {
  const rows = ['[CLS]', ...pieces, '[SEP]'].map((piece) => {
    const at = PIECES.indexOf(piece) * TINY_DIM;
    return Float64Array.from(EMBEDDING.subarray(at, at + TINY_DIM));
  });
  const mean = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  return rows.map((row) => row.map((x, k) => x + CONTEXT * mean[k]));
}

/** Sum of vectors at unit length. */
export function unitSum(vectors: readonly Float64Array[]): number[] {
  const sum = Array.from(vectors[0], (_, k) => vectors.reduce((total, vector) => total + vector[k], 0));
  const length = Math.hypot(...sum);
  return sum.map((x) => x / length);
}
