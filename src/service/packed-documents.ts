import type { DocumentTable } from './document-table';
import { MemoryContents } from './document-contents';

/** Documents as JSON lines, and where each begins; undefined where their contents are kept elsewhere. */
export function packDocuments(documents: DocumentTable): { documents: Uint8Array; offsets: Uint8Array } | undefined {
  if (!(documents.contents instanceof MemoryContents)) return undefined;
  const lines: Buffer[] = [];
  const offsets = new Float64Array(documents.size + 1);
  let n = 0;
  for (const id of documents.ids()) {
    const line = Buffer.from(`${JSON.stringify(documents.get(id))}\n`);
    lines.push(line);
    offsets[n + 1] = offsets[n] + line.byteLength;
    n += 1;
  }
  return { documents: Buffer.concat(lines), offsets: new Uint8Array(offsets.buffer) };
}

export function unpackOffsets(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  return new Float64Array(bytes.slice().buffer);
}
