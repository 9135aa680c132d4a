/** Headers that are the same on every answer: whatever makes them is asked once. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Sets what a middleware sets that looks at neither request nor response, and then these. */
export function setAlways(middleware: RequestHandler, others: Readonly<Record<string, string>>): RequestHandler {
  const headers = new Map<string, string>();
  const recorder = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined };
  void middleware({} as Request, recorder as unknown as Response, () => undefined);
  for (const [name, value] of Object.entries(others)) headers.set(name, value);
  return (_request: Request, response: Response, next: NextFunction) => {
    response.setHeaders(headers);
    next();
  };
}
