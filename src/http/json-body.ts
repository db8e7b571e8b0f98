import express, { type RequestHandler } from 'express';
import { HttpProblem } from './problem';

/** Deeper nesting than any request needs; recursion over it (schemas, filters) must not reach the end of the stack. */
const maxDepth = 64;

/** Parses `application/json`, refusing bodies over `limit` bytes and nesting over 64 levels. */
export function jsonBody(limit: number): RequestHandler {
  return express.json({ limit, strict: false, type: 'application/json', verify: (_req, _res, body) => refuseDepth(body) });
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
