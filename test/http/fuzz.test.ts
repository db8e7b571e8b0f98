import fc from 'fast-check';
import { loadContract } from '../../src/http/contract';
import { resolve, valuesOf } from './request-generator';
import { testApp } from './test-app';
import { realApp } from './real-app';

const contract = loadContract();
jest.setTimeout(600_000);
const runs = Number(process.env['FUZZ_RUNS'] ?? 40);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

interface Body {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, unknown>>;
}

const paths = contract['paths'] as Record<string, Record<string, Operation>>;
const posts = Object.entries(paths).flatMap(([path, item]) => (item['post'] ? [[path, item['post']] as const] : []));

/** Anything, put in the place of something in a valid body. */
const spoilers = fc.oneof(fc.constantFrom(null, -1, 1e308, '', 'x'.repeat(600), [], {}, true), fc.jsonValue({ maxDepth: 2 }));

function spoil(body: unknown, at: number, spoiler: unknown): unknown {
  if (typeof body !== 'object' || body === null) return spoiler;
  const keys = Object.keys(body);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return spoiler;
  const child = (body as Record<string, unknown>)[key];
  const changed = typeof child === 'object' && at % 2 === 0 ? spoil(child, at >> 1, spoiler) : spoiler;
  return Array.isArray(body) ? body.with(Number(key), changed) : { ...body, [key]: changed };
}

/** A request may ask for an answer within a millisecond, and be told that it took longer. */
function isOwnDeadline(json: string, { status, body }: { status: number; body: { code?: unknown } }): boolean {
  return status === 504 && body.code === 'DEADLINE_EXCEEDED' && json.includes('"timeoutMs"');
}

const real = realApp();
beforeAll(() => real.open());
afterAll(() => real.close());

const services = [
  ['a service in memory', () => testApp().client],
  ['real collections', () => real.client()],
] as const;

describe.each(services)(`any request of the contract, whole or spoiled (FUZZ_SEED=${seed}), over %s`, (_name, clientOf) => {
  test.each(posts)('POST %s', async (path, { requestBody = {}, responses }) => {
    const body = requestBody.$ref === undefined ? requestBody : (resolve(contract, requestBody.$ref) as Body);
    const schema = body.content?.['application/json']?.schema ?? {};
    const client = clientOf();
    const address = path.replace('{collection}', 'sample');
    const sent = fc.tuple(valuesOf(contract, schema), fc.option(fc.tuple(fc.nat(1000), spoilers), { nil: undefined }));
    await fc.assert(
      fc.asyncProperty(sent, async ([valid, spoiled]) => {
        const json = JSON.stringify(spoiled ? spoil(valid, ...spoiled) : valid);
        const answer = await client.post(address).type('json').send(json);
        expect(Object.keys(responses)).toContain(String(answer.status));
        if (!isOwnDeadline(json, answer)) expect(answer.status).toBeLessThan(500);
        if (answer.status < 400) expect(answer.type).toBe('application/json');
        else expect(answer.body).toMatchObject({ status: answer.status, code: expect.any(String), id: expect.any(String) });
      }),
      { numRuns: runs, seed },
    );
  });
});
