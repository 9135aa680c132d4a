/** Everything below `/playground`, for the page at `/` alone: off where callers have to prove who they are, unless `PLAYGROUND=yes`. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { compressJson } from '../compress-json.ts';
import { outcomeOf } from '../operation-outcome.ts';
import { closeToOthers, pageHeaders } from '../serve-pages.ts';
import type { Services } from '../services.ts';
import type { LoadShedder } from '../shed-load.ts';
import { answerDecide } from './answer-decide.ts';
import { findPieces } from './find-pieces.ts';
import { listStories } from './list-stories.ts';
import { outlineTopics } from './outline-topics.ts';
import { readStory } from './read-story.ts';

/** A call goes through what a hook call does too, but for its token: limits and the body. A search is work as well, and turned away as soon. */
export function servePlayground(services: Services, load: LoadShedder, readBody: RequestHandler): Router {
  const router = express.Router();
  router.use(pageHeaders, closeToOthers, compressJson);
  if (!services.config.playground) return router.use(answerOff);
  router.route('/topics').get(outlineTopics(services)).all(refuse('GET, HEAD'));
  router.route('/stories').get(load.refuse, listStories(services)).all(refuse('GET, HEAD'));
  router.route('/stories/:story').get(readStory(services)).all(refuse('GET, HEAD'));
  router.route('/pieces').get(load.refuse, findPieces(services)).all(refuse('GET, HEAD'));
  router.route('/decide').post(load.refuse, readBody, load.enter, answerDecide(services)).all(refuse('POST'));
  return router.use((_request, response) => void response.status(404).json(outcomeOf('not-found', 'There is nothing at this path. The playground is at /.')));
}

function answerOff(_request: Request, response: Response): void {
  response.status(404).json(outcomeOf('not-found', 'The playground is off. PLAYGROUND=yes switches it on; it answers anybody who can reach it.'));
}

function refuse(allowed: string): RequestHandler {
  return (_request: Request, response: Response) => void response.status(405).set('Allow', allowed).json(outcomeOf('not-supported', `The method is not supported here. Allowed: ${allowed}.`));
}
