import http from 'node:http';
import { Socket } from 'node:net';
import { WordmoverError } from '../../src/errors';
import { startServer, type RunningServer, type ServerOptions } from '../../src/http/server';
import { FakeService } from './fake-service';
import { sample } from './test-app';

let server: RunningServer | undefined;
let service: FakeService;

async function start(options: ServerOptions = {}): Promise<number> {
  service = new FakeService(sample);
  server = await startServer({ port: 0, service, logLevel: 'silent', announce: () => undefined, ...options });
  return Number(new URL(server.url).port);
}

afterEach(() => server?.close());

/** What the server says to these bytes until it closes the connection. `more` is sent bit by bit, for ever. */
function talk(port: number, bytes: string, more?: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = new Socket().connect(port, '127.0.0.1', () => socket.write(bytes));
    const drip = more === undefined ? undefined : setInterval(() => socket.write(more), 20);
    socket.on('data', (chunk) => (heard += String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drip);
      resolve(heard);
    });
  });
}

const head = (path: string, type: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\n${more}Transfer-Encoding: chunked\r\n\r\n`;
const upload = '/v1/collections/sample/documents';
const ndjson = 'application/x-ndjson';

describe('a client that takes its time is answered 408 and cut', () => {
  test.each([
    ['headers that never end', 'GET /livez HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n'],
    ['a connection without a request', '', undefined],
    ['a JSON body that stops', head('/v1/compare', 'application/json') + '5\r\n{"a":\r\n', undefined],
    ['a JSON body that drips', head('/v1/compare', 'application/json'), '1\r\n \r\n'],
    ['a stream that stands still', head(upload, ndjson) + '3\r\n{"i\r\n', undefined],
    [
      'fewer bytes than said',
      'POST /v1/compare HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}',
      undefined,
    ],
  ])('%s', async (_name, bytes, more) => {
    const heard = await talk(await start({ requestTimeoutMs: 200 }), bytes, more);
    expect(heard).toMatch(/^HTTP\/1.1 408 /);
    expect(heard).toContain('Connection: close');
  });

  test('one that was refused before its body came is cut too', async () => {
    const port = await start({ requestTimeoutMs: 500 });
    expect(await talk(port, head('/v1/compare', 'text/plain'), '1\r\n \r\n')).toMatch(/^HTTP\/1.1 415 /);
    service.isFull = true;
    expect(await talk(port, head('/v1/rank', 'application/json'), '1\r\n \r\n')).toMatch(/^HTTP\/1.1 429 /);
    expect(await talk(port, head(upload, ndjson, 'Content-Encoding: gzip\r\n'), '1\r\n \r\n')).toMatch(/^HTTP\/1.1 415 /);
  });
});

test('a stream of lines may take longer than the limit as long as it flows', async () => {
  const port = await start({ requestTimeoutMs: 500 });
  const request = http.request({ port, path: upload, method: 'POST', headers: { 'content-type': ndjson } });
  const status = new Promise((resolve) => request.on('response', (response) => resolve(response.resume().statusCode)));
  for (let line = 0; line < 12; line++) {
    request.write(`{"id": "d${line}", "text": "slow"}\n`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  request.end();
  expect(await status).toBe(200);
  expect((await service.documents('sample', undefined, 100)).documents).toHaveLength(sample.length + 12);
});

test('a connection that was idle is good for another request', async () => {
  const port = await start({ requestTimeoutMs: 500 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const get = () =>
    new Promise<boolean>((resolve, reject) => {
      const request = http.get({ port, path: '/livez', agent }, (response) =>
        response.resume().on('end', () => resolve(request.reusedSocket)),
      );
      request.on('error', reject);
    });
  expect(await get()).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await get()).toBe(true);
  agent.destroy();
});

test('a server keeps idle connections longer than clients and proxies usually do', async () => {
  const { url } = await start().then(() => server as RunningServer);
  const { headers } = await fetch(`${url}/livez`);
  expect(headers.get('keep-alive')).toBe('timeout=65');
});

describe('an upload that fails midway', () => {
  /** Sends a body of many pieces, as an upload does that has only begun when it is refused. */
  const send = async (body: readonly string[]) => {
    const port = await start();
    return new Promise<{ status?: number; text: string }>((resolve, reject) => {
      let status: number | undefined;
      let text = '';
      const request = http.request({ port, path: upload, method: 'POST', headers: { 'content-type': ndjson } }, (response) => {
        status = response.statusCode;
        response.on('data', (chunk) => (text += String(chunk)));
      });
      request.on('error', reject);
      request.on('close', () => resolve({ status, text }));
      for (const piece of body) request.write(piece);
      request.end();
    });
  };
  const documents = (from: number, n: number) =>
    Array.from({ length: n }, (_, i) => `${JSON.stringify({ id: `d${from + i}`, text: 'word '.repeat(400) })}\n`);

  test('garbage without end comes to read why it was given up', async () => {
    const { status, text } = await send(Array.from({ length: 200 }, () => 'garbage\n'.repeat(4000)));
    expect(status).toBe(422);
    expect(JSON.parse(text)).toMatchObject({ code: 'VALIDATION' });
  });

  test('a disk that is full is told with how far it came', async () => {
    let batches = 0;
    const upsert = jest.spyOn(FakeService.prototype, 'upsert').mockImplementation(async () => {
      if (++batches === 3) throw new WordmoverError('STORAGE_FAILED', 'no space left on /the/disk');
      return [];
    });
    const { status, text } = await send(documents(0, 5000)).finally(() => upsert.mockRestore());
    expect(status).toBe(507);
    expect(JSON.parse(text)).toMatchObject({
      code: 'STORAGE_FAILED',
      errors: [{ path: '/body/1001', message: expect.stringContaining('1000') }],
    });
    expect(text).not.toContain('/the/disk');
  });

  test('cut off in the middle of a line: whole batches are stored, the piece is not', async () => {
    const port = await start();
    const socket = new Socket().connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    const stored = new Promise<void>((resolve) => {
      const upsert = service.upsert.bind(service);
      service.upsert = async (...args) => {
        const faults = await upsert(...args);
        resolve();
        return faults;
      };
    });
    const text = documents(0, 600).join('') + '{"id": "cut", "text": "x"}';
    socket.write(
      `POST ${upload} HTTP/1.1\r\nHost: a\r\nContent-Type: ${ndjson}\r\nContent-Length: ${text.length + 10}\r\n\r\n${text}`,
    );
    await stored;
    socket.destroy();
    await closed;
    await server?.close();
    const { documents: kept } = await service.documents('sample', undefined, 1000);
    expect(kept).toHaveLength(sample.length + 500);
  });
});
