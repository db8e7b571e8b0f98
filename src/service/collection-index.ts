import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError, type ErrorCode } from '../errors';
import type { LmdbStore } from '../store/lmdb-store';
import type { Solver } from '../workers/solver';
import type { StoredDocument } from './document';
import { StoredContents } from './document-contents';
import { Index } from './document-index';
import { MANIFEST, readManifest } from './index-manifest';
import type { IndexOptions } from './index-options';
import type { ModelLocation } from './sentence-models';

/** Something an operator may want to know. */
export type CollectionEvent = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface CollectionPlace {
  readonly name: string;
  readonly folder: string;
  /** Where named vector files are. */
  readonly vectorsFolder: string;
  readonly solver: Solver;
  /** Sentence model for words in context and sentence vectors. */
  readonly model?: ModelLocation;
  readonly onEvent: CollectionEvent;
}

const BATCH = 512;

/** The index of a store: the saved one, brought up to date, or a new one where that is missing, damaged or outdated. */
export async function openCollectionIndex(place: CollectionPlace, store: LmdbStore, options: IndexOptions): Promise<Index> {
  return (await savedIndex(place, store, options)) ?? newIndex(place, store, options);
}

/** Brings an index to the state of the store from the one after change `applied`: the one way in which documents reach it. */
export async function follow(index: Index, store: LmdbStore, applied: number): Promise<void> {
  const changed = new Set<string>();
  for (const { id } of store.changesAfter(applied) ?? []) {
    changed.add(id);
    if (changed.size < BATCH) continue;
    await reindex(index, store, changed);
    changed.clear();
  }
  await reindex(index, store, changed);
}

async function reindex(index: Index, store: LmdbStore, ids: ReadonlySet<string>): Promise<void> {
  const present: StoredDocument[] = [];
  for (const id of ids) {
    const document = store.get(id);
    if (document) present.push(document);
    else await index.remove(id);
  }
  await index.upsert(present);
}

/** How large the store was when the index was saved; 0 where that can't be told. */
export async function savedStoreBytes(folder: string): Promise<number> {
  try {
    const { note } = readManifest(await fsp.readFile(path.join(folder, 'index', MANIFEST), 'utf8'), folder);
    return Number(note.storeBytes ?? 0);
  } catch {
    return 0;
  }
}

/** Faults of a saved index that a new one mends. */
const MENDABLE: readonly ErrorCode[] = ['CORRUPT_INDEX', 'INCOMPATIBLE_INDEX'];

/** The saved index, up to date; undefined where there is none, or none of use. */
async function savedIndex(place: CollectionPlace, store: LmdbStore, options: IndexOptions): Promise<Index | undefined> {
  const { name, folder, onEvent } = place;
  const saved = path.join(folder, 'index');
  if (!fs.existsSync(path.join(saved, MANIFEST))) return undefined;
  try {
    const index = await Index.open(saved, options, new StoredContents(store));
    await follow(index, store, Number(index.note.sequence));
    if (store.changesAfter(Number(index.note.sequence)) && index.size === store.size) return index;
    onEvent('the saved index is not of this store', { collection: name });
  } catch (error) {
    if (!(error instanceof WordmoverError) || !MENDABLE.includes(error.code)) throw error;
    onEvent('the saved index is of no use', { collection: name, reason: error.message });
  }
  return undefined;
}

async function newIndex({ name, folder, onEvent }: CollectionPlace, store: LmdbStore, options: IndexOptions): Promise<Index> {
  fs.rmSync(path.join(folder, 'index'), { recursive: true, force: true });
  const index = await Index.create(options, new StoredContents(store));
  if (store.size > 0) onEvent('the index is made anew', { collection: name, documents: store.size });
  let batch: StoredDocument[] = [];
  for (const document of store.documents()) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    await index.upsert(batch);
    batch = [];
  }
  await index.upsert(batch);
  return index;
}
