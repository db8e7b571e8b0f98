import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError } from '../../errors';

/** Where a sentence model lies. */
export interface ModelLocation {
  /** A model's folder, or a folder of models. */
  readonly modelDir: string;
  /** Which one of a folder of models; may be left out where there is only one. */
  readonly model?: string;
}

/** A model's files, laid out as transformers.js expects: config.json, tokenizer.json, onnx/model_quantized.onnx or onnx/model.onnx. */
export interface ModelFolder {
  readonly name: string;
  /** The folder that holds the model's folder. */
  readonly parent: string;
  /** `q8` for eight-bit weights, which are taken where both are there. */
  readonly dtype: 'q8' | 'fp32';
  /** 16 hexadecimal digits of the files' SHA-256. */
  readonly fingerprint: string;
}

const CONFIGURATION = ['config.json', 'tokenizer.json'];
/** Not every model has it. */
const TOKENIZER_CONFIGURATION = 'tokenizer_config.json';
const WEIGHTS = [
  { file: 'onnx/model_quantized.onnx', dtype: 'q8' },
  { file: 'onnx/model.onnx', dtype: 'fp32' },
] as const;

/** Finds the model and reads all its files once. VECTORS_UNAVAILABLE, naming the folder looked in, where something is missing. */
export async function modelFolder(location: ModelLocation): Promise<ModelFolder> {
  const folder = await locate(location);
  for (const file of CONFIGURATION) {
    if (!(await exists(path.join(folder, file)))) throw missing(folder, `it has no ${file}`);
  }
  for (const { file, dtype } of WEIGHTS) {
    if (!(await exists(path.join(folder, file)))) continue;
    const fingerprint = await fingerprintOf(folder, [...CONFIGURATION, TOKENIZER_CONFIGURATION, file]);
    return { name: path.basename(folder), parent: path.dirname(folder), dtype, fingerprint };
  }
  throw missing(folder, `it has neither ${WEIGHTS.map(({ file }) => file).join(' nor ')}`);
}

async function locate({ modelDir, model }: ModelLocation): Promise<string> {
  const folder = path.resolve(modelDir);
  if (model !== undefined) return path.join(folder, model);
  if (await exists(path.join(folder, 'config.json'))) return folder;
  const models = await modelsIn(folder);
  if (models.length === 1) return path.join(folder, models[0]);
  if (models.length === 0) throw missing(folder, 'it is no folder of a model, nor of models');
  throw new WordmoverError('INVALID_OPTION', `${folder} holds the models ${models.join(', ')}: say which one`);
}

async function modelsIn(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw missing(folder, `it cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  const hasModel = await Promise.all(names.map((name) => exists(path.join(folder, name, 'config.json'))));
  return names.filter((_, i) => hasModel[i]).sort();
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function fingerprintOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n`);
    const full = path.join(folder, file);
    if (await exists(full)) for await (const chunk of createReadStream(full)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex').slice(0, 16);
}

function missing(folder: string, reason: string, cause?: unknown): WordmoverError {
  return new WordmoverError(
    'VECTORS_UNAVAILABLE',
    `no transformer model in ${folder}: ${reason}. Put config.json, tokenizer.json and onnx/model_quantized.onnx of a sentence model there, or name another folder`,
    { cause },
  );
}
