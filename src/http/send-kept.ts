/** Sends what was kept. */
import type { Request, Response } from 'express';
import type { KeptAnswer } from './create-answer-keeper.ts';

/** Long enough for a visit, short enough for a release. */
const FRESH_S = 300;

/** Sends it, or 304 where the client has it already (RFC 9110, 13.1.2). */
export function sendKept(request: Request, response: Response, { type, body, tag }: KeptAnswer): void {
  response.status(200).set({ 'Cache-Control': `public, max-age=${FRESH_S}`, ETag: tag, 'Content-Type': type });
  if (request.fresh) response.status(304).end();
  else response.end(request.method === 'HEAD' ? undefined : body);
}
