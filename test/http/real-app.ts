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
  const service = Collections.open({ folder, solver: new InlineSolver(), builtIn: [] });
  const log = pino({ level: 'silent' });
  const client = request(createApp(service, { config: readConfig(), log, validateResponses: true }));
  const open = async () => {
    await service.ready;
    await service.putCollection('sample', { vectors: 'none', threshold: 1.1 });
    await service.upsert('sample', sample);
  };
  const close = async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { client, open, close };
}
