/** One log line for every call: ids, codes, counts and time, never what the call was about (OPS-1). */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Log } from './create-log.ts';
import type { Metrics } from './create-metrics.ts';

/** What the stages of a call add to its line. */
export type CallNotes = Readonly<Record<string, unknown>>;

/** Adds to the line of this call. Only ids, codes and counts. */
export function noteCall(response: Response, notes: CallNotes): void {
  Object.assign(response.locals, notes);
}

/** Writes the line when the answer is out, or when the caller has left. */
export function recordCall(log: Log, metrics?: Metrics): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const start = performance.now();
    response.on('close', () => {
      const { statusCode: status, locals } = response;
      const ms = performance.now() - start;
      const isAborted = !response.writableFinished;
      metrics?.countCall({ service: textOf(locals['service']) ?? 'none', status, seconds: ms / 1000, isAborted, refused: codesOf(locals['refused']) });
      const line = { method: request.method, ...locals, status, ms: Math.round(ms * 10) / 10, ...(isAborted && { aborted: true }) };
      // Turned away for load: nothing failed (503).
      if (status === 500) log.error(line, 'call failed');
      else if (status >= 400) log.warn(line, 'call refused');
      else log.info(line, 'call');
    });
    next();
  };
}

function textOf(note: unknown): string | undefined {
  return typeof note === 'string' ? note : undefined;
}

/** Pointers into a body are as many as callers like; what is counted are reasons of ours. */
function codesOf(refused: unknown): readonly string[] {
  return Array.isArray(refused) ? [...new Set(refused.map((each) => (String(each).startsWith('/') || each === '' ? 'invalid-request' : String(each))))] : [];
}
