import { isUtf8 } from 'node:buffer';
import type { RequestHandler } from 'express';
import type { DocumentFault } from '../../service/collection';
import type { InputDocument } from '../../service/document';
import { HttpProblem, InterruptedUpload } from '../problem';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';
import { linesOf } from './lines-of';

const batchSize = 500;
const maxErrors = 100;
/** More faulty lines than this in a row of nothing else: the stream is something else than NDJSON. */
const hopeless = 1000;
/** Of a character of JavaScript (a UTF-16 code unit) in UTF-8. */
const maxBytesPerCharacter = 3;

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
    refuseEncoding(req.get('content-encoding'));
    const { collection } = req.params;
    await service.collection(collection);
    const intake = new Intake((batch) => service.upsert(collection, batch), config.maxText);
    try {
      for await (const line of linesOf(req, maxBytesPerCharacter * config.maxText)) await intake.take(line);
      res.json(await intake.finish());
    } catch (error) {
      // What the client still sends is read off, so that it comes to read the answer; bodyInTime bounds that.
      req.resume();
      throw error;
    }
  };
}

function refuseEncoding(encoding = 'identity'): void {
  if (encoding === 'identity') return;
  throw new HttpProblem(
    'UNSUPPORTED_MEDIA_TYPE',
    `NDJSON is read plain, not in ${encoding.slice(0, 40)}; send JSON to compress it.`,
  );
}

/** Gathers lines into batches, and what went wrong with them. */
class Intake {
  private batch: InputDocument[] = [];
  private lines: number[] = [];
  private line = 0;
  private stored = 0;
  private failed = 0;
  private readonly errors: LineError[] = [];

  constructor(
    private readonly upsert: (batch: readonly InputDocument[]) => Promise<readonly DocumentFault[]>,
    private readonly maxText: number,
  ) {}

  /** null is a line too long. */
  async take(bytes: Buffer | null): Promise<void> {
    this.line++;
    const text = bytes?.toString();
    if (text?.trim() === '') return;
    const document = bytes && !isUtf8(bytes) ? 'The line is no valid UTF-8.' : this.read(text);
    if (typeof document === 'string') return this.fail({ line: this.line, code: 'INVALID_INPUT', message: document });
    this.batch.push(document);
    this.lines.push(this.line);
    if (this.batch.length === batchSize) await this.store();
  }

  private read(text: string | undefined): InputDocument | string {
    if (text !== undefined && text.length <= this.maxText) return parseDocument(text);
    return 'The line is longer than this server takes (--max-text).';
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
    const faults = await this.upsert(batch).catch((error: unknown) => {
      throw new InterruptedUpload(lines[0] ?? 0, this.stored, error);
    });
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
