/** GET /metrics: for Prometheus. Counts and times only; still nobody's business but the operator's, so a token may be asked for. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import { outcomeOf } from './operation-outcome.ts';
import { noteCall } from './call-record.ts';

/** 200 with what `gather` gives; 401 without the token where there is one; 503 where processes do not answer. */
export function answerMetrics(gather: () => Promise<string>, contentType: string, { metricsToken }: Pick<Config, 'metricsToken'>): RequestHandler {
  return async (request: Request, response: Response) => {
    if (metricsToken !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
      response.status(401).set('WWW-Authenticate', 'Bearer').json(outcomeOf('login', 'METRICS_TOKEN is set: send it as a bearer token.'));
      return;
    }
    const text = await gather().catch(() => undefined);
    if (text === undefined) {
      noteCall(response, { refused: ['metrics'] });
      response.status(503).set('Retry-After', '5').json(outcomeOf('transient', 'The processes of this service did not say in time what they counted.'));
      return;
    }
    response.set('Content-Type', contentType).send(text);
  };
}

/** Digests have one length, so that nothing is learnt from how long a comparison takes. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
