import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { WordmoverError } from '../../errors';
import { checkDocument } from '../check-document';
import type { StoredDocument } from '../document';
import { reportProblem, type ReadOptions } from './input-problem';
import { textLines } from './text-lines';

export interface CsvOptions extends ReadOptions {
  /** Column of the text; default `text`. */
  readonly textColumn?: string;
  /** Column of the id; default `id`. Rows without one are named by file and line. */
  readonly idColumn?: string;
  /** Default `,`. */
  readonly delimiter?: string;
}

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/**
 * Documents of a CSV with a header (RFC 4180): one column is the text, one the id, the others are metadata, as strings.
 * Quoted fields may hold line breaks.
 */
export async function* csvDocuments(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  options: CsvOptions = {},
): AsyncIterable<StoredDocument> {
  const { textColumn = 'text', idColumn = 'id', delimiter = ',' } = options;
  const parser = parse({ columns: checkedHeader(file, textColumn), delimiter, info: true, skip_empty_lines: true });
  const source = Readable.from(linesOf(chunks, file, options));
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) {
      const document = rowDocument(record, { textColumn, idColumn, file, line: info.lines }, options);
      if (document) yield document;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = (error as { lines?: number }).lines;
    throw new WordmoverError('INVALID_INPUT', `${file}:${at ?? 1}: ${error.message}`, { cause: error });
  }
}

/** Decoded line by line, so that bytes that are no UTF-8 are reported where they stand. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, file: string, options: ReadOptions): AsyncIterable<string> {
  for await (const { text } of textLines(chunks, file, options)) yield `${text}\n`;
}

function checkedHeader(file: string, textColumn: string): (header: readonly string[]) => string[] {
  return (header) => {
    if (header.includes(textColumn)) return [...header];
    throw new WordmoverError(
      'INVALID_INPUT',
      `${file}:1: no column ${JSON.stringify(textColumn)} among ${header.map((name) => JSON.stringify(name)).join(', ')}: name the column of the text`,
    );
  };
}

interface RowPlace {
  readonly textColumn: string;
  readonly idColumn: string;
  readonly file: string;
  readonly line: number;
}

function rowDocument(record: Row['record'], place: RowPlace, options: ReadOptions): StoredDocument | undefined {
  const { textColumn, idColumn, file, line } = place;
  const { [textColumn]: text, [idColumn]: id, ...metadata } = record;
  try {
    return checkDocument({ id: id || undefined, text, metadata }, () => `${file}:${line}`);
  } catch (error) {
    if (!(error instanceof WordmoverError)) throw error;
    reportProblem({ file, line, message: error.message, isLost: true }, options);
    return undefined;
  }
}
