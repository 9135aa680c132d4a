/** Makes a call part of the trace that its caller is in (W3C Trace Context), for its log line and for what it reads. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import { untraced, type CallOutcome, type CallTrace } from '../tracing/call-trace.ts';
import { startTrace } from '../tracing/start-trace.ts';
import { noteCall } from './call-record.ts';

const traced = new WeakMap<Request, CallTrace>();

/** For calls by POST of this path, before anything is looked at. */
export function traceCalls(path: string, { publicUrl }: Pick<Config, 'publicUrl'>): RequestHandler {
  const route = { method: 'POST', path, publicUrl: new URL(publicUrl) };
  return (request: Request, response: Response, next: NextFunction) => {
    const trace = startTrace(request.headers, route);
    if (trace !== untraced) {
      traced.set(request, trace);
      noteCall(response, trace.ids);
      response.once('close', () => trace.end(outcomeOf(response)));
    }
    next();
  };
}

/** The trace of a call; one that tells nobody anything where it has none. */
export function traceOf(request: Request): CallTrace {
  return traced.get(request) ?? untraced;
}

/** Of what the log says: which service, hook and client, how many cards, which rows spoke. */
function outcomeOf({ locals, statusCode, writableFinished }: Response): CallOutcome {
  const { service, hook, client, cards, orders } = locals as Readonly<Record<string, unknown>>;
  const named = Object.entries({ service, hook, client, cards }).filter((entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number');
  const advice = Array.isArray(orders) ? orders.map((each: { readonly advice: string }) => each.advice) : undefined;
  return { ...(writableFinished && { status: statusCode }), notes: { ...Object.fromEntries(named), ...(advice !== undefined && { advice }) } };
}
