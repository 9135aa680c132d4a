/** Turns calls away while too many are under way, so that those that are taken in stay fast. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { OverloadError } from '../errors.ts';
import { whenAnswered } from './when-answered.ts';

const SAMPLE_MS = 100;
const LARGEST_SHARE = 0.75;

export interface LoadShedder {
  /** Before a call costs anything. */
  readonly refuse: RequestHandler;
  /** Once its body is here: from now on it counts, until it is answered. */
  readonly enter: RequestHandler;
}

export interface LoadLimits {
  /** Calls at a time, of which one owner gets three in four at most. */
  readonly maxInFlight: number;
  /** An event loop that is late by so much, twice running, has work for longer than any caller waits. One large chart makes it late once. */
  readonly maxLagMs: number;
}

/** A shedder; `ownerOf` names the one a call counts for, if it is to be told apart. */
export function createLoadShedder({ maxInFlight: mostInFlight, maxLagMs }: LoadLimits, ownerOf: (request: Request) => string | undefined): LoadShedder {
  const share = Math.max(1, Math.floor(mostInFlight * LARGEST_SHARE));
  const byOwner = new Map<string, number>();
  let inFlight = 0;
  const isLate = watchLag(maxLagMs);
  const refuse = (_request: Request, _response: Response, next: NextFunction): void => {
    if (inFlight >= mostInFlight || isLate()) throw new OverloadError('too many calls under way');
    next();
  };
  return {
    refuse,
    enter: (request, response, next) => {
      refuse(request, response, () => {
        const owner = ownerOf(request);
        const own = owner === undefined ? 0 : byOwner.get(owner) ?? 0;
        if (own >= share) throw new OverloadError('too many calls of one client under way');
        inFlight += 1;
        if (owner !== undefined) byOwner.set(owner, own + 1);
        whenAnswered(response, () => {
          inFlight -= 1;
          if (owner === undefined) return;
          const left = byOwner.get(owner)! - 1;
          if (left > 0) byOwner.set(owner, left);
          else byOwner.delete(owner);
        });
        next();
      });
    },
  };
}

function watchLag(maxLagMs: number): () => boolean {
  let expected = performance.now() + SAMPLE_MS;
  let late = 0;
  let wasLate = 0;
  setInterval(() => {
    wasLate = late;
    late = performance.now() - expected;
    expected = performance.now() + SAMPLE_MS;
  }, SAMPLE_MS).unref();
  return () => Math.min(late, wasLate) > maxLagMs;
}
