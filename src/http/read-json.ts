/** Reads a JSON body: media type, size, syntax and depth (REQ-7, JSON-5, JSON-6). */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { isDeeperThan } from '../chart/depth.ts';
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
