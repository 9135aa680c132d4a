/** Turns calls away while too many are under way, so that those that are taken in stay fast. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { OverloadError } from '../errors.ts';

const SAMPLE_MS = 100;
/** An event loop that is late by so much, twice running, has work for longer than any caller waits. One large chart makes it late once. */
const LATE_MS = 1000;

export interface LoadShedder {
  /** Before a call costs anything. */
  readonly refuse: RequestHandler;
  /** Once its body is here: from now on it counts, until it is answered. */
  readonly enter: RequestHandler;
}

/** A shedder for so many calls at a time. */
export function createLoadShedder(mostInFlight: number): LoadShedder {
  let inFlight = 0;
  const isLate = watchLag();
  const refuse = (_request: Request, _response: Response, next: NextFunction): void => {
    if (inFlight >= mostInFlight || isLate()) throw new OverloadError('too many calls under way');
    next();
  };
  return {
    refuse,
    enter: (request, response, next) => {
      refuse(request, response, () => {
        inFlight += 1;
        response.once('close', () => { inFlight -= 1; });
        next();
      });
    },
  };
}

function watchLag(): () => boolean {
  let expected = performance.now() + SAMPLE_MS;
  let late = 0;
  let wasLate = 0;
  setInterval(() => {
    wasLate = late;
    late = performance.now() - expected;
    expected = performance.now() + SAMPLE_MS;
  }, SAMPLE_MS).unref();
  return () => Math.min(late, wasLate) > LATE_MS;
}
