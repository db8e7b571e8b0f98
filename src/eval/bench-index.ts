import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { Index } from '../service/document-index';
import type { StoredDocument } from '../service/document';
import type { IndexOptions } from '../service/index-options';
import { cpuMs } from './cpu-time';

export interface BenchIndexReport {
  readonly documents: number;
  /** What the documents were given as. */
  readonly from: 'bags' | 'text' | 'both';
  readonly seconds: number;
  /** By the clock, one thread. */
  readonly documents_per_second: number;
  readonly cpu_seconds: number;
  readonly save_ms: number;
  /** Until the saved index knows its documents. */
  readonly open_ms: number;
  /** The first search of the index opened, which settles weights and bounds: a document like the first. */
  readonly first_search_ms: number;
  readonly rss_mb: number;
}

/** Times the making of an index of documents that are in memory, and saving and opening it, in a folder that goes away again. */
export async function benchIndex(documents: readonly StoredDocument[], options: IndexOptions): Promise<BenchIndexReport> {
  const bags = documents.filter(({ terms }) => terms !== undefined).length;
  if (documents.length === 0) throw new WordmoverError('INVALID_INPUT', 'no documents to index: give files that hold some');
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'wordmover-bench-'));
  const index = await Index.create(options);
  try {
    const [started, cpuStarted] = [performance.now(), cpuMs()];
    await index.add(documents);
    const seconds = (performance.now() - started) / 1000;
    const cpu_seconds = (cpuMs() - cpuStarted) / 1000;
    const save_ms = await timed(() => index.save(folder));
    return {
      documents: documents.length,
      from: bags === 0 ? 'text' : bags === documents.length ? 'bags' : 'both',
      seconds,
      documents_per_second: documents.length / seconds,
      cpu_seconds,
      save_ms,
      ...(await timesOfOpening(folder, documents[0].id, options)),
      rss_mb: process.memoryUsage().rss / 2 ** 20,
    };
  } finally {
    await index.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function timesOfOpening(folder: string, id: string, { pipeline }: IndexOptions) {
  let opened!: Index;
  const open_ms = await timed(async () => {
    opened = await Index.open(folder, { pipeline });
  });
  try {
    return { open_ms, first_search_ms: await timed(() => opened.search({ id })) };
  } finally {
    await opened.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
