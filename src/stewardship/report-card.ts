/** What one person who orders is told about their own orders, against their peers. */
import type { KeptOrder } from '../store/statistics.ts';
import type { Known } from './known.ts';
import { placeAmong, type Place } from './place-among.ts';
import { shareOf, type Share } from './share.ts';
import { SMALLEST, type RequestersPart } from './statistics.ts';

export interface ReportCard extends ReportCardOf {
  readonly seen: number;
  /** Rated usually not appropriate and not withdrawn or switched after advice, of rated orders; and as drafted. */
  readonly own: Share;
  readonly drafted: Share;
  /** Left out where there are too few orders, or too few peers. */
  readonly peers?: Place;
  readonly months: readonly { readonly month: string; readonly own: Share }[];
  /** Orders with a card that was overridden, and those of them without a reason. */
  readonly overridden: number;
  readonly withoutReason: number;
  /** The most frequent that were given, of those overridden. */
  readonly reasons: readonly { readonly reason: string; readonly share: Share }[];
  /** Orders overridden because of a red flag that is not in the chart: of all, and of those in `own`. */
  readonly redFlags: number;
  readonly redFlagsInOwn: number;
  /** Orders with a card about what cannot wait that was overridden or never answered. */
  readonly critical: number;
  /** Orders in `own` of which no card was shown. */
  readonly withoutCard: number;
  /** In `own`, with advice that was overridden or not answered, and no red flag reported: what cannot wait first, then the newest. */
  readonly cases: readonly KeptOrder[];
  /** What is worth trying next, by what the numbers show. */
  readonly next: 'few' | 'shadow' | 'urgent' | 'keep' | 'red-flags' | 'pattern' | 'reasons' | 'cases';
  readonly pattern?: { readonly variant: string; readonly study: string; readonly share: Share };
}

export interface ReportCardOf {
  readonly requester: string;
  readonly client: string;
  readonly from: string;
  readonly to: string;
  readonly mode: 'live' | 'shadow';
}

const MOST_CASES = 3;
const MOST_REASONS = 3;
/** Fewer peers would give away who they are. */
const FEWEST_PEERS = 5;
/** A pattern is worth naming when it is this part of what could be better. */
const LARGE = 0.4;

/** From their own orders, the newest first, and the comparison of all. */
export function reportCard(of: ReportCardOf, orders: readonly KeptOrder[], { compared }: RequestersPart, { isRedFlagReason, urgencyOf }: Known): ReportCard {
  const rated = orders.filter(({ rating }) => rating !== undefined);
  const kept = rated.filter(isKept);
  const overridden = orders.filter(({ outcome }) => outcome === 'overridden');
  const hasRedFlag = ({ outcome, reason }: KeptOrder): boolean => outcome === 'overridden' && isRedFlagReason(reason);
  const open = kept.filter((order) => !hasRedFlag(order));
  const cases = open.filter(isUnheeded);
  const isUrgent = ({ variant, urgency }: KeptOrder): boolean => urgency !== 'routine' || urgencyOf(variant) !== undefined;
  const self = compared.find((each) => each.requester === of.requester && each.client === of.client);
  const peers = compared.filter((each) => each !== self);
  const largest = ranked(open, ({ variant, study }) => JSON.stringify([variant, study]))[0];
  const [variant = '', study = ''] = largest === undefined ? [] : JSON.parse(largest.value) as [string, string];
  const card: Omit<ReportCard, 'next'> = {
    ...of, seen: orders.length, own: shareOf(kept.length, rated.length), drafted: shareOf(rated.filter(({ rating }) => rating === 'UNA').length, rated.length),
    ...(self !== undefined && peers.length >= FEWEST_PEERS && { peers: placeAmong(self, peers) }),
    months: monthsOf(rated),
    overridden: overridden.length, withoutReason: overridden.filter(({ reason }) => reason === undefined).length,
    reasons: ranked(overridden.filter(({ reason }) => reason !== undefined), ({ reason }) => reason!).slice(0, MOST_REASONS).map(({ value, count }) => ({ reason: value, share: shareOf(count, overridden.length) })),
    redFlags: overridden.filter(hasRedFlag).length, redFlagsInOwn: kept.length - open.length,
    critical: orders.filter((order) => order.indicator === 'critical' && isUnheeded(order)).length,
    withoutCard: kept.filter(({ outcome }) => outcome === 'none').length,
    cases: [...cases.filter(isUrgent), ...cases.filter((order) => !isUrgent(order))].slice(0, MOST_CASES),
    ...(largest !== undefined && { pattern: { variant, study, share: shareOf(largest.count, open.length) } }),
  };
  return { ...card, next: nextStep(card, open.length) };
}

/** Sent as it was drafted, as far as is known here: whether the study was done is not. */
function isKept({ rating, taken }: KeptOrder): boolean {
  return rating === 'UNA' && taken !== 'withdrawn' && taken !== 'switched';
}

function isUnheeded({ outcome }: KeptOrder): boolean {
  return outcome === 'overridden' || outcome === 'ignored';
}

function nextStep({ mode, own, drafted, peers, critical, redFlags, pattern, overridden, cases }: Omit<ReportCard, 'next'>, open: number): ReportCard['next'] {
  if (mode === 'shadow') return 'shadow';
  if (critical > 0) return 'urgent';
  if (drafted.of < SMALLEST) return 'few';
  if (open === 0) return redFlags > 0 ? 'red-flags' : 'keep';
  if (peers !== undefined && own.count / own.of <= peers.best.share) return 'keep';
  if (pattern !== undefined && pattern.share.count >= LARGE * open) return 'pattern';
  return overridden >= cases.length && overridden > 0 ? 'reasons' : 'cases';
}

function monthsOf(rated: readonly KeptOrder[]): ReportCard['months'] {
  const months = [...new Set(rated.map(({ at }) => at.slice(0, 7)))].sort();
  return months.map((month) => {
    const of = rated.filter(({ at }) => at.startsWith(month));
    return { month, own: shareOf(of.filter(isKept).length, of.length) };
  });
}

function ranked<Item>(items: readonly Item[], valueOf: (item: Item) => string): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(valueOf(item), (counts.get(valueOf(item)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
