/** What a list of orders is narrowed to, as an address says it. */
import type { OrderField, OrdersQuery } from '../store/statistics.ts';
import type { Named, Words } from './words.ts';

type Where = NonNullable<OrdersQuery['where']>;

const FIELDS: Readonly<Record<OrderField, { readonly title: string; readonly kind?: Named }>> = {
  rating: { title: 'Rating', kind: 'rating' }, firstRating: { title: 'First rating', kind: 'rating' }, unrated: { title: 'Not rated because', kind: 'unrated' }, variant: { title: 'Variant', kind: 'variant' }, variantKind: { title: 'Kind of variant' },
  study: { title: 'Study', kind: 'study' }, certainty: { title: 'Certainty', kind: 'certainty' }, advice: { title: 'Advice' }, indicator: { title: 'Card', kind: 'indicator' }, outcome: { title: 'Outcome', kind: 'outcome' }, taken: { title: 'Taken', kind: 'taken' },
  reason: { title: 'Reason', kind: 'reason' }, requester: { title: 'Requester' }, measure: { title: 'Measure', kind: 'measure' }, silence: { title: 'Held back', kind: 'silence' }, finding: { title: 'Fact that could change the rating', kind: 'finding' }, read: { title: 'Read that fell short', kind: 'read' }, template: { title: 'Card of the kind', kind: 'template' },
};
const LONGEST = 300;

/** The fields that are asked for; the empty text is for orders that have none. */
export function readNarrowing(asked: Readonly<Record<string, unknown>>): Where {
  return Object.fromEntries(Object.keys(FIELDS).flatMap((field) => (typeof asked[field] === 'string' ? [[field, asked[field].slice(0, LONGEST)]] : [])));
}

/** What it is narrowed to, in words. */
export function narrowingWords(where: Where, words: Words): readonly { readonly field: string; readonly title: string; readonly value: string }[] {
  return (Object.keys(where) as OrderField[]).map((field) => {
    const { title, kind } = FIELDS[field];
    const value = where[field]!;
    return { field, title, value: kind === undefined ? value || '(none)' : words.of(kind, value) };
  });
}
