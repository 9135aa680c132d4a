/** GET /playground/pieces: what can be added to a chart. */
import type { Request, RequestHandler, Response } from 'express';
import type { Services } from '../services.ts';
import { searchWords } from './search-words.ts';

/** Things to add to a chart. */
export function findPieces({ shelf }: Services): RequestHandler {
  return (request: Request, response: Response) => void response.json({ pieces: shelf?.findPieces(searchWords(request)) ?? [] });
}
