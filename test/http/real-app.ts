import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../src/http/app';
import { readConfig } from '../../src/http/config';
import { Collections } from '../../src/service/collections';
import { InlineSolver } from '../../src/workers/solver';
import { sample } from './test-app';

/** An app over real collections in a folder of their own, answers checked against the contract. `open` stores the sample. */
export function realApp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'wordmover-http-'));
  const log = pino({ level: 'silent' });
  const start = () => {
    const service = Collections.open({ folder, solver: new InlineSolver(), builtIn: [] });
    const app = createApp(service, { config: readConfig({ data: folder }), log, validateResponses: true });
    return { service, client: request(app) };
  };
  let current = start();
  const open = async () => {
    await current.service.ready;
    await current.service.putCollection('sample', { vectors: 'none', threshold: 1.1 });
    await current.service.upsert('sample', sample);
  };
  /** After the service was closed. */
  const restart = async () => {
    current = start();
    await current.service.ready;
  };
  const close = async () => {
    await current.service.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, client: () => current.client, service: () => current.service, open, restart, close };
}
