import type { Request } from 'express';

/**
 * The pattern of the route a request is for (`/v1/collections/:collection`), so that ids and queries stay out of logs and labels.
 * A request that the contract refused never reached its route; the validator knows it.
 */
export function routeOf(req: Request): string {
  const { route, openapi } = req as { route?: { path?: unknown }; openapi?: { expressRoute?: string } };
  return typeof route?.path === 'string' ? route.path : (openapi?.expressRoute ?? 'none');
}
