/** Reads a JSON body: media type, size, syntax and depth (REQ-7, JSON-5, JSON-6). */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { RequestError } from '../errors.ts';
import { outcomeOf } from './operation-outcome.ts';

/** Deeper than any FHIR resource; a walk over what is left cannot exhaust the stack. */
const DEEPEST = 100;
const JSON_TYPE = /^application\/(?:json|[\w.!#$&^+-]+\+json)\s*(?:;|$)/i;

/** Sets `request.body`; what cannot be read is answered with 400, 413 or 415. */
export function readJson(maxBodyBytes: number): readonly RequestHandler[] {
  return [requireJsonType, express.json({ limit: maxBodyBytes, strict: false, type: () => true }), refuseDeepJson];
}

/** A missing header is no reason to refuse: some clients leave it out. */
function requireJsonType(request: Request, response: Response, next: NextFunction): void {
  const type = request.headers['content-type']?.trim() ?? '';
  if (type === '' || JSON_TYPE.test(type)) return next();
  response.status(415).json(outcomeOf('not-supported', 'The Content-Type must be application/json.'));
}

function refuseDeepJson(request: Request, _response: Response, next: NextFunction): void {
  if (isDeeperThan(request.body, DEEPEST)) throw new RequestError([{ pointer: '', message: `The body is nested deeper than ${DEEPEST} levels.` }]);
  next();
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(item, levels - 1));
  for (const name in value) {
    const item = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof item === 'object' && isDeeperThan(item, levels - 1)) return true;
  }
  return false;
}
