import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { copyStore } from '../store/copy-store';
import { Collection, SETTINGS } from './collection';
import { checkCollectionName } from './collection-settings';

export interface BackupOptions {
  /** Data folder of a server, running or not. */
  readonly data: string;
  /** Where the copy goes: a new or empty folder. */
  readonly out: string;
  /** Default all. */
  readonly collections?: readonly string[];
}

export interface CopiedCollection {
  readonly name: string;
  readonly documents: number;
  readonly bytes: number;
}

/**
 * Copies the collections of a data folder into a data folder of its own, also while a server writes to them: of each its
 * documents at one moment. Indexes are not copied, but made anew when the copy is opened. Throws INVALID_OPTION,
 * UNKNOWN_COLLECTION, CORRUPT_INDEX, STORAGE_FAILED.
 */
export async function backup({ data, out, collections }: BackupOptions): Promise<readonly CopiedCollection[]> {
  const source = path.join(data, 'collections');
  const names = collectionsOf(data, collections);
  try {
    await emptyFolder(out);
    const copies: CopiedCollection[] = [];
    for (const name of names)
      copies.push({ name, ...(await copyCollection(path.join(source, name), path.join(out, 'collections', name))) });
    const vectors = path.join(data, 'vectors');
    if (fs.existsSync(vectors)) await fsp.cp(vectors, path.join(out, 'vectors'), { recursive: true });
    return copies;
  } catch (error) {
    if (error instanceof WordmoverError) throw error;
    throw new WordmoverError('STORAGE_FAILED', `the copy in ${out} can't be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Those of a data folder that are asked for, or all. Throws INVALID_OPTION, UNKNOWN_COLLECTION. */
export function collectionsOf(data: string, asked: readonly string[] = []): readonly string[] {
  const folder = path.join(data, 'collections');
  for (const name of asked) {
    checkCollectionName(name);
    if (Collection.isIn(path.join(folder, name))) continue;
    throw new WordmoverError('UNKNOWN_COLLECTION', `there is no collection ${JSON.stringify(name)} in ${data}`);
  }
  return asked.length > 0 ? asked : collectionsIn(folder);
}

/** The settings come last: where they are, the store must be. */
export async function copyCollection(
  folder: string,
  target: string,
): Promise<{ readonly documents: number; readonly bytes: number }> {
  const copied = await copyStore(path.join(folder, 'store'), path.join(target, 'store'));
  await fsp.copyFile(path.join(folder, SETTINGS), path.join(target, SETTINGS));
  return copied;
}

function collectionsIn(folder: string): string[] {
  if (!fs.existsSync(folder)) {
    throw new WordmoverError('INVALID_OPTION', `${path.dirname(folder)} is no data folder of a server: it has no collections`);
  }
  return fs.readdirSync(folder).filter((name) => !name.startsWith('.') && Collection.isIn(path.join(folder, name)));
}

async function emptyFolder(folder: string): Promise<void> {
  await fsp.mkdir(folder, { recursive: true });
  if ((await fsp.readdir(folder)).length === 0) return;
  throw new WordmoverError('INVALID_OPTION', `${folder} holds files already: give a new or empty folder for the copy`);
}
