/** Counts a simulated year again, from the raw log alone and in the plainest way: what the pages say is compared with this. */
import type { AnsweredCard, Look, Report, Year } from './simulated-year.ts';

export interface CountedCard extends AnsweredCard {
  readonly template: string;
  /** It stands beside another card as information. */
  readonly isBeside: boolean;
  readonly outcome: 'accepted' | 'overridden' | 'ignored';
  readonly reason: string | undefined;
  readonly taken: string | undefined;
}

export interface CountedOrder {
  readonly looks: readonly Look[];
  readonly at: string;
  readonly month: string;
  readonly client: string;
  readonly isShadow: boolean;
  readonly requester: string | undefined;
  readonly study: string;
  readonly variant: string;
  readonly rating: string | undefined;
  readonly firstRating: string | undefined;
  readonly unrated: string | undefined;
  readonly missing: readonly string[];
  readonly short: readonly string[];
  readonly cards: readonly CountedCard[];
  readonly outcome: 'accepted' | 'overridden' | 'ignored' | 'none';
  readonly reason: string | undefined;
  readonly taken: string | undefined;
  readonly measure: string;
  /** Advice that was given for the same patient, variant and study was not given again. */
  readonly isHeldBack: boolean;
}

const DAY_MS = 86_400_000;
const STRENGTH = ['withdrawn', 'switched', 'kept'];
/** What each label of a suggestion does to the study, read by a person. */
const TAKEN: readonly (readonly [RegExp, string])[] = [
  [/^Order conservative care instead$/, 'withdrawn'], [/^Cancel the study only$/, 'withdrawn'], [/^Add /, 'kept'], [/^Make the MRI stat/, 'kept'], [/^Order MRI lumbar spine /, 'switched'],
];

/** All orders of the year, the oldest first. */
export function recountYear({ looks, reports }: Pick<Year, 'looks' | 'reports'>): readonly CountedOrder[] {
  const groups: Look[][] = [];
  for (const look of looks) {
    const group = groups.findLast(([first]) => first!.client === look.client && first!.patient === look.patient && first!.order === look.order);
    if (group !== undefined && Date.parse(look.at) - Date.parse(group.at(-1)!.at) <= DAY_MS) group.push(look);
    else groups.push([look]);
  }
  const orders = groups.map((group) => countOrder(group, reports, looks));
  // An eligible order within 28 days of another of the same patient belongs to the same episode.
  return orders.map((order, index) => ({ ...order, measure: order.measure === 'eligible' && orders.slice(0, index).some((each) => each.measure === 'eligible' && each.client === order.client && each.looks[0]!.patient === order.looks[0]!.patient && Date.parse(order.at) - Date.parse(each.at) <= 28 * DAY_MS) ? 'again' : order.measure }));
}

/** Every card once, with the month it was shown in. */
export function recountCards(orders: readonly CountedOrder[]): readonly CountedCard[] {
  return [...new Map(orders.flatMap(({ cards }) => cards.map((card) => [card.uuid, card] as const))).values()];
}

function countOrder(looks: readonly Look[], reports: readonly Report[], all: readonly Look[]): CountedOrder {
  const first = looks[0]!;
  const last = looks.at(-1)!;
  const rated = ({ pattern, study }: Look): string | undefined => pattern.ratings?.[study];
  const cards = looks.flatMap(cardsOf).map((card) => countCard(card, reports));
  // What becomes of an offer beside the advice is no answer to it.
  const advice = cards.filter(({ isBeside }) => !isBeside);
  const has = (outcome: string): boolean => advice.some((card) => card.outcome === outcome);
  return {
    looks, at: first.at, month: first.at.slice(0, 7), client: first.client, isShadow: first.isShadow, requester: last.requester, study: last.study, variant: last.pattern.variant,
    rating: rated(last), firstRating: rated(first), unrated: last.pattern.unrated, missing: last.pattern.missing?.[last.study] ?? [], short: last.pattern.short ?? [], cards,
    outcome: has('accepted') ? 'accepted' : has('overridden') ? 'overridden' : advice.length > 0 ? 'ignored' : 'none',
    reason: has('accepted') ? undefined : lastReason(advice, reports), taken: strongest(advice.map(({ taken }) => taken)), measure: measureOf(last), isHeldBack: looks.some((look) => isHeldBack(look, all)),
  };
}

/** Intake runs from 1 January to 3 December. */
function measureOf({ at, pattern: { measure, startedBefore = 0 } }: Look): string {
  const start = new Date(Date.parse(at) - startedBefore * DAY_MS).toISOString().slice(5, 10);
  return (measure === 'eligible' || measure === 'excluded') && start > '12-03' ? 'outside' : measure;
}

/** It has no card, though an earlier look at the same patient, with the same to be said, had one. */
function isHeldBack(look: Look, all: readonly Look[]): boolean {
  return cardsOf(look).length === 0 && all.slice(0, all.indexOf(look)).some((earlier) => earlier.client === look.client && earlier.patient === look.patient && earlier.pattern === look.pattern && earlier.study === look.study && cardsOf(earlier).length > 0);
}

function cardsOf({ cards, order, isShadow }: Look): readonly AnsweredCard[] {
  return isShadow ? [] : cards.filter(({ extension }) => extension['org.backstop.decision']!.orders.includes(`ServiceRequest/${order}`));
}

function countCard(card: AnsweredCard, reports: readonly Report[]): CountedCard {
  const told = reports.filter((report) => report.card === card.uuid);
  const accepted = told.filter(({ outcome }) => outcome === 'accepted');
  const taken = accepted.flatMap(({ acceptedSuggestions }) => acceptedSuggestions.map((uuid) => takenBy(card.suggestions!.find((each) => each.uuid === uuid)!.label)));
  return {
    ...card, template: card.extension['org.backstop.decision']!.card, isBeside: card.extension['org.backstop.decision']!.card === 'care-options',
    outcome: accepted.length > 0 ? 'accepted' : told.length > 0 ? 'overridden' : 'ignored', reason: accepted.length > 0 ? undefined : told.at(-1)?.reason, taken: strongest(taken),
  };
}

/** Of the last override of any card of the order; acceptance wins. */
function lastReason(cards: readonly CountedCard[], reports: readonly Report[]): string | undefined {
  return reports.findLast(({ card, outcome }) => outcome === 'overridden' && cards.some(({ uuid }) => uuid === card))?.reason;
}

function takenBy(label: string): string {
  const found = TAKEN.find(([pattern]) => pattern.test(label));
  if (found === undefined) throw new Error(`Nobody has read what this suggestion does: ${label}`);
  return found[1];
}

function strongest(taken: readonly (string | undefined)[]): string | undefined {
  return STRENGTH.find((each) => taken.includes(each));
}
