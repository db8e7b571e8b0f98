import type { Request, RequestHandler } from 'express';
import { StringDecoder } from 'node:string_decoder';
import type { DocumentFault } from '../../service/collection';
import type { InputDocument } from '../../service/document';
import { HttpProblem } from '../problem';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';

const batchSize = 500;
const maxErrors = 100;
/** More faulty lines than this in a row of nothing else: the stream is something else than NDJSON. */
const hopeless = 1000;

interface LineError {
  readonly line: number;
  readonly id?: string;
  readonly code: string;
  readonly message: string;
}

/**
 * `POST …/documents` with `application/x-ndjson`: a stream of any length in bounded memory, stored in batches. A faulty line is told
 * and skipped. It stands before the contract's validator, which wants whole bodies.
 */
export function ndjsonUpload(service: SearchService, config: ServerConfig): RequestHandler<{ collection: string }> {
  return async (req, res, next) => {
    if (!req.is('application/x-ndjson')) return next();
    const { collection } = req.params;
    await service.collection(collection);
    const intake = new Intake((batch) => service.upsert(collection, batch));
    for await (const line of linesOf(req, config.maxText)) await intake.take(line);
    res.json(await intake.finish());
  };
}

/** Gathers lines into batches, and what went wrong with them. */
class Intake {
  private batch: InputDocument[] = [];
  private lines: number[] = [];
  private line = 0;
  private stored = 0;
  private failed = 0;
  private readonly errors: LineError[] = [];

  constructor(private readonly upsert: (batch: readonly InputDocument[]) => Promise<readonly DocumentFault[]>) {}

  async take(text: string | null): Promise<void> {
    this.line++;
    if (text !== null && text.trim() === '') return;
    const document = text === null ? 'The line is longer than this server takes (--max-text).' : parseDocument(text);
    if (typeof document === 'string') return this.fail({ line: this.line, code: 'INVALID_INPUT', message: document });
    this.batch.push(document);
    this.lines.push(this.line);
    if (this.batch.length === batchSize) await this.store();
  }

  async finish() {
    await this.store();
    return { stored: this.stored, failed: this.failed, errors: this.errors };
  }

  private async store(): Promise<void> {
    if (this.batch.length === 0) return;
    const { batch, lines } = this;
    this.batch = [];
    this.lines = [];
    const faults = await this.upsert(batch);
    this.stored += batch.length - faults.length;
    for (const { index, ...fault } of faults) this.fail({ line: lines[index] ?? 0, ...fault });
  }

  private fail(error: LineError): void {
    this.failed++;
    if (this.errors.length < maxErrors) this.errors.push(error);
    if (this.failed >= hopeless && this.stored === 0 && this.batch.length === 0) {
      throw new HttpProblem('VALIDATION', `The first ${hopeless} lines are no documents; send one JSON object a line.`, [
        { path: `/body/${error.line}`, message: error.message },
      ]);
    }
  }
}

/** The stream's lines without their ends; null for a line over the limit, whose text is not kept. */
async function* linesOf(req: Request, maxLength: number): AsyncGenerator<string | null> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    const pieces = (rest + decoder.write(chunk)).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield tooLong || piece.length > maxLength ? null : piece;
      tooLong = false;
    }
    if (rest.length > maxLength) {
      tooLong = true;
      rest = '';
    }
  }
  rest += decoder.end();
  if (tooLong) yield null;
  else if (rest !== '') yield rest;
}

/** The document of a line, or what is wrong with it. */
function parseDocument(line: string): InputDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return 'The line is no valid JSON.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'The line is no JSON object.';
  return faultOf(value as Readonly<Record<string, unknown>>) ?? (value as InputDocument);
}

function faultOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const { id, text, terms, metadata, ...others } = value;
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return `"${extra.slice(0, 40)}" is no field of a document; put it into "metadata".`;
  if (id !== undefined && (typeof id !== 'string' || id === '' || id.length > 512))
    return '"id" is no string of 1 to 512 characters.';
  if ((text === undefined) === (terms === undefined)) return 'Give either "text" or "terms".';
  if (text !== undefined && typeof text !== 'string') return '"text" is no string.';
  if (terms !== undefined && !isWeights(terms)) return '"terms" is no object of positive weights.';
  if (metadata !== undefined && (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))) {
    return '"metadata" is no object.';
  }
  return undefined;
}

function isWeights(terms: unknown): boolean {
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) return false;
  const weights = Object.values(terms);
  return weights.length > 0 && weights.every((w) => typeof w === 'number' && Number.isFinite(w) && w > 0);
}
