/** GET /playground/pieces: what can be added to a chart. */
import type { Request, RequestHandler, Response } from 'express';
import type { Piece } from '../../knowledge/open-pieces.ts';
import type { Services } from '../services.ts';
import { searchWords } from './search-words.ts';
import { topicsOf } from './topics-of.ts';

/** Things to add to a chart, by the names of codes; what the topics take them for is in the language of the page. */
export function findPieces({ shelf, topics }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const spoken = topicsOf(topics, request.query['lang']);
    const inWords = (piece: Piece): Piece => ({ ...piece, fact: spoken.find(({ messages }) => Object.hasOwn(messages, piece.fact))?.messages[piece.fact] ?? piece.fact });
    response.json({ pieces: (shelf?.findPieces(searchWords(request)) ?? []).map(inWords) });
  };
}
