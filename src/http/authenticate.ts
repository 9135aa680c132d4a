/** Who calls: proven before the body is read where that is demanded, else guessed from what the call says (JWT-1, JWT-2). */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Client } from '../clients/client.ts';
import { guessClient, proveClient } from '../clients/identify-client.ts';
import { isObject } from '../chart/shape/element.ts';
import { AuthenticationError } from '../errors.ts';
import { noteCall } from './call-record.ts';
import type { Services } from './services.ts';
import { traceOf } from './trace-calls.ts';
import { withinTime } from './within-time.ts';

const proven = new WeakMap<Request, { readonly client: Client; readonly ms: number }>();

/** Lets nobody past who is not who they say; with AUTH=off everybody. */
export function authenticate({ config, registry, store, now, metrics }: Services): RequestHandler {
  const bases = [config.publicUrl, ...config.otherPublicUrls];
  return async (request: Request, response: Response, next: NextFunction) => {
    if (config.auth === 'required') {
      const start = performance.now();
      const service = `/cds-services/${String(request.params['service'])}`;
      // A client may name the service for its feedback too (FB-6).
      const paths = /\/feedback\/?$/.test(request.path) ? [service, `${service}/feedback`] : [service];
      const endpoints = bases.flatMap((base) => paths.map((path) => `${base}${path}`));
      const { client, tokenId, tenant } = await proveClient(request.headers.authorization, { clients: registry.current(), endpoints, now: now(), spend: (token) => withinTime(store.spendToken(token), config.deadlineMs - (performance.now() - start)) });
      const ms = performance.now() - start;
      proven.set(request, { client, ms });
      metrics?.timeStage('authenticate', ms / 1000);
      traceOf(request).addStage('authenticate', start, start + ms);
      noteCall(response, { ...(/^[\w.:-]{1,128}$/.test(tokenId) && { jti: tokenId }), ...(tenant !== undefined && { tenant }) });
    }
    next();
  };
}

/** The client behind a call that was let past. */
export function clientOf(request: Request, { config, registry }: Pick<Services, 'config' | 'registry'>): Client {
  const known = proven.get(request);
  if (known !== undefined) return known.client;
  if (config.auth === 'required') throw new AuthenticationError('missing');
  const body: unknown = request.body;
  return guessClient(request.headers.authorization, isObject(body) ? body['fhirServer'] : undefined, registry.current());
}

/** Milliseconds that went into proving who calls: keys may have had to be fetched, and the deadline of a call is one (HTTP-6). */
export function timeToProve(request: Request): number {
  return proven.get(request)?.ms ?? 0;
}
