import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { WordmoverError } from '../errors';
import { HttpProblem } from './problem';

export type Scope = 'read' | 'write';

interface ApiKey {
  readonly scope: Scope;
  /** SHA-256 of the key: the key itself is not kept. */
  readonly hash: Buffer;
}

/** Reads `read:abc,write:def,read:sha256:<hex>`. Throws INVALID_OPTION without showing a key. */
export function parseApiKeys(list: string): readonly ApiKey[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry, position) => parseKey(entry, position + 1));
}

function parseKey(entry: string, position: number): ApiKey {
  const [, scope, key] = /^(read|write):(.+)$/.exec(entry) ?? [];
  if (scope === undefined || key === undefined || key.length < 8) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `API key ${position} is not read:KEY or write:KEY with a key of 8 characters or more.`,
    );
  }
  const hex = /^sha256:([\da-f]{64})$/i.exec(key)?.[1];
  return { scope: scope as Scope, hash: hex ? Buffer.from(hex, 'hex') : sha256(key) };
}

/** Lets a request pass with a key of the scope it needs; everything passes when there are no keys. `write` includes `read`. */
export function requireKey(keys: readonly ApiKey[], scope: Scope): RequestHandler {
  return (req, _res, next) => {
    if (keys.length === 0) return next();
    const given = keyOf(req);
    if (given === undefined) return next(unauthorized('Send an API key as "Authorization: Bearer KEY" or "X-API-Key: KEY".'));
    const granted = scopeOf(keys, sha256(given));
    if (granted === undefined) return next(unauthorized('The API key is not one of this server.'));
    if (scope === 'write' && granted === 'read') return next(new HttpProblem('FORBIDDEN', 'The API key may read, not write.'));
    next();
  };
}

function keyOf(req: Request): string | undefined {
  return /^bearer +(\S+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? req.get('x-api-key');
}

/** Compares with every key in constant time, so that timing tells nothing. */
function scopeOf(keys: readonly ApiKey[], hash: Buffer): Scope | undefined {
  let found: Scope | undefined;
  for (const key of keys) if (timingSafeEqual(key.hash, hash) && found !== 'write') found = key.scope;
  return found;
}

function unauthorized(message: string): HttpProblem {
  return new HttpProblem('UNAUTHORIZED', message, [], { 'WWW-Authenticate': 'Bearer' });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
