import type { Comparison, Refinement, SearchOptions, SearchResult } from '../../service/search-options';

/** What the server says went wrong, in its own words. */
export class ServerProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CollectionSummary {
  readonly name: string;
  /** It comes with the server and cannot be changed. */
  readonly readOnly: boolean;
  readonly settings: { readonly vectors?: string };
  /** Null for none; absent as long as it is a quantile that was not taken yet. */
  readonly threshold?: number | null;
  readonly documents: number;
  readonly words: number;
  readonly unknownWords: number;
  readonly bytes: Readonly<Record<string, number>>;
}

/** What holds where a collection's settings say nothing. */
export interface ServerInfo {
  readonly vectors: string;
  /** Name of the sentence model; null where there is none. */
  readonly model: string | null;
}

export interface ComparisonAnswer extends Comparison {
  readonly refined?: Refinement;
}

/** Where a sentence model takes part. */
export type ModelChoice = Pick<SearchOptions, 'refine' | 'fuse'>;

export interface UploadAnswer {
  readonly stored: number;
  readonly failed: number;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

const keyName = 'wordmover-api-key';

/** Keeps an API key until the browser's tab is closed. */
export function useApiKey(key: string): void {
  sessionStorage.setItem(keyName, key);
}

/** False for a collection that is made at its first search: it has documents, but no words yet. */
export function isMade({ documents, words }: CollectionSummary): boolean {
  return documents === 0 || words > 0;
}

let info: Promise<ServerInfo> | undefined;

/** Asked once; a failure is not kept. */
export function serverInfo(): Promise<ServerInfo> {
  info ??= call<ServerInfo>('GET', '/v1/info').catch((error: unknown) => {
    info = undefined;
    throw error;
  });
  return info;
}

/** Settings complete with the server's default. */
export async function listCollections(): Promise<readonly CollectionSummary[]> {
  const [{ collections }, { vectors }] = await Promise.all([
    call<{ collections: CollectionSummary[] }>('GET', '/v1/collections'),
    serverInfo(),
  ]);
  return collections.map((one) => ({ ...one, settings: { vectors, ...one.settings } }));
}

export function makeCollection(name: string): Promise<CollectionSummary> {
  return call('PUT', `/v1/collections/${encodeURIComponent(name)}`, {});
}

export function deleteCollection(name: string): Promise<void> {
  return call('DELETE', `/v1/collections/${encodeURIComponent(name)}`);
}

export function uploadDocuments(name: string, ndjson: string): Promise<UploadAnswer> {
  return call('POST', `/v1/collections/${encodeURIComponent(name)}/documents`, ndjson, 'application/x-ndjson');
}

/** A text, or a stored document whose neighbours are asked for. */
export type SearchSubject = { readonly query: string } | { readonly id: string };

export function search(
  collection: string,
  subject: SearchSubject,
  options: ModelChoice & Pick<SearchOptions, 'topK' | 'timeoutMs'>,
  signal: AbortSignal,
): Promise<SearchResult> {
  const body = { ...subject, ...options, explain: true, highlight: true };
  return call('POST', `/v1/collections/${encodeURIComponent(collection)}/search`, body, 'application/json', signal);
}

export function compare(
  a: string,
  b: string,
  options: Pick<SearchOptions, 'transport' | 'refine'>,
  signal: AbortSignal,
): Promise<ComparisonAnswer> {
  return call('POST', '/v1/compare', { a, b, ...options }, 'application/json', signal);
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
  signal?: AbortSignal,
): Promise<T> {
  const key = sessionStorage.getItem(keyName);
  const headers: Record<string, string> = key === null ? {} : { 'X-API-Key': key };
  if (body !== undefined) headers['Content-Type'] = type;
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(path, { method, headers, body: sent, signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ServerProblem(0, 'UNREACHABLE', 'The server does not answer. Is it still running?');
  });
  if (answer.status === 204) return undefined as T;
  const json = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  if (!answer.ok)
    throw new ServerProblem(answer.status, json.code ?? 'UNKNOWN', json.detail ?? `The server answered ${answer.status}.`);
  return json as T;
}
