import type { Express } from 'express';
import { loadContract, operationsOf } from '../../src/http/contract';
import { testApp } from './test-app';

interface Layer {
  readonly route?: { readonly path: string | string[]; readonly stack: readonly { readonly method: string }[] };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every method and path the app routes, in OpenAPI's form. */
function routesOf(app: Express): Set<string> {
  const found = new Set<string>();
  const visit = (layers: readonly Layer[]) => {
    for (const { route, handle } of layers) {
      if (handle?.stack) visit(handle.stack);
      const path = typeof route?.path === 'string' ? route.path.replace(/:(\w+)/g, '{$1}') : undefined;
      if (path !== undefined) for (const { method } of route?.stack ?? []) found.add(`${method} ${path}`);
    }
  };
  visit((app as unknown as { router: { stack: Layer[] } }).router.stack);
  return found;
}

const operations = operationsOf(loadContract());
/** Pages for people, not part of the contract. */
const pages = new Set(['get /docs', 'get /docs/start.js']);

test('routes and operations are the same', () => {
  const { app } = testApp();
  const routes = [...routesOf(app)].filter((route) => !pages.has(route)).sort();
  expect(routes).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
});

test('operationIds are unique words', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
});

test('the contract is served', async () => {
  const answer = await testApp().client.get('/openapi.json').expect(200);
  expect(answer.body.openapi).toBe('3.1.0');
  expect(Object.keys(answer.body.paths)).toContain('/v1/rank');
});

test('every error answer of the contract is problem+json', () => {
  const contract = loadContract() as { paths: Record<string, Record<string, { responses?: Record<string, { $ref?: string }> }>> };
  for (const item of Object.values(contract.paths)) {
    for (const { responses = {} } of Object.values(item)) {
      for (const [status, { $ref }] of Object.entries(responses)) {
        if (!status.startsWith('2')) expect($ref).toMatch(/^#\/components\/responses\//);
      }
    }
  }
});
