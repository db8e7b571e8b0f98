import { WordmoverError } from '../errors';

/** An error of the disk or of LMDB as STORAGE_FAILED; one that says more already, as it is. */
export function storageFailed(folder: string, error: unknown): WordmoverError {
  if (error instanceof WordmoverError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new WordmoverError(
    'STORAGE_FAILED',
    `The document store in ${folder} can't be read or written: ${reason}. Free some disk space or check the folder, and try again.`,
    { cause: error },
  );
}
