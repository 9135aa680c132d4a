/** Writes an appropriateness rating on an order (Argonaut CDS Hooks for PAMA, ServiceRequest extensions). */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';
import type { RatingCategory } from '../decision/decision.ts';
import { say, type Words } from '../decision/words.ts';
import type { Coding } from './cds-response.ts';

const EXTENSION = 'http://fhir.org/argonaut/Extension/pama-rating';
const PAMA_RATING = 'http://fhir.org/argonaut/CodeSystem/pama-rating';
/** Our code system of the guideline's own categories. */
const CATEGORY = 'http://backstop.example.org/fhir/CodeSystem/appropriateness-category';

/** What is recorded on one order. */
export interface RatingRecord {
  /** Codings of the rating, PAMA's first (PAMA-4). */
  readonly codings: readonly Coding[];
  /** `urn:uuid:…`, one per order and evaluation (PAMA-6). */
  readonly consultId: string;
  /** The criteria document (PAMA-7). */
  readonly criteria?: string;
  readonly mechanismId?: string;
}

/** The rating as codings; "may be appropriate" counts as appropriate: the criteria do not speak against the study. */
export function ratingCodings(category: RatingCategory, words: Words): readonly Coding[] {
  return [pamaCoding(speaksAgainst(category) ? 'not-appropriate' : 'appropriate'), { system: CATEGORY, code: category, display: say(words, `rating.${category}`) }];
}

/** True for the one category that advises against a study. */
export function speaksAgainst(category: RatingCategory): boolean {
  return category === 'UNA';
}

/** One of PAMA's own answers. */
export function pamaCoding(code: 'appropriate' | 'not-appropriate'): Coding {
  return { system: PAMA_RATING, code };
}

/** The order with this rating in place of any it had (PAMA-9); nothing else about it changes (PAMA-3). */
export function recordRating(order: Resource, record: RatingRecord): Resource {
  const others = list(order['extension']).filter((extension) => !String(member(extension, 'url')).startsWith(EXTENSION));
  const rating = [
    { url: EXTENSION, valueCodeableConcept: { coding: record.codings } },
    ...(record.mechanismId === undefined ? [] : [{ url: `${EXTENSION}-qcdsm-consulted`, valueString: record.mechanismId }]),
    { url: `${EXTENSION}-consult-id`, valueUri: record.consultId },
    ...(record.criteria === undefined ? [] : [{ url: `${EXTENSION}-auc-applied`, valueUri: record.criteria }]),
  ];
  return { ...order, extension: [...others, ...rating] };
}
