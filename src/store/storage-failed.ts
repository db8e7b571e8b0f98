import { WordmoverError } from '../errors';

/** LMDB's codes for pages that are not what they should be: PAGE_NOTFOUND, CORRUPTED, PANIC, VERSION_MISMATCH, INVALID, BAD_TXN. */
const DAMAGE: ReadonlySet<unknown> = new Set([-30797, -30796, -30795, -30794, -30793, -30782]);

/** An error of the disk or of LMDB as STORAGE_FAILED, or as CORRUPT_INDEX; one that says more already, as it is. */
export function storageFailed(folder: string, error: unknown): WordmoverError {
  if (error instanceof WordmoverError) return error;
  if (DAMAGE.has((error as { code?: unknown } | undefined)?.code)) return unreadable(folder, error);
  const reason = error instanceof Error ? error.message : String(error);
  return new WordmoverError(
    'STORAGE_FAILED',
    `The document store in ${folder} can't be read or written: ${reason}. Free some disk space or check the folder, and try again.`,
    { cause: error },
  );
}

/** An error while reading as CORRUPT_INDEX: whatever LMDB finds amiss on its pages is damage. */
export function unreadable(folder: string, error: unknown): WordmoverError {
  if (error instanceof WordmoverError) return error;
  const reason = (error as Error).message;
  return new WordmoverError(
    'CORRUPT_INDEX',
    `The document store in ${folder} can't be read: ${reason}. Restore it from a backup.`,
    {
      cause: error,
    },
  );
}
