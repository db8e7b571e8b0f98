import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { HttpProblem } from './problem';

/** Deeper nesting than any request needs; recursion over it (schemas, filters) must not reach the end of the stack. */
const maxDepth = 64;

/** Parses `application/json` in UTF-8, refusing bodies over `limit` bytes (inflated) and nesting over 64 levels. */
export function jsonBody(limit: number): RequestHandler {
  return express.json({ limit, strict: false, type: 'application/json', verify });
}

function verify(_req: unknown, _res: unknown, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8') throw new HttpProblem('UNSUPPORTED_MEDIA_TYPE', `JSON comes in UTF-8, not ${encoding}.`);
  if (!isUtf8(body)) throw new HttpProblem('BAD_REQUEST', 'The body is no valid UTF-8.');
  refuseDepth(body);
}

function refuseDepth(body: Buffer): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > maxDepth) throw new HttpProblem('BAD_REQUEST', `The JSON is nested deeper than ${maxDepth} levels.`);
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
}
