/** GET /metrics: for Prometheus. Counts and times only; still nobody's business but the operator's, so a token may be asked for. */
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import { noteCall } from './call-record.ts';
import { isSameSecret } from './is-same-secret.ts';
import { outcomeOf } from './operation-outcome.ts';

/** 200 with what `gather` gives; 401 without the token where there is one; 503 where processes do not answer. */
export function answerMetrics(gather: () => Promise<string>, contentType: string, { metricsToken }: Pick<Config, 'metricsToken'>): RequestHandler {
  return async (request: Request, response: Response) => {
    if (metricsToken !== undefined && !isSameSecret(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
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
