/** A file of text that is larger than it has to be on the wire: sent compressed to whoever can read that, as all browsers do. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/** The file, a module or a style sheet, is read once, at the first request. */
export function serveCompressed(file: string): RequestHandler {
  const type = extname(file) === '.css' ? 'text/css' : 'text/javascript';
  let kept: { readonly whole: Buffer; readonly small: Buffer; readonly tag: string } | undefined;
  return (request: Request, response: Response) => {
    kept ??= read(file);
    const { whole, small, tag } = kept;
    const isSmall = request.acceptsEncodings('gzip') === 'gzip';
    response.set({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache', ETag: `"${tag}${isSmall ? '-gzip' : ''}"`, ...(isSmall && { 'Content-Encoding': 'gzip' }) });
    response.vary('Accept-Encoding').send(isSmall ? small : whole);
  };
}

function read(file: string): { readonly whole: Buffer; readonly small: Buffer; readonly tag: string } {
  const whole = readFileSync(file);
  return { whole, small: gzipSync(whole, { level: 9 }), tag: createHash('sha256').update(whole).digest('base64url').slice(0, 16) };
}
