/** Lets web clients call from another origin (CORS-1 to CORS-3). Runs before anything can fail, so that errors carry the headers too (HTTP-7). */
import cors from 'cors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';

const TWO_HOURS_S = 7200;

/** Answers every preflight without authentication; allows no credentials. */
export function openToBrowsers({ allowedOrigins, auth }: Pick<Config, 'allowedOrigins' | 'auth'>): readonly RequestHandler[] {
  const crossOrigin = cors({
    origin: allowedOrigins === '*' ? '*' : [...allowedOrigins],
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Accept'],
    maxAge: TWO_HOURS_S,
  });
  return auth === 'off' ? [allowPrivateNetwork, crossOrigin] : [crossOrigin];
}

/** Lets the public sandbox, an https page, reach a service on this machine while it is being tried out. */
function allowPrivateNetwork(request: Request, response: Response, next: NextFunction): void {
  if (request.headers['access-control-request-private-network'] === 'true') response.set('Access-Control-Allow-Private-Network', 'true');
  next();
}
