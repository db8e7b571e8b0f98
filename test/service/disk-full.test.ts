import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compiledSources } from '../compiled-sources';

/** A disk of a few megabytes; undefined where this user may mount none. */
function smallDisk(megabytes: number): string | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'wordmover', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    fs.rmdirSync(folder);
    return undefined;
  }
}

const disk = smallDisk(8);
const onSmallDisk = disk === undefined ? test.skip : test;
afterAll(() => {
  if (disk === undefined) return;
  execFileSync('umount', ['-l', disk]);
  fs.rmdirSync(disk);
});

onSmallDisk(
  'a full disk (skipped where tmpfs may not be mounted) is told, loses nothing acknowledged, and works once there is room',
  () => {
    const compiled = compiledSources();
    try {
      const args = [path.join(__dirname, 'disk-full-writer.js'), compiled.dist, disk as string];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^\d+ batches stored, all found$/m);
    } finally {
      compiled.remove();
    }
  },
  120_000,
);
