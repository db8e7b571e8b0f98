import { createHash } from 'node:crypto';
import { parseApiKeys } from '../../src/http/api-keys';
import { printableConfig, readConfig } from '../../src/http/config';
import { testApp } from './test-app';

describe('API keys', () => {
  const hash = createHash('sha256').update('hashed-key').digest('hex');
  const keys = `read:reader-key,write:writer-key,read:sha256:${hash}`;
  const { client } = testApp({ keys });
  const app = () => client;

  test('reading wants a key, in either header', async () => {
    const refused = await app().get('/v1/info').expect(401);
    expect(refused.headers['www-authenticate']).toBe('Bearer');
    await app().get('/v1/info').set('Authorization', 'Bearer wrong-key').expect(401);
    await app().get('/v1/info').set('Authorization', 'Bearer reader-key').expect(200);
    await app().get('/v1/info').set('X-API-Key', 'hashed-key').expect(200);
    await app().get('/metrics').expect(401);
    await app()
      .post('/rerank')
      .send({ query: 'a', documents: ['b'] })
      .expect(401);
    await app()
      .post('/V1/Rank')
      .send({ query: 'a', documents: ['b'] })
      .expect(401);
  });

  test('health and the page want none', async () => {
    await app().get('/livez').expect(200);
    await app().get('/docs').expect(200);
    await app().get('/openapi.json').expect(200);
  });

  test('changing wants the scope write', async () => {
    const path = '/v1/collections/sample/documents';
    const read = { Authorization: 'Bearer reader-key' };
    expect((await app().post(path).set(read).send([]).expect(403)).body.code).toBe('FORBIDDEN');
    await app().post(path).set(read).type('application/x-ndjson').send('{}').expect(403);
    await app().put('/v1/collections/new').set(read).expect(403);
    await app().delete('/v1/collections/sample').set(read).expect(403);
    await app().delete(`${path}/cook`).set(read).expect(403);
    await app().delete(`${path.toUpperCase()}/cook`).set(read).expect(403);
    await app().delete(`${path}/cook`).set({ 'X-API-Key': 'writer-key' }).expect(204);
  });

  test.each(['nokey', 'admin:somekey12', 'read:short', 'write:'])('%s is refused without being shown', (list) => {
    expect(() => parseApiKeys(list)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => parseApiKeys(list)).not.toThrow(new RegExp(`${list}(?!KEY)`));
  });
});

test('the rate is limited and says how long to wait', async () => {
  const { client } = testApp({ rate: 2 });
  await client.get('/v1/info').expect(200);
  await client.get('/v1/info').expect(200);
  const refused = await client.get('/v1/info').expect(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.body.code).toBe('RATE_LIMITED');
  await client.get('/livez').expect(200);
});

test.each(['/v1/collections/sample/search', '/v1/compare', '/v1/rank', '/rerank', '/v2/rerank'])(
  'while the queue is full, %s is refused before its body is looked at',
  async (path) => {
    const { client, service } = testApp();
    service.isFull = true;
    const refused = await client.post(path).type('json').send('{"not JSON').expect(429);
    expect(refused.body.code).toBe('QUEUE_FULL');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    service.isFull = false;
    await client.post(path).type('json').send('{"not JSON').expect(400);
  },
);

describe('configuration', () => {
  test('options over environment over defaults', () => {
    expect(readConfig().port).toBe(8080);
    expect(readConfig({}, { PORT: '9000', HOST: '127.0.0.2' })).toMatchObject({ port: 9000, host: '127.0.0.2' });
    expect(readConfig({ port: 9001 }, { PORT: '9000' }).port).toBe(9001);
    expect(readConfig({}, { WORDMOVER_INSECURE: 'true' }).insecure).toBe(true);
    expect(readConfig({}, { PORT: '' }).port).toBe(8080);
  });

  test.each([
    [{ PORT: 'http' }, '--port (PORT) is "http"'],
    [{ PORT: '70000' }, '65535'],
    [{ PORT: '1.5' }, 'whole number'],
    [{ WORDMOVER_LOG_LEVEL: 'loud' }, 'one of trace'],
    [{ WORDMOVER_INSECURE: 'maybe' }, 'true or false'],
    [{ WORDMOVER_QUEUE: '-1' }, 'from 1'],
  ])('%j is refused', (env, says) => {
    expect(() => readConfig({}, env)).toThrow(says);
  });

  test('another address than loopback wants a key, or to be meant', () => {
    expect(() => readConfig({ host: '0.0.0.0' })).toThrow('--keys');
    expect(readConfig({ host: '0.0.0.0', keys: 'read:12345678' }).host).toBe('0.0.0.0');
    expect(readConfig({ host: '0.0.0.0', insecure: true }).host).toBe('0.0.0.0');
    expect(readConfig({ host: '::1' }).host).toBe('::1');
    expect(() => readConfig({ host: '127.example.org' })).toThrow('--keys');
  });

  test('keys are masked', () => {
    expect(printableConfig(readConfig({ keys: 'read:12345678' })).keys).toBe('***');
  });
});
