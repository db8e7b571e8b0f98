import { WordmoverError } from '../../errors';
import { checkDocument } from '../check-document';
import type { StoredDocument } from '../document';
import { reportProblem, type ReadOptions } from './input-problem';
import { textLines } from './text-lines';

/**
 * Documents of JSON Lines: {"id", "text"} or {"id", "terms": {word: weight}}; what else a line holds is metadata, beside
 * what is under "metadata". A line without an id is named by file and line. Blank lines are skipped.
 */
export async function* jsonlDocuments(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  options: ReadOptions = {},
): AsyncIterable<StoredDocument> {
  for await (const { line, text } of textLines(chunks, file, options)) {
    if (text.trim() === '') continue;
    const document = parseLine(text, line, file, options);
    if (document) yield document;
  }
}

function parseLine(json: string, line: number, file: string, options: ReadOptions): StoredDocument | undefined {
  try {
    return checkDocument(documentOf(parseJson(json)), () => `${file}:${line}`);
  } catch (error) {
    if (!(error instanceof WordmoverError)) throw error;
    reportProblem({ file, line, message: error.message, isLost: true }, options);
    return undefined;
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `not JSON (${(error as Error).message})`);
  }
}

/** A document out of the fields of a line. Numbers serve as ids. */
function documentOf(value: unknown): {
  id?: string;
  text?: string;
  terms?: Record<string, number>;
  metadata?: Record<string, unknown>;
} {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WordmoverError('INVALID_INPUT', 'a line is an object such as {"id": "a", "text": "..."}');
  }
  const { id, text, terms, metadata, ...rest } = value as Record<string, unknown>;
  const fields = metadata === undefined || metadata === null ? rest : { ...rest, ...checkedMetadata(metadata) };
  return {
    ...(id === undefined || id === null ? {} : { id: (typeof id === 'number' ? String(id) : id) as string }),
    ...(text === undefined ? {} : { text: text as string }),
    ...(terms === undefined ? {} : { terms: terms as Record<string, number> }),
    ...(Object.keys(fields).length === 0 ? {} : { metadata: fields }),
  };
}

function checkedMetadata(metadata: unknown): Record<string, unknown> {
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) return metadata as Record<string, unknown>;
  throw new WordmoverError('INVALID_INPUT', 'metadata is an object of fields');
}
