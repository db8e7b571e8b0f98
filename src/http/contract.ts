import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { parse } from 'yaml';

type ApiSpec = Parameters<typeof OpenApiValidator.middleware>[0]['apiSpec'];
const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** In OpenAPI's form: `/v1/collections/{collection}`. */
  readonly path: string;
}

/** The contract of openapi.yaml, the same file whether this runs compiled or not. */
export function loadContract(): Readonly<Record<string, unknown>> {
  const file = path.join(__dirname, '../../openapi.yaml');
  return parse(readFileSync(file, 'utf8'), { merge: true }) as Record<string, unknown>;
}

/** Every operation of the contract. */
export function operationsOf(contract: Readonly<Record<string, unknown>>): readonly Operation[] {
  const paths = contract['paths'] as Record<string, Record<string, { operationId: string }>>;
  return Object.entries(paths).flatMap(([route, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ operationId: operation.operationId, method, path: route }] : [];
    }),
  );
}

/**
 * Checks requests (422 with the place of the fault), and responses where `responses` is set: for tests, as a wrong response is a bug
 * here and costs time to look for. NDJSON is a stream and is checked line by line by its own route.
 */
export function checkContract(contract: Readonly<Record<string, unknown>>, responses: boolean): RequestHandler[] {
  const handlers = OpenApiValidator.middleware({
    apiSpec: structuredClone(contract) as unknown as ApiSpec,
    validateApiSpec: responses,
    validateRequests: true,
    validateResponses: responses,
    validateSecurity: false,
    fileUploader: false,
    ignorePaths: /^\/($|docs|assets|favicon)/,
  });
  // A HEAD request is a GET without the answer's body: the router knows, the validator does not.
  return handlers.map((handler) => (req, res, next) => (req.method === 'HEAD' ? next() : void handler(req, res, next)));
}
