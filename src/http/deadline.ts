import type { Request, Response } from 'express';

/** What ends a search early: the caller's `timeoutMs`, never beyond the server's own, and the client going away. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The deadline of a request; its signal fires when the connection closes before the answer is out. */
export function deadlineOf(req: Request, res: Response, limitMs: number): Deadline {
  const asked = (req.body as { timeoutMs?: number } | undefined)?.timeoutMs ?? limitMs;
  const gone = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return { timeoutMs: Math.min(asked, limitMs), signal: gone.signal };
}
