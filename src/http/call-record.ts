/** One log line for every call: ids, codes, counts and time, never what the call was about (OPS-1). */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Log } from './create-log.ts';

/** What the stages of a call add to its line. */
export type CallNotes = Readonly<Record<string, unknown>>;

/** Adds to the line of this call. Only ids, codes and counts. */
export function noteCall(response: Response, notes: CallNotes): void {
  Object.assign(response.locals, notes);
}

/** Writes the line when the answer is out, or when the caller has left. */
export function recordCall(log: Log): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const start = performance.now();
    response.on('close', () => {
      const { statusCode: status, locals } = response;
      const line = { method: request.method, ...locals, status, ms: Math.round((performance.now() - start) * 10) / 10, ...(!response.writableFinished && { aborted: true }) };
      // Turned away for load: nothing failed (503).
      if (status === 500) log.error(line, 'call failed');
      else if (status >= 400) log.warn(line, 'call refused');
      else log.info(line, 'call');
    });
    next();
  };
}
