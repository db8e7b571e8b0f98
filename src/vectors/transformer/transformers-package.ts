import { WordmoverError } from '../../errors';

/** What is used of the package: written down here because it is optional and may not be there to be compiled against. */
export interface TransformersPackage {
  readonly env: { localModelPath: string; allowRemoteModels: boolean; allowLocalModels: boolean };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
  readonly AutoTokenizer: { from_pretrained(model: string, options: object): Promise<Tokenizer> };
  readonly AutoModel: { from_pretrained(model: string, options: object): Promise<Model> };
}

export interface Tokenizer {
  readonly unk_token_id?: number;
  readonly model_max_length?: number;
  encode(text: string, options?: { add_special_tokens: boolean }): number[];
}

export interface Model {
  (inputs: Record<string, unknown>): Promise<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>;
  readonly config: { readonly hidden_size?: number; readonly max_position_embeddings?: number };
}

/** Names the package goes by: the first is the maintained successor's alias or the original. */
const NAMES = ['@xenova/transformers', '@huggingface/transformers'];
const INSTALL = 'npm install @xenova/transformers@npm:@huggingface/transformers@^4.3.1';

/** Loads the optional package, a third of a second at first. VECTORS_UNAVAILABLE where it is not installed. */
export function transformersPackage(load: (name: string) => unknown = require): TransformersPackage {
  for (const name of NAMES) {
    try {
      return load(name) as TransformersPackage;
    } catch (cause) {
      if (!isMissing(cause, name)) {
        const reason = (cause as Error).message;
        throw new WordmoverError('VECTORS_UNAVAILABLE', `${name} is installed, but does not load: ${reason}. Try: ${INSTALL}`, {
          cause,
        });
      }
    }
  }
  throw new WordmoverError(
    'VECTORS_UNAVAILABLE',
    `vectors from a transformer need an optional package that is not installed. Install it: ${INSTALL}`,
  );
}

/** Whether the package itself is missing, not something that it needs. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}
