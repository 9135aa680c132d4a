/** JSON answers of a page's own, compressed for whoever can read that. Not for answers with secrets beside what a caller chose (BREACH): the playground has none. */
import { gzip } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';

/** What fits into one packet gains nothing. */
const LEAST_BYTES = 1_000;

/** Every later `json` of this answer is sent compressed. */
export function compressJson(request: Request, response: Response, next: NextFunction): void {
  const sendPlain = response.json.bind(response);
  response.vary('Accept-Encoding').json = (body: unknown) => {
    const text = JSON.stringify(body);
    if (text.length < LEAST_BYTES || request.acceptsEncodings('gzip') !== 'gzip') return sendPlain(body);
    gzip(text, (error, small) => {
      if (error !== null) return void sendPlain(body);
      if (response.get('Content-Type') === undefined) response.type('json');
      response.set('Content-Encoding', 'gzip').send(small);
    });
    return response;
  };
  next();
}
