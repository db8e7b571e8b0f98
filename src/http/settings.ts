/** One setting of the server: a flag, an environment variable, a default, a sentence. */
export interface Setting<T> {
  readonly flag: string;
  readonly env: string;
  readonly value: T;
  /** Printed as `***`. */
  readonly secret?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
  readonly says: string;
}

const setting = <T extends string | number | boolean>(
  flag: string,
  value: T,
  says: string,
  more: Omit<Partial<Setting<T>>, 'flag' | 'value' | 'says'> = {},
): Setting<T> => ({ flag, env: `WORDMOVER_${flag.toUpperCase().replaceAll('-', '_')}`, value, says, ...more });

/** Every setting of the server. The type of the default is the type of the setting. */
export const serverSettings = {
  host: setting('host', '127.0.0.1', 'address to listen on', { env: 'HOST' }),
  port: setting('port', 8080, 'port to listen on; 0 draws a free one', { env: 'PORT', min: 0, max: 65535 }),
  data: setting('data', './wordmover-data', 'folder of the collections', { env: 'WORDMOVER_DATA_FOLDER' }),
  dictionary: setting('dictionary', false, 'make the collection of WordNet’s glosses at the start instead of at its first use'),
  modelDir: setting('model-dir', '', 'folder of a sentence model, or of several, for words in context and sentence vectors'),
  model: setting('model', '', 'which model of that folder, where it holds several'),
  rerankRefine: setting('rerank-refine', 'none', 'what rerank requests get that do not say "refine" themselves', {
    oneOf: ['none', 'context'],
  }),
  keys: setting('keys', '', 'API keys as scope:key, comma-separated; scope is read or write; a key may be given as sha256:hex', {
    secret: true,
  }),
  insecure: setting('insecure', false, 'listen on another address than loopback without API keys'),
  threads: setting('threads', 0, 'solver threads; 0 for one a core', { min: 0, max: 256 }),
  queue: setting('queue', 64, 'searches that may wait for a thread before 429 is answered', { min: 1, max: 100_000 }),
  maxBody: setting('max-body', 16 * 1024 * 1024, 'largest JSON body in bytes', { min: 1024, max: 1024 ** 3 }),
  maxText: setting('max-text', 1024 * 1024, 'longest text or NDJSON line in characters', { min: 16, max: 1024 ** 3 }),
  maxDocuments: setting('max-documents', 10_000, 'most documents in one rank or rerank request', { min: 1, max: 1_000_000 }),
  deadlineMs: setting('deadline-ms', 30_000, 'longest a search may take', { min: 1, max: 600_000 }),
  requestTimeoutMs: setting('request-timeout-ms', 300_000, 'longest a body may take to arrive, or an NDJSON stream stand still', {
    min: 100,
    max: 3_600_000,
  }),
  keepAliveMs: setting('keep-alive-ms', 65_000, 'longest a connection may be idle; longer than a proxy in front reuses one', {
    min: 1000,
    max: 3_600_000,
  }),
  shutdownMs: setting('shutdown-ms', 10_000, 'longest to drain requests on SIGTERM', { min: 0, max: 600_000 }),
  rate: setting('rate', -1, 'requests a minute and client; 0 for no limit, -1 for none on loopback and 600 elsewhere', {
    min: -1,
    max: 1_000_000,
  }),
  trustProxy: setting('trust-proxy', 0, 'proxies in front whose X-Forwarded-For is believed', { min: 0, max: 16 }),
  logLevel: setting('log-level', 'info', 'least severe log line', {
    oneOf: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  }),
} as const satisfies Record<string, Setting<string> | Setting<number> | Setting<boolean>>;

type Table = typeof serverSettings;

/** The server's settings, checked. */
export type ServerConfig = { readonly [K in keyof Table]: Table[K] extends Setting<infer T> ? Widen<T> : never };

type Widen<T> = T extends number ? number : T extends boolean ? boolean : string;
