import fs from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';

/**
 * Makes a data folder one process's own until it is given back: two would not see each other's changes. A process that was
 * killed leaves its number behind, which counts no more once it has ended. Throws STORAGE_FAILED.
 */
export function claimFolder(folder: string): () => void {
  const file = path.join(folder, 'process.lock');
  try {
    fs.mkdirSync(folder, { recursive: true });
    const owner = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
    if (isRunning(owner)) {
      throw new WordmoverError(
        'STORAGE_FAILED',
        `the data folder ${folder} is in use by process ${owner}: stop that, or choose another folder (if it is not running wordmover, delete ${file})`,
      );
    }
    fs.writeFileSync(file, String(process.pid));
  } catch (error) {
    if (error instanceof WordmoverError) throw error;
    throw new WordmoverError('STORAGE_FAILED', `the data folder ${folder} can't be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return () => fs.rmSync(file, { force: true });
}

function isRunning(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
