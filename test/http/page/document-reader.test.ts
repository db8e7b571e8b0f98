import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseCsv, readDocuments } from '../../../src/http/page/document-reader';

const quote = (cell: string) => (/[",\r\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell);

test('reads what csv-parse reads', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', '"', '\n', '\r\n', 'ü'), maxLength: 6 });
  const table = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, closed) => {
      const text = rows.map((row) => row.map(quote).join(',')).join(end) + (closed ? end : '');
      const oracle = (parse(text, { record_delimiter: end }) as string[][]).filter((row) => row.length > 1 || row[0] !== '');
      expect(parseCsv(text)).toEqual(oracle);
    }),
  );
});

const file = (name: string, text: string) => ({ name, text: () => Promise.resolve(text) }) as unknown as File;

test('CSV wants a column "text"; other columns are metadata', async () => {
  const lines = await readDocuments(file('a.csv', 'id,text,year\n1,"one, two",1999\n'));
  expect(lines.map((line) => JSON.parse(line))).toEqual([{ id: '1', text: 'one, two', metadata: { year: '1999' } }]);
  await expect(readDocuments(file('a.csv', 'id,body\n1,x'))).rejects.toThrow('no column "text"; its columns are id, body');
});

test('JSONL keeps a faulty line for the server to name, and moves other fields into metadata', async () => {
  const lines = await readDocuments(file('a.jsonl', '\uFEFF{"id": 7, "text": "x", "year": 1}\r\nnot json\n\n[1]\n'));
  expect(lines).toEqual(['{"id":"7","text":"x","metadata":{"year":1}}', 'not json', '[1]']);
});

test('any other file is one document, known by its name', async () => {
  expect(await readDocuments(file('note.md', 'words'))).toEqual(['{"id":"note.md","text":"words"}']);
});
