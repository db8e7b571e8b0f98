import { WordmoverError } from '../errors';
import type { InputDocument, StoredDocument } from './document';

/** Bytes an id may take in UTF-8: it is a key of the document store. */
const MAX_ID_BYTES = 900;
const LARGEST_WEIGHT = 1e30;
const SMALLEST_WEIGHT = 1e-30;
/** Deeper nesting of metadata than anybody needs, and a cycle. */
const MAX_DEPTH = 64;

/** The document with an id of its own, or drawn. Throws INVALID_INPUT naming the document and what is wrong with it. */
export function checkDocument(input: InputDocument, drawId: () => string): StoredDocument {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalid(`a document is an object with a text or terms, not ${JSON.stringify(input)?.slice(0, 60)}`);
  }
  const { text, terms, metadata } = input;
  const id = input.id ?? drawId();
  checkId(id);
  const name = `document ${JSON.stringify(id)}`;
  if ((text === undefined) === (terms === undefined)) throw invalid(`${name} needs either a text or terms, one of the two`);
  if (text !== undefined && typeof text !== 'string') throw invalid(`${name}: its text is not a string but ${typeof text}`);
  if (terms !== undefined) checkTerms(terms, name);
  if (metadata !== undefined && (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))) {
    throw invalid(`${name}: metadata is an object of fields, not ${JSON.stringify(metadata).slice(0, 60)}`);
  }
  checkValue(metadata, `${name}: metadata`, 0);
  return { id, ...(text === undefined ? { terms } : { text }), ...(metadata === undefined ? {} : { metadata }) };
}

/** Throws INVALID_INPUT unless every term has a positive, finite weight. */
export function checkTerms(terms: unknown, name: string): asserts terms is Record<string, number> {
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) {
    throw invalid(`${name}: terms is an object of weights by word, such as {"sea": 0.7}`);
  }
  for (const [term, weight] of Object.entries(terms as Record<string, unknown>)) {
    if (typeof weight === 'number' && weight >= SMALLEST_WEIGHT && weight <= LARGEST_WEIGHT) continue;
    const shown = typeof weight === 'number' ? String(weight) : JSON.stringify(weight);
    throw invalid(
      `${name}: the weight of ${JSON.stringify(term.slice(0, 60))} is ${shown}; weights are positive numbers (leave the word out for zero)`,
    );
  }
}

/** Throws INVALID_INPUT for what JSON would not give back as it was. */
function checkValue(value: unknown, name: string, depth: number): void {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) {
    throw invalid(`${name} holds the number ${value}: numbers are finite, of double precision`);
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_DEPTH) throw invalid(`${name} is nested deeper than ${MAX_DEPTH} levels`);
  for (const part of Object.values(value)) checkValue(part, name, depth + 1);
}

/** A string that JSON and UTF-8 carry unchanged. */
function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw invalid(`a document's id is a string, not ${JSON.stringify(id)}`);
  const bytes = Buffer.byteLength(id);
  if (bytes === 0 || bytes > MAX_ID_BYTES) {
    throw invalid(`a document's id takes 1 to ${MAX_ID_BYTES} bytes in UTF-8; ${JSON.stringify(id.slice(0, 40))} takes ${bytes}`);
  }
  if (/\p{Surrogate}/u.test(id))
    throw invalid(`the id ${JSON.stringify(id.slice(0, 40))} holds half of a character (a lone surrogate)`);
}

function invalid(message: string): WordmoverError {
  return new WordmoverError('INVALID_INPUT', message);
}
