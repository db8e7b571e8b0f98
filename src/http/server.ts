import { createServer, type Server, type ServerOptions as ServerOptionsOfNode } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { WordmoverError } from '../errors';
import { Collections } from '../service/collections';
import { createApp } from './app';
import { printableConfig, readConfig } from './config';
import { Connections } from './connections';
import { createLog } from './request-log';
import type { SearchService } from './search-service';
import type { ServerConfig } from './settings';

export interface ServerOptions extends Partial<ServerConfig> {
  /** Default: the collections of the data folder. */
  readonly service?: SearchService;
  readonly log?: Logger;
  /** Where the greeting goes; default stdout. */
  readonly announce?: (text: string) => void;
  /** Environment to read settings from; default none, so that an embedding program stays in charge. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface RunningServer {
  readonly url: string;
  /** Not ready, stop accepting, drain, close: within `shutdownMs`. */
  close(): Promise<void>;
}

/** Starts the page and the API. It listens at once; `/readyz` says when the collections are loaded. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { service: given, log: givenLog, announce = writeOut, env, ...settings } = options;
  const config = readConfig(settings, env);
  const log = givenLog ?? createLog(config.logLevel);
  const service = given ?? openCollections(config, log);
  let stopping = false;
  const server = createServer(timeouts(config), createApp(service, { config, log, stopping: () => stopping }));
  const connections = new Connections(server);
  await listen(server, config).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const url = urlOf(server, config.host);
  log.info({ url, config: printableConfig(config) }, 'listening');
  announce(greeting(url));
  const close = once(async () => {
    stopping = true;
    log.info('stopping');
    await connections.drain(config.shutdownMs);
    await service.close();
  });
  return { url, close };
}

/** Headers have at most 20 s; bodies are timed by the app, which knows streams. */
function timeouts({ requestTimeoutMs, keepAliveMs: keepAliveTimeout }: ServerConfig): ServerOptionsOfNode {
  const headersTimeout = Math.min(requestTimeoutMs, 20_000);
  const connectionsCheckingInterval = Math.min(headersTimeout / 2, 5000);
  return { requestTimeout: 0, headersTimeout, connectionsCheckingInterval, keepAliveTimeout };
}

function openCollections(config: ServerConfig, log: Logger): SearchService {
  const { data, threads, queue, dictionary, modelDir, model } = config;
  const onEvent = (message: string, fields: object) => log.warn(fields, message);
  const limits = { threads: threads || undefined, maxQueue: queue };
  const sentences = { modelDir: modelDir || undefined, model: model || undefined };
  const service = Collections.open({ folder: data, ...limits, ...sentences, dictionary, onEvent });
  service.ready.then(
    () => log.info('collections loaded'),
    (error: unknown) => log.error({ err: error }, 'collections could not be loaded'),
  );
  return service;
}

function greeting(url: string): string {
  const body = `'{"query": "doctor for children", "topK": 3}'`;
  return `\nwordmover listens on ${url}\n\n  page   ${url}/\n  API    ${url}/docs\n  try    curl -s ${url}/v1/collections/sample/search -H 'content-type: application/json' -d ${body}\n\n`;
}

function listen(server: Server, { host, port }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is taken; give another with --port (PORT).`,
    EACCES: `Port ${port} may not be opened by this user; give one above 1023 with --port (PORT).`,
    EADDRNOTAVAIL: `${host} is no address of this machine; give one with --host (HOST).`,
    ENOTFOUND: `${host} is no host this machine knows; give another with --host (HOST).`,
  };
  const reason = reasons[error.code ?? ''];
  return reason === undefined ? error : new WordmoverError('INVALID_OPTION', reason, { cause: error });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= act());
}

function writeOut(text: string): void {
  process.stdout.write(text);
}
