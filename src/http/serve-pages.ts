/** What every page for people is served with: its files, its headers, and a page instead of an OperationOutcome where a person looks. */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { serveCompressed } from './serve-compressed.ts';

/** Files of our own, below `/assets`, text of them compressed; they change with the release, so browsers ask again. */
export function serveAssets(webFolder: string): RequestHandler {
  const folder = join(webFolder, 'assets');
  const router = express.Router();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) if (/\.(js|css)$/.test(file)) router.get(`/${file.split(sep).join('/')}`, serveCompressed(join(folder, file)));
  return router.use(express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders: (response) => void response.set('Cache-Control', 'no-cache') }));
}

/** A package's file beside our own; the packages are installed two folders above `web`. */
export function servePackageFile(webFolder: string, path: string): RequestHandler {
  const file = join(webFolder, '../../node_modules', path);
  return (_request: Request, response: Response, next: NextFunction) => response.sendFile(file, { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } }, (error) => void (error && next(error)));
}

/** Only what this service itself serves is loaded, run or sent to; no other site may show the page in a frame. */
export const pageHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
  },
  referrerPolicy: { policy: 'same-origin' },
});

/** True for a browser's own navigation; programs that say nothing get JSON. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/** A page is for one's own browser: no other origin may read it, though it may call the hooks. */
export function closeToOthers(_request: Request, response: Response, next: NextFunction): void {
  for (const name of ['Access-Control-Allow-Origin', 'Access-Control-Allow-Private-Network']) response.removeHeader(name);
  response.set('Cross-Origin-Resource-Policy', 'same-origin');
  next();
}
