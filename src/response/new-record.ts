/** Starts the record of one rating. */
import type { RatingCategory } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import type { ResponseOptions } from './judged.ts';
import { ratingCodings, type RatingRecord } from './record-rating.ts';

/** A consultation of its own: the category, the criteria it comes from, and a fresh id (PAMA-4 to PAMA-7). */
export function newRecord(category: RatingCategory, topic: Topic, { newId, mechanismId }: Pick<ResponseOptions, 'newId' | 'mechanismId'>): RatingRecord {
  return {
    codings: ratingCodings(category, topic.words),
    consultId: `urn:uuid:${newId()}`,
    ...(topic.source.url !== undefined && { criteria: topic.source.url }),
    ...(mechanismId !== undefined && { mechanismId }),
  };
}
