import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../src/http/app';
import { readConfig } from '../../src/http/config';
import type { ServerConfig } from '../../src/http/settings';
import { FakeService } from './fake-service';

export const sample = [
  { id: 'cook', text: 'The science of cooking: how to cook a splendid meal', metadata: { year: 2001 } },
  { id: 'guide', text: "A marine biologist's guide to getting a data science job", metadata: { year: 2019 } },
  { id: 'career', text: 'Data science is the top career in the 21st century', metadata: { year: 2021 } },
];

/** An app over the fake service whose answers are checked against the contract; its log lines are kept. */
export function testApp(settings: Partial<ServerConfig> = {}) {
  const service = new FakeService(sample);
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  let stopping = false;
  const config = readConfig(settings);
  const app = createApp(service, { config, log, stopping: () => stopping, validateResponses: true });
  return { service, client: request(app), app, lines, stop: () => void (stopping = true) };
}
