import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StoredDocument } from '../../src/service/document';
import type { CsvOptions } from '../../src/service/readers/csv-documents';
import type { InputProblem } from '../../src/service/readers/input-problem';
import { readDocuments } from '../../src/service/readers/read-documents';

let root: string;
beforeEach(() => (root = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-read-'))));
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

async function read(source: string, options: CsvOptions = {}): Promise<StoredDocument[]> {
  const documents: StoredDocument[] = [];
  for await (const document of readDocuments(source, options)) documents.push(document);
  return documents;
}

async function readNoting(source: string): Promise<{ documents: StoredDocument[]; problems: InputProblem[] }> {
  const problems: InputProblem[] = [];
  const documents = await read(source, { onProblem: (problem) => problems.push(problem) });
  return { documents, problems };
}

describe('JSON Lines', () => {
  test('id and text, the rest is metadata; numbers serve as ids, lines without one are named', async () => {
    const file = write(
      'a.jsonl',
      '\ufeff{"id": "x", "text": "one", "year": 1990, "metadata": {"lang": "en"}}\r\n\r\n{"id": 7, "text": "two"}\n{"text": "three"}',
    );
    expect(await read(file)).toEqual([
      { id: 'x', text: 'one', metadata: { year: 1990, lang: 'en' } },
      { id: '7', text: 'two' },
      { id: 'a.jsonl:4', text: 'three' },
    ]);
  });

  test('bags of weighted words', async () => {
    const file = write('a.jsonl', '{"id": "x", "terms": {"sea": 0.5, "__proto__": 1}}\n');
    const [{ terms }] = await read(file);
    expect(Object.entries(terms ?? {})).toEqual([
      ['sea', 0.5],
      ['__proto__', 1],
    ]);
  });

  test('ten megabytes in one line, multi-byte characters across chunks, gzip', async () => {
    const text = 'Münchner Straße 🎻 '.repeat(500_000);
    const line = Buffer.from(`${JSON.stringify({ id: 'long', text })}\n{"id": "b", "text": "short"}\n`);
    expect(line.length).toBeGreaterThan(10 * 2 ** 20);
    for (const file of [write('a.jsonl', line), write('b.jsonl.gz', gzipSync(line))]) {
      const [long, short] = await read(file);
      expect([long.text === text, short.text]).toEqual([true, 'short']);
    }
  });

  test.each([
    ['{"id": "b", "text": ', 'not JSON'],
    ['[1, 2]', 'a line is an object'],
    ['{"id": "b"}', 'needs either a text or terms'],
    ['{"id": "b", "text": 7}', 'not a string'],
    ['{"id": {}, "text": "x"}', 'id is a string'],
    ['{"id": "b", "terms": {"sea": -1}}', 'the weight of "sea" is -1'],
    ['{"id": "b", "terms": {"sea": "NaN"}}', 'the weight of "sea" is "NaN"'],
    ['{"id": "b", "terms": {"sea": 1e999}}', 'the weight of "sea" is Infinity'],
    ['{"id": "b", "text": "x", "metadata": 7}', 'metadata is an object'],
  ])('a bad line is named by file and line: %s', async (bad, message) => {
    const file = write('a.jsonl', `{"id": "a", "text": "x"}\n${bad}\n{"id": "c", "text": "z"}\n`);
    await expect(read(file)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('a.jsonl:2: ') as string,
    });
    const { documents, problems } = await readNoting(file);
    expect(documents.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(problems).toEqual([{ file: 'a.jsonl', line: 2, message: expect.stringContaining(message) as string, isLost: true }]);
  });

  test('bytes that are no UTF-8 are replaced and reported', async () => {
    const file = write(
      'a.jsonl',
      Buffer.concat([Buffer.from('{"id": "a", "text": "caf'), Buffer.from([0xe9]), Buffer.from('"}\n')]),
    );
    const { documents, problems } = await readNoting(file);
    expect(documents).toEqual([{ id: 'a', text: 'caf\ufffd' }]);
    expect(problems).toMatchObject([{ line: 1, isLost: false }]);
    expect(await read(file)).toEqual(documents);
  });
});

describe('CSV', () => {
  test('a column is the text, one the id, the rest metadata; quotes hold commas and line breaks', async () => {
    const file = write('a.csv', '\ufeffid,text,year\r\n1,"a, ""b""\nc",1990\r\n,plain,2000\r\n');
    expect(await read(file)).toEqual([
      { id: '1', text: 'a, "b"\nc', metadata: { year: '1990' } },
      { id: 'a.csv:4', text: 'plain', metadata: { year: '2000' } },
    ]);
  });

  test('other columns, tabs', async () => {
    const file = write('a.tsv', 'key\tbody\nx\thello\n');
    expect(await read(file, { textColumn: 'body', idColumn: 'key' })).toEqual([{ id: 'x', text: 'hello', metadata: {} }]);
  });

  test('a missing column, a row with too many fields, an open quote', async () => {
    await expect(read(write('a.csv', 'id,body\n1,x\n'))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('a.csv:1: no column "text"') as string,
    });
    await expect(read(write('b.csv', 'id,text\n1,x\n2,y,z\n'))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('b.csv:3') as string,
    });
    await expect(read(write('c.csv', 'id,text\n1,"x\n'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('files and folders', () => {
  test('a folder of texts, folders within it included, in order of their names', async () => {
    write('notes/b.txt', 'second');
    write('notes/a.md', 'first');
    write('notes/deep/c.txt', 'third');
    write('notes/image.png', 'no text');
    expect(await read(path.join(root, 'notes'))).toEqual([
      { id: 'a.md', text: 'first' },
      { id: 'b.txt', text: 'second' },
      { id: path.join('deep', 'c.txt'), text: 'third' },
    ]);
    expect(await read(path.join(root, 'notes', 'a.md'))).toEqual([{ id: 'a.md', text: 'first' }]);
  });

  test('what is not there, not known, not whole', async () => {
    await expect(read(path.join(root, 'nothing.jsonl'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(read(write('image.png', ''))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(read(root)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const gzip = gzipSync('{"id": "a", "text": "x"}\n');
    await expect(read(write('cut.jsonl.gz', gzip.subarray(0, gzip.length - 9)))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await read(write('empty.jsonl', ''))).toEqual([]);
  });
});
