/** POST /cds-services/{id}/feedback: what became of a card (CDS Hooks 2.0, Feedback; FB-1 to FB-5). */
import type { Request, RequestHandler, Response } from 'express';
import { isObject } from '../chart/shape/element.ts';
import { RequestError } from '../errors.ts';
import { noteCall } from './call-record.ts';

/** Checks and counts; comments and reasons are neither kept nor logged (FB-7). */
export function takeFeedback(): RequestHandler {
  return (request: Request, response: Response) => {
    const counts = countFeedback(request.body);
    noteCall(response, { feedback: counts });
    response.json({});
  };
}

export interface FeedbackCounts {
  readonly accepted: number;
  readonly overridden: number;
  /** Entries without a card or a known outcome. */
  readonly unusable: number;
}

/**
 * Counts the entries of a feedback body. Liberal in all but card and outcome, as clients differ in everything else (FB-4): a card need
 * not be a UUID, a reason may be missing, flat, plural or an extension. Throws RequestError when there is nothing to count.
 */
export function countFeedback(body: unknown): FeedbackCounts {
  const entries = isObject(body) ? body['feedback'] : undefined;
  if (!Array.isArray(entries)) throw new RequestError([{ pointer: '/feedback', message: 'feedback must be an array.' }]);
  const accepted = entries.filter((entry) => isOutcome(entry, 'accepted')).length;
  const overridden = entries.filter((entry) => isOutcome(entry, 'overridden')).length;
  const unusable = entries.length - accepted - overridden;
  if (entries.length > 0 && unusable === entries.length) {
    throw new RequestError(entries.slice(0, 20).map((_, index) => ({ pointer: `/feedback/${index}`, message: 'An entry needs card (the uuid of a card) and outcome ("accepted" or "overridden").' })));
  }
  return { accepted, overridden, unusable };
}

function isOutcome(entry: unknown, outcome: 'accepted' | 'overridden'): boolean {
  return isObject(entry) && typeof entry['card'] === 'string' && entry['card'] !== '' && entry['outcome'] === outcome;
}
