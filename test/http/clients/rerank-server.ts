import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WordmoverError } from '../../../src/errors';
import { startServer } from '../../../src/http/server';
import { Collections } from '../../../src/service/collections';
import { InlineSolver } from '../../../src/workers/solver';

export const query = 'how do I start a career in data science?';

export const documents = [
  'The science of cooking: how to cook a splendid meal',
  'Data science breakthroughs in 2019',
  "A marine biologist's guide to getting a data science job",
  'Data about chimpanzees is the basis of behavioral science',
  'Data science is the top career in the 21st century',
];

/** Careers first, then what meets "job", then "data science" alone, cooking last. */
export const bestFirst = [4, 2, 1, 3, 0];

export const key = 'a-key-for-reading';

/** A solver whose queue is as full as the test says. */
class BusySolver extends InlineSolver {
  /** So many searches are turned away, then all are taken. */
  refusals = 0;

  override solve(...search: Parameters<InlineSolver['solve']>): ReturnType<InlineSolver['solve']> {
    if (this.refusals === 0) return super.solve(...search);
    this.refusals--;
    return Promise.reject(new WordmoverError('QUEUE_FULL', 'the queue is full: ask again'));
  }
}

/** The real server on a port of its own, over WordNet vectors, behind an API key. */
export async function rerankServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'wordmover-rerank-'));
  const solver = new BusySolver();
  const service = Collections.open({ folder, solver, builtIn: [] });
  const server = await startServer({
    port: 0,
    service,
    keys: `read:${key}`,
    logLevel: 'silent',
    announce: () => undefined,
  });
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: server.url, solver, close };
}

/** Scores in [0, 1], the best first. */
export function expectScores(scores: readonly (number | undefined)[]): void {
  const given = scores.map(Number);
  expect(given.every((score) => score >= 0 && score <= 1)).toBe(true);
  expect(given).toEqual([...given].sort((a, b) => b - a));
}
