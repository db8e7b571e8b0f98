import type { InputDocument, StoredDocument } from '../service/document';
import type { Comparison, SearchOptions, SearchResult } from '../service/search-options';

/** What may be chosen when a collection is made. A threshold of null is plain WMD. */
export interface CollectionSettings {
  readonly language?: string;
  readonly vectors?: string;
  readonly threshold?: number | null;
  readonly stopWords?: readonly string[];
}

export interface CollectionSummary {
  readonly name: string;
  /** True for the collections that come with the server: they can be searched, not changed. */
  readonly readOnly: boolean;
  readonly settings: CollectionSettings;
  readonly documents: number;
  /** Distinct words. */
  readonly words: number;
  /** Distinct words without a vector: they match only themselves. */
  readonly unknownWords: number;
  readonly postings: number;
  /** Bytes in memory, by part. */
  readonly bytes: Readonly<Record<string, number>>;
}

/** A search names exactly one of the three. */
export interface SearchSubject {
  readonly query?: string;
  /** A stored document: "more like this". */
  readonly id?: string;
  readonly terms?: Readonly<Record<string, number>>;
}

export interface RankedDocument {
  /** Position in the list that was given. */
  readonly index: number;
  readonly id?: string;
  readonly score: number;
  readonly distance: number;
}

export interface ServiceInfo {
  readonly version: string;
  readonly vectors: string;
  readonly threshold: number | null;
  readonly collections: number;
}

/** The load of the solvers at this moment. */
export interface ServiceLoad {
  readonly ready: boolean;
  /** Why it isn't ready. */
  readonly reason?: string;
  /** Requests that wait for a worker. */
  readonly queued: number;
  readonly storeBytes: number;
}

export interface DocumentPage {
  readonly documents: readonly StoredDocument[];
  /** Id to ask the next page after; null on the last page. */
  readonly next: string | null;
}

export interface DocumentFault {
  /** Position in the batch. */
  readonly index: number;
  readonly id?: string;
  readonly code: string;
  readonly message: string;
}

/** Everything the routes ask of the service below them: all that HTTP adds is the wire. */
export interface SearchService {
  info(): ServiceInfo;
  load(): ServiceLoad;
  collections(): Promise<readonly CollectionSummary[]>;
  /** Throws UNKNOWN_COLLECTION. */
  collection(name: string): Promise<CollectionSummary>;
  /** Makes the collection, or confirms it when it exists with these settings; INVALID_OPTION when they differ. */
  putCollection(
    name: string,
    settings: CollectionSettings,
  ): Promise<{ readonly created: boolean; readonly summary: CollectionSummary }>;
  deleteCollection(name: string): Promise<void>;
  /** Adds or replaces. Durable when the promise resolves; the faulty documents are told, the others stored. */
  upsert(name: string, documents: readonly InputDocument[]): Promise<readonly DocumentFault[]>;
  documents(name: string, after: string | undefined, limit: number): Promise<DocumentPage>;
  document(name: string, id: string): Promise<StoredDocument>;
  deleteDocument(name: string, id: string): Promise<void>;
  search(name: string, subject: SearchSubject, options: SearchOptions): Promise<SearchResult>;
  compare(a: string, b: string, options: SearchOptions): Promise<Comparison>;
  /** Every document in a result, best first; ties by index. */
  rank(query: string, documents: readonly InputDocument[], options: SearchOptions): Promise<readonly RankedDocument[]>;
  close(): Promise<void>;
}
