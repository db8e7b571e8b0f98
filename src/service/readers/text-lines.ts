import { WordmoverError } from '../../errors';
import { reportProblem, type ReadOptions } from './input-problem';

export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** Without its line break. */
  readonly text: string;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MAX_LINE_BYTES = 256 * 2 ** 20;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/**
 * Lines of a UTF-8 stream, ended by LF or CRLF, without a byte order mark. Bytes that are no UTF-8 become U+FFFD and are
 * reported. A line may have 256 MiB; a longer one throws LIMIT_EXCEEDED.
 */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  options: ReadOptions = {},
): AsyncIterable<TextLine> {
  let line = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let total = 0;
  const take = (end: Uint8Array): TextLine => {
    const bytes = pending.length === 0 ? end : Buffer.concat([...pending, end]);
    pending = [];
    pendingBytes = 0;
    line += 1;
    return { line, text: decodeLine(bytes, line, file, options) };
  };
  for await (const chunk of chunks) {
    total += chunk.byteLength;
    options.onBytes?.(total);
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield take(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start === chunk.byteLength) continue;
    pending.push(chunk.subarray(start));
    pendingBytes += chunk.byteLength - start;
    if (pendingBytes > MAX_LINE_BYTES) throw lineTooLong(file, line + 1);
  }
  if (pendingBytes > 0) yield take(new Uint8Array(0));
}

function decodeLine(bytes: Uint8Array, line: number, file: string, options: ReadOptions): string {
  const end = bytes.byteLength > 0 && bytes[bytes.byteLength - 1] === CARRIAGE_RETURN ? bytes.byteLength - 1 : bytes.byteLength;
  return decodeUtf8(bytes.subarray(0, end), line, file, options);
}

/** A byte order mark at the beginning is dropped. */
export function decodeUtf8(bytes: Uint8Array, line: number, file: string, options: ReadOptions): string {
  try {
    return strict.decode(bytes);
  } catch {
    const message = 'not all of it is UTF-8; the wrong bytes are read as U+FFFD';
    reportProblem({ file, line, message, isLost: false }, options);
    return lenient.decode(bytes);
  }
}

function lineTooLong(file: string, line: number): WordmoverError {
  return new WordmoverError(
    'LIMIT_EXCEEDED',
    `${file}:${line}: the line is longer than ${MAX_LINE_BYTES} bytes: is it JSON Lines?`,
  );
}
