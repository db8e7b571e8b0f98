import fs from 'node:fs';
import { open } from 'lmdb';
import { checkStoreFile } from './store-file';
import { storageFailed } from './storage-failed';

/**
 * Copies the store of a folder as it is at one moment into a new folder, while another process may write to it: a read
 * transaction over its whole length. Throws CORRUPT_INDEX, STORAGE_FAILED.
 */
export async function copyStore(folder: string, target: string): Promise<{ readonly documents: number; readonly bytes: number }> {
  try {
    checkStoreFile(folder, 0);
    fs.mkdirSync(target, { recursive: true });
    const source = open({ path: folder, noSubdir: false, maxDbs: 3, readOnly: true });
    await source.backup(target, false).finally(() => source.close());
    const bytes = checkStoreFile(target, 0);
    const copied = open({ path: target, noSubdir: false, maxDbs: 3, readOnly: true });
    const { entryCount } = copied.openDB({ name: 'documents', encoding: 'binary' }).getStats() as { entryCount: number };
    await copied.close();
    return { documents: entryCount, bytes };
  } catch (error) {
    throw storageFailed(folder, error);
  }
}
