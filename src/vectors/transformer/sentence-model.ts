import path from 'node:path';
import { WordmoverError } from '../../errors';
import { modelFolder, type ModelFolder, type ModelLocation } from './model-folder';
import { type Model, type TransformersPackage, transformersPackage } from './transformers-package';
import { PieceReader } from './word-pieces';

/** Pieces of a window where the model does not set less. Attention costs their square; sentence models are trained on 128 to 256. */
const WINDOW = 256;

/** The package takes a model's place from global settings, which are lent and given back: one model is opened at a time. */
let opening: Promise<unknown> = Promise.resolve();

/** A transformer that turns a sequence of word pieces into one vector a piece. */
export class SentenceModel {
  private constructor(
    readonly name: string,
    /** Changes whenever the model's files do. */
    readonly fingerprint: string,
    readonly dim: number,
    readonly pieces: PieceReader,
    /** Pieces that one run takes, those before and behind a text not counted. */
    readonly window: number,
    /**
     * Whether sequences may share a run. Dynamic eight-bit quantisation takes its scale from the whole batch: with 64 terms a
     * run, all-MiniLM-L6-v2 gives vectors at a cosine of 0.987 (mean) from those of the terms alone, so that they would change
     * from call to call.
     */
    readonly canBatch: boolean,
    private readonly model: Model,
    private readonly Tensor: TransformersPackage['Tensor'],
  ) {}

  /** Reads a model from disk, never from the network. VECTORS_UNAVAILABLE for a missing package, folder or file. */
  static async open(location: ModelLocation): Promise<SentenceModel> {
    const folder = await modelFolder(location);
    const opened = opening.then(() => SentenceModel.load(folder, transformersPackage()));
    opening = opened.catch(() => undefined);
    return opened;
  }

  private static async load(folder: ModelFolder, transformers: TransformersPackage): Promise<SentenceModel> {
    const { env, AutoTokenizer, AutoModel, Tensor } = transformers;
    const { name, fingerprint, dtype, parent } = folder;
    const { allowRemoteModels, allowLocalModels, localModelPath } = env;
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: parent });
    try {
      const [tokenizer, model] = await Promise.all([
        AutoTokenizer.from_pretrained(name, { local_files_only: true }),
        AutoModel.from_pretrained(name, { local_files_only: true, dtype }),
      ]);
      const pieces = new PieceReader(tokenizer);
      const frame = pieces.before.length + pieces.after.length;
      const limits = [WINDOW, tokenizer.model_max_length, model.config.max_position_embeddings];
      const window = Math.min(...limits.filter((limit): limit is number => typeof limit === 'number' && limit > frame)) - frame;
      const dim = await dimOf(model, Tensor, pieces);
      return new SentenceModel(name, fingerprint, dim, pieces, window, dtype !== 'q8', model, Tensor);
    } catch (cause) {
      const message = `the model in ${path.join(parent, name)} cannot be used: ${(cause as Error).message}`;
      throw new WordmoverError('VECTORS_UNAVAILABLE', message, { cause });
    } finally {
      Object.assign(env, { allowRemoteModels, allowLocalModels, localModelPath });
    }
  }

  /** Runs sequences of the same length; answers batch x length x dim, the pieces before and behind the text among them. */
  async run(sequences: readonly ArrayLike<number>[]): Promise<Float32Array> {
    return run(this.model, this.Tensor, this.pieces, sequences);
  }
}

async function dimOf(model: Model, Tensor: TransformersPackage['Tensor'], pieces: PieceReader): Promise<number> {
  const { ids } = pieces.read('a');
  const states = await run(model, Tensor, pieces, [ids]);
  return states.length / (ids.length + pieces.before.length + pieces.after.length);
}

async function run(
  model: Model,
  Tensor: TransformersPackage['Tensor'],
  { before, after }: PieceReader,
  sequences: readonly ArrayLike<number>[],
): Promise<Float32Array> {
  const length = before.length + sequences[0].length + after.length;
  const dims = [sequences.length, length];
  const ids = new BigInt64Array(sequences.length * length);
  let at = 0;
  for (const sequence of sequences) {
    for (const id of before) ids[at++] = BigInt(id);
    for (let p = 0; p < sequence.length; p++) ids[at++] = BigInt(sequence[p]);
    for (const id of after) ids[at++] = BigInt(id);
  }
  const { last_hidden_state: states } = await model({
    input_ids: new Tensor('int64', ids, dims),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), dims),
    token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), dims),
  });
  if (states === undefined) throw new Error('it gives no last_hidden_state: export it for feature extraction');
  return states.data;
}
