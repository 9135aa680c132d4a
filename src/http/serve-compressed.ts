/** A package's file that is large as it is written: sent compressed to whoever can read that, as all browsers do. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/** `path` is below the installed packages, two folders above `web`; the file is read once, at the first request. */
export function serveCompressed(webFolder: string, path: string): RequestHandler {
  let kept: { readonly whole: Buffer; readonly small: Buffer; readonly tag: string } | undefined;
  return (request: Request, response: Response) => {
    kept ??= read(join(webFolder, '../../node_modules', path));
    const { whole, small, tag } = kept;
    const isSmall = request.acceptsEncodings('gzip') === 'gzip';
    response.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache', ETag: `"${tag}${isSmall ? '-gzip' : ''}"`, ...(isSmall && { 'Content-Encoding': 'gzip' }) });
    response.vary('Accept-Encoding').send(isSmall ? small : whole);
  };
}

function read(file: string): { readonly whole: Buffer; readonly small: Buffer; readonly tag: string } {
  const whole = readFileSync(file);
  return { whole, small: gzipSync(whole, { level: 9 }), tag: createHash('sha256').update(whole).digest('base64url').slice(0, 16) };
}
