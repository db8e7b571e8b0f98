import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { collectionsOf, copyCollection, type CopiedCollection } from './backup';
import { sweptName } from './collection-shelf';
import { claimFolder } from './folder-claim';

export interface RestoreOptions {
  /** What `backup` made, or any data folder. */
  readonly from: string;
  /** Data folder of a server that is not running. */
  readonly data: string;
  /** Default all of `from`. */
  readonly collections?: readonly string[];
  /** Take the place of collections that are there. */
  readonly replace?: boolean;
}

/**
 * Puts collections of a backup into a data folder; those not named stay as they are. Each is copied whole before it takes its
 * place. Indexes are made anew at the next start. Throws INVALID_OPTION, UNKNOWN_COLLECTION, CONFLICT, CORRUPT_INDEX,
 * STORAGE_FAILED (also for a data folder in use).
 */
export async function restore({ from, data, collections, replace }: RestoreOptions): Promise<readonly CopiedCollection[]> {
  const names = collectionsOf(from, collections);
  const release = claimFolder(data);
  try {
    const shelf = path.join(data, 'collections');
    if (!replace) refuseTaken(shelf, names);
    await copyVectors(path.join(from, 'vectors'), path.join(data, 'vectors'));
    const restored: CopiedCollection[] = [];
    for (const name of names) restored.push({ name, ...(await put(path.join(from, 'collections', name), shelf, name)) });
    return restored;
  } catch (error) {
    if (error instanceof WordmoverError) throw error;
    throw new WordmoverError('STORAGE_FAILED', `${data} can't be written: ${(error as Error).message}`, { cause: error });
  } finally {
    release();
  }
}

/** What is under way, or was replaced, has a name that the next start of a server sweeps. */
async function put(source: string, shelf: string, name: string) {
  const copy = path.join(shelf, sweptName());
  const copied = await copyCollection(source, copy);
  const target = path.join(shelf, name);
  const replaced = path.join(shelf, sweptName());
  if (fs.existsSync(target)) await fsp.rename(target, replaced);
  await fsp.rename(copy, target);
  await fsp.rm(replaced, { recursive: true, force: true });
  return copied;
}

function refuseTaken(shelf: string, names: readonly string[]): void {
  const taken = names.find((name) => fs.existsSync(path.join(shelf, name)));
  if (taken === undefined) return;
  throw new WordmoverError(
    'CONFLICT',
    `the collection ${taken} is there already: have it replaced (--replace), or choose another folder`,
  );
}

/** Files that are there already are kept: other collections may go by them. */
async function copyVectors(source: string, target: string): Promise<void> {
  if (fs.existsSync(source)) await fsp.cp(source, target, { recursive: true, force: false });
}
