import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { WordmoverError } from '../errors';
import type { LabelledDocument } from './labelled-document';
import { readLabelledFolder } from './labelled-folder';

/** Reads JSON lines of {id, label, text}, gzipped or not, or a folder of LABEL/NAME. INVALID_INPUT names the file, and the line at fault. */
export function readLabelledDocuments(file: string): LabelledDocument[] {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return readLabelledFolder(file);
  const bytes = readBytes(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line, at) => (line.trim() ? [parseLine(line, `${file}:${at + 1}`)] : []));
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `Can't read the labelled documents of ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function parseLine(line: string, place: string): LabelledDocument {
  const value = parseJson(line, place) as Partial<LabelledDocument> | null;
  if (typeof value?.text !== 'string' || typeof value.label !== 'string') {
    throw new WordmoverError('INVALID_INPUT', `${place}: a labelled document needs "text" and "label", both strings`);
  }
  return { id: String(value.id ?? place), label: value.label, text: value.text };
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `${place}: not a line of JSON (${(error as Error).message})`, { cause: error });
  }
}
