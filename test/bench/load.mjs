/*
 * Puts a server on this machine under more load than it takes, and says how it bore that: searches long and short by more
 * clients than the queue has room for, uploads meanwhile, and a look at /livez twenty times a second.
 *
 *   node test/bench/load.mjs [http://127.0.0.1:8080] [--seconds 120] [--clients 100] [--documents 20000] [--cli dist/cli.js]
 *
 * Without an address it starts a server of its own from the built package, in a temporary folder. Only loopback is let in.
 * Exit status 1 when a goal was missed: no 5xx, /livez under 100 ms for 99 of 100, memory flat after the first third.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '120' },
    clients: { type: 'string', default: '100' },
    documents: { type: 'string', default: '20000' },
    cli: { type: 'string', default: path.join(here, '../../dist/cli.js') },
    server: { type: 'string', default: '' },
  },
});
const seconds = Math.min(600, Number(values.seconds));
const clients = Math.min(1000, Number(values.clients));
const documents = Math.min(200_000, Number(values.documents));
const livezMs = 50;
const collection = 'load-test';

const random = seeded(7);
const vocabulary = wordsOfSample();
const textOf = (words) =>
  Array.from({ length: words }, () => vocabulary[Math.floor(random() ** 2 * vocabulary.length)]).join(' ');
const documentOf = (n) => ({ id: `d${n % documents}`, text: textOf(20 + Math.floor(random() * 60)), metadata: { n } });

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
const tries = { again: 0 };
const server = positionals[0] ? { url: positionals[0], stop: async () => undefined } : await startServer();
if (!/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(server.url).hostname)) {
  throw new Error('this is for a server on this machine: give an address of loopback');
}

try {
  await fill();
  const report = await load();
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.missed.length > 0 ? 1 : 0;
} finally {
  agent.destroy();
  await server.stop();
}

async function fill() {
  await send('DELETE', `/v1/collections/${collection}`);
  await send('PUT', `/v1/collections/${collection}`, {});
  const started = performance.now();
  for (let n = 0; n < documents; n += 2000) await upload(n, Math.min(2000, documents - n));
  process.stderr.write(`${documents} documents stored in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

async function load() {
  const until = performance.now() + seconds * 1000;
  const goesOn = () => performance.now() < until;
  const statuses = {};
  const count = (kind, status) => {
    const key = `${kind} ${status}`;
    statuses[key] = (statuses[key] ?? 0) + 1;
  };
  const took = { livez: [], short: [], long: [], upload: [] };
  const samples = [];
  tries.again = 0;
  let withoutRetryAfter = 0;

  const searcher = async (client) => {
    while (goesOn()) {
      const kind = (client + Math.floor(random() * 4)) % 4 === 0 ? 'long' : 'short';
      const query = textOf(kind === 'long' ? 60 + Math.floor(random() * 90) : 2 + Math.floor(random() * 4));
      const answer = await send('POST', `/v1/collections/${collection}/search`, {
        query,
        highlight: true,
        explain: kind === 'long',
      });
      count(kind, answer.status);
      if (answer.status === 200) took[kind].push(answer.ms);
      if (answer.status !== 429) continue;
      if (!(Number(answer.headers['retry-after']) > 0)) withoutRetryAfter++;
      // Sooner than asked, so that the server stays at its limit.
      await pause(50 + 200 * random());
    }
  };
  const uploader = async () => {
    for (let n = documents; goesOn(); n += 200) {
      const answer = await upload(n, 200);
      count('upload', answer.status);
      took.upload.push(answer.ms);
      await pause(200);
    }
  };
  const liveness = async () => {
    while (goesOn()) {
      const answer = await send('GET', '/livez');
      count('livez', answer.status);
      took.livez.push(answer.ms);
      await pause(Math.max(0, livezMs - answer.ms));
    }
  };
  const watch = async () => {
    const started = performance.now();
    while (goesOn()) {
      samples.push({ s: (performance.now() - started) / 1000, ...(await metrics()) });
      await pause(1000);
    }
  };
  await Promise.all([...Array.from({ length: clients }, (_, c) => searcher(c)), uploader(), liveness(), watch()]);
  return summary({ statuses, took, samples, withoutRetryAfter });
}

function summary({ statuses, took, samples, withoutRetryAfter }) {
  const times = Object.fromEntries(Object.entries(took).map(([kind, ms]) => [kind, quantiles(ms)]));
  const megabytes = samples.map(({ rss }) => rss / 2 ** 20);
  const third = Math.ceil(megabytes.length / 3);
  const memory = {
    start: megabytes[0],
    afterThird: median(megabytes.slice(third, third + 10)),
    end: median(megabytes.slice(-10)),
    most: Math.max(...megabytes),
  };
  const cpu = (samples.at(-1).cpu - samples[0].cpu) / (samples.at(-1).s - samples[0].s);
  const lag = quantiles(samples.map(({ lagP99 }) => 1000 * lagP99));
  const failures = Object.keys(statuses).filter((key) => / (5\d\d|\D+)$/.test(key));
  const missed = [
    ...failures.map((key) => `${statuses[key]} x ${key}`),
    ...(times.livez.p99 < 100 ? [] : [`/livez p99 ${times.livez.p99} ms`]),
    ...(memory.end < 1.1 * memory.afterThird ? [] : [`memory grew from ${memory.afterThird} to ${memory.end} MiB`]),
    ...(withoutRetryAfter === 0 ? [] : [`${withoutRetryAfter} answers 429 without Retry-After`]),
    ...(Object.keys(statuses).some((key) => key.endsWith(' 429')) ? [] : ['the server was never full: give more clients']),
  ];
  const minutes = samples
    .filter(({ s }, i) => i === samples.length - 1 || minute(s) > minute(samples[i - 1]?.s ?? -1))
    .map(minuteOf);
  const { again: triedAgain } = tries;
  return {
    seconds,
    clients,
    statuses,
    triedAgain,
    ms: times,
    memoryMiB: memory,
    minutes,
    cores: cpu,
    eventLoopP99Ms: lag,
    missed,
  };
}

function minute(s) {
  return Math.floor(s / 60);
}

/** Memory at one moment, and the store on disk, in MiB; rss is the whole process, heap and external are of its main thread. */
function minuteOf({ s, rss, heap, external, store }) {
  const [rssMiB, heapMiB, externalMiB, storeMiB] = [rss, heap, external, store].map((bytes) => Math.round(bytes / 2 ** 20));
  return { s: Math.round(s), rssMiB, heapMiB, externalMiB, storeMiB };
}

/** Of the server: bytes by kind, seconds of processor, the 99th percentile of the event loop's lateness in seconds. */
async function metrics() {
  const { text } = await send('GET', '/metrics');
  const value = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return {
    rss: value('process_resident_memory_bytes'),
    heap: value('nodejs_heap_size_used_bytes'),
    external: value('nodejs_external_memory_bytes'),
    store: value('wordmover_store_bytes'),
    cpu: value('process_cpu_seconds_total'),
    lagP99: value('nodejs_eventloop_lag_p99_seconds'),
  };
}

function upload(from, number) {
  const lines = Array.from({ length: number }, (_, i) => JSON.stringify(documentOf(from + i)));
  return send('POST', `/v1/collections/${collection}/documents`, lines.join('\n'), 'application/x-ndjson');
}

/**
 * A request on a connection that the server closes at that very moment, having been idle long enough, is tried once more, as
 * Node's documentation of `request.reusedSocket` has clients do. `status` of an answer that never came is the error's code.
 */
async function send(method, route, body, type = 'application/json') {
  const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = bytes === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(bytes) };
  const started = performance.now();
  let answer = await sendOnce(method, route, headers, bytes);
  if (answer.status === 'ECONNRESET' && answer.reused) {
    tries.again++;
    answer = await sendOnce(method, route, headers, bytes);
  }
  return { ...answer, ms: performance.now() - started };
}

function sendOnce(method, route, headers, bytes) {
  return new Promise((resolve) => {
    const request = http.request(new URL(route, server.url), { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', fail);
    });
    const fail = ({ code, message }) => resolve({ status: code ?? message, reused: request.reusedSocket, headers: {}, text: '' });
    request.on('error', fail);
    request.end(bytes);
  });
}

async function startServer() {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-load-'));
  const flags = values.server.split(' ').filter(Boolean);
  const child = spawn(process.execPath, [values.cli, 'serve', '--port', '0', '--data', data, '--log-level', 'error', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found) resolve(found[0]);
    });
    child.on('close', () => reject(new Error('the server ended; is the package built? (npm run build)')));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await closed;
    fs.rmSync(data, { recursive: true, force: true });
  };
  return { url, stop };
}

function wordsOfSample() {
  const lines = fs.readFileSync(path.join(here, '../../data/sample-documents.jsonl'), 'utf8').trim().split('\n');
  const words = lines.flatMap(
    (line) =>
      JSON.parse(line)
        .text.toLowerCase()
        .match(/\p{L}{3,}/gu) ?? [],
  );
  return [...new Set(words)];
}

function quantiles(all) {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share) => Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN)) / 10;
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function median(all) {
  return [...all].sort((a, b) => a - b)[all.length >> 1];
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function seeded(state) {
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
