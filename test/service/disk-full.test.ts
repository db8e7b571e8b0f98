import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Collections } from '../../src/service/collections';
import { InlineSolver } from '../../src/workers/solver';

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
// LMDB tells its errors there too.
console.error = () => undefined;
const onSmallDisk = disk === undefined ? test.skip : test;
afterAll(() => {
  if (disk === undefined) return;
  // Lazily: LMDB keeps its file open after a write that failed.
  execFileSync('umount', ['-l', disk]);
  fs.rmdirSync(disk);
});

onSmallDisk(
  'a full disk (skipped where tmpfs may not be mounted) is told, loses nothing acknowledged, and works once there is room',
  async () => {
    const folder = path.join(disk as string, 'data');
    const open = () => Collections.open({ folder, solver: new InlineSolver(), builtIn: [] });
    const batch = (n: number) =>
      Array.from({ length: 50 }, (_, i) => ({ id: `d${n}-${i}`, text: `batch${n} ${'word '.repeat(200)}${i}` }));
    const acknowledged: number[] = [];
    const ballast = ['first', 'second', 'third'].map((name) => path.join(disk as string, name));
    for (const file of ballast) fs.writeFileSync(file, Buffer.alloc(2 ** 20));

    let collections = open();
    await collections.putCollection('notes', { vectors: 'none', threshold: 1 });
    const fill = async () => {
      for (let n = acknowledged.length; n < 1000; n++) {
        await collections.upsert('notes', batch(n));
        acknowledged.push(n);
      }
    };
    const isWhole = async () => {
      for (const n of acknowledged) {
        const { hits } = await collections.search('notes', { query: `batch${n}` }, { topK: 100 });
        expect([n, hits.length]).toEqual([n, 50]);
      }
      const { documents } = await collections.collection('notes');
      expect(documents).toBe(50 * acknowledged.length);
    };

    await expect(fill()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining('Free some disk space') as string,
    });
    expect(acknowledged.length).toBeGreaterThan(5);
    await isWhole();
    const more = async () => {
      const before = acknowledged.length;
      await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
      expect(acknowledged.length).toBeGreaterThan(before);
      await isWhole();
    };
    fs.rmSync(ballast[0]);
    await more();

    // Closing cannot save the index either: the next start makes it anew.
    await collections.close();
    collections = open();
    await collections.ready;
    await isWhole();
    fs.rmSync(ballast[1]);
    await more();
    fs.rmSync(ballast[2]);
    await collections.upsert('notes', batch(acknowledged.length));
    acknowledged.push(acknowledged.length);
    await isWhole();
    await collections.close();
  },
  120_000,
);
