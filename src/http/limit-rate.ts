/** How many calls a second one address or one client may make. */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { noteCall } from './call-record.ts';
import { outcomeOf } from './operation-outcome.ts';

/** A window this short lets a caller that was too fast go on at once. */
const WINDOW_MS = 1000;

/** 429 with Retry-After above `limit` calls a second of what `keyOf` names the same. */
export function limitRate(limit: number, keyOf: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS, limit, legacyHeaders: false, standardHeaders: false, keyGenerator: keyOf, validate: false,
    handler: (_request: Request, response: Response) => {
      noteCall(response, { refused: ['rate'] });
      response.status(429).set('Retry-After', '1').json(outcomeOf('throttled', 'Too many calls in one second. Try again a second later.'));
    },
  });
}

/** One host, or the /64 that one host may choose from. */
export function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '', 64);
}
