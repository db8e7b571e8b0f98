import type { Request } from 'express';

/** The pattern of the route that took the request (`/v1/collections/:collection`), so that ids and queries stay out of logs and labels. */
export function routeOf(req: Request): string {
  const route = (req as { route?: { path?: unknown } }).route?.path;
  return typeof route === 'string' ? route : 'none';
}
