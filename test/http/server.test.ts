import { Socket } from 'node:net';
import type { SearchOptions } from '../../src/service/search-options';
import { startServer, type RunningServer, type ServerOptions } from '../../src/http/server';
import { FakeService } from './fake-service';
import { sample } from './test-app';

/** A fake whose comparisons wait until the test lets them go, or until their signal fires. */
class GatedService extends FakeService {
  closed = false;
  started: Promise<void>;
  aborted: Promise<void>;
  private tellStarted!: () => void;
  private tellAborted!: () => void;
  private open!: () => void;
  private readonly gate = new Promise<void>((resolve) => (this.open = resolve));

  constructor() {
    super(sample);
    this.started = new Promise((resolve) => (this.tellStarted = resolve));
    this.aborted = new Promise((resolve) => (this.tellAborted = resolve));
  }

  letGo(): void {
    this.open();
  }

  override async compare(a: string, b: string, options: SearchOptions) {
    options.signal?.addEventListener('abort', () => this.tellAborted());
    this.tellStarted();
    await this.gate;
    return super.compare(a, b, options);
  }

  override async close() {
    this.closed = true;
  }
}

let server: RunningServer | undefined;
let said = '';

async function start(service = new GatedService(), options: ServerOptions = {}): Promise<RunningServer> {
  said = '';
  const announce = (text: string) => void (said += text);
  server = await startServer({ port: 0, service, logLevel: 'silent', announce, ...options });
  return server;
}

const compare = (url: string, init: RequestInit = {}) =>
  fetch(`${url}/v1/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ a: 'one', b: 'two' }),
    ...init,
  });

afterEach(() => server?.close());

test('listens, and says where and what to try', async () => {
  const { url } = await start();
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  expect(said).toContain(url);
  expect(said).toContain('curl');
});

test('closing lets an answer out, then closes the service', async () => {
  const service = new GatedService();
  const { url, close } = await start(service);
  const answer = compare(url);
  await service.started;
  const closing = close();
  expect(service.closed).toBe(false);
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
  service.letGo();
  expect((await answer).status).toBe(200);
  await closing;
  expect(service.closed).toBe(true);
  await close();
});

test('closing cuts what is not done in time', async () => {
  const service = new GatedService();
  const { url, close } = await start(service, { shutdownMs: 50 });
  const answer = compare(url);
  const cut = expect(answer).rejects.toThrow();
  await service.started;
  await close();
  await cut;
});

test('a client that goes away aborts its search', async () => {
  const service = new GatedService();
  const { url } = await start(service);
  const leave = new AbortController();
  const answer = compare(url, { signal: leave.signal });
  const left = expect(answer).rejects.toThrow();
  await service.started;
  leave.abort();
  await service.aborted;
  await left;
  service.letGo();
});

test('a taken port is said with its remedy', async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  const service = new GatedService();
  await expect(startServer({ port, service, logLevel: 'silent' })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
  expect(service.closed).toBe(true);
});

test('a flood of headers and bytes that are no HTTP are turned away', async () => {
  const { url } = await start();
  const talk = (bytes: string) =>
    new Promise<string>((resolve) => {
      let heard = '';
      const socket = new Socket().connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => (heard += String(chunk)));
      socket.on('close', () => resolve(heard));
      socket.on('error', () => undefined);
    });
  expect(await talk(`GET /livez HTTP/1.1\r\nHost: a\r\n${'X-A: b\r\n'.repeat(5000)}\r\n`)).toContain(' 431 ');
  expect(await talk('\u0000\u0001nonsense\r\n\r\n')).toContain(' 400 ');
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});
