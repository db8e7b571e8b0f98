import type { Collections } from '../service/collections';

/** What the routes ask of the service below them: all that HTTP adds is the wire. `Collections` is one; tests have another. */
export type SearchService = Pick<
  Collections,
  | 'info'
  | 'load'
  | 'isFull'
  | 'collections'
  | 'collection'
  | 'putCollection'
  | 'deleteCollection'
  | 'upsert'
  | 'documents'
  | 'document'
  | 'deleteDocument'
  | 'search'
  | 'compare'
  | 'rank'
  | 'close'
>;

/** A search names exactly one of the three. */
export type SearchSubject = Parameters<Collections['search']>[1];
