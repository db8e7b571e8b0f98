import type { Readable } from 'node:stream';

const newline = 0x0a;

/**
 * The lines of a stream of bytes, without their ends, in bounded memory; null for one of more than `maxBytes`, whose bytes are not
 * kept. The stream is left as it is when the reader stops early, so that a request can still be answered.
 */
export async function* linesOf(stream: Readable, maxBytes: number): AsyncGenerator<Buffer | null> {
  let pieces: Buffer[] = [];
  let length = 0;
  const line = (): Buffer | null => {
    const whole = length > maxBytes ? null : Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return whole;
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      yield line();
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield line();
}
