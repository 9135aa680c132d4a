/** What one person who orders is told about their own orders, against their peers. */
import type { KeptOrder } from '../store/statistics.ts';
import { shareOf, type Share } from './share.ts';
import { SMALLEST, type Requester, type RequestersPart } from './statistics.ts';

/** Peers per step of ten per cent. */
export interface Step {
  /** Share in per cent where the step begins. */
  readonly from: number;
  readonly peers: number;
  readonly isOwn: boolean;
}

export interface ReportCard {
  readonly requester: string;
  readonly client: string;
  readonly from: string;
  readonly to: string;
  readonly seen: number;
  readonly own: Share;
  /** Left out where there are too few orders, or too few peers. */
  readonly peers?: {
    readonly count: number;
    /** The middle peer, and the one a tenth of the way from the lowest: what is achievable here. */
    readonly median: number;
    readonly best: number;
    readonly steps: readonly Step[];
    /** Peers with a lower share, of all peers, in per cent. */
    readonly percentile: number;
    readonly position: Requester['position'];
  };
  readonly months: readonly { readonly month: string; readonly own: Share }[];
  /** Orders with a card that was overridden, and those of them without a reason. */
  readonly overridden: number;
  readonly withoutReason: number;
  /** The most frequent that were given, of those overridden. */
  readonly reasons: readonly { readonly reason: string; readonly share: Share }[];
  /** Rated usually not appropriate at the last look, and the advice was not taken: the newest first. */
  readonly cases: readonly KeptOrder[];
  /** What is worth trying next, by what the numbers show. */
  readonly next: 'few' | 'keep' | 'pattern' | 'reasons' | 'cases';
  readonly pattern?: { readonly variant: string; readonly study: string; readonly share: Share };
}

export interface ReportCardOf {
  readonly requester: string;
  readonly client: string;
  readonly from: string;
  readonly to: string;
}

const STEP = 10;
const MOST_CASES = 3;
const MOST_REASONS = 3;
/** Fewer peers would give away who they are. */
const FEWEST_PEERS = 5;
/** A pattern is worth naming when it is this part of what could be better. */
const LARGE = 0.4;

/** From their own orders, the newest first, and the comparison of all. */
export function reportCard({ requester, client, from, to }: ReportCardOf, orders: readonly KeptOrder[], { compared }: RequestersPart): ReportCard {
  const rated = orders.filter(({ rating }) => rating !== undefined);
  const una = rated.filter(({ rating }) => rating === 'UNA');
  const own = shareOf(una.length, rated.length);
  const self = compared.find((each) => each.requester === requester && each.client === client);
  const peers = compared.filter((each) => each !== self);
  const overridden = orders.filter(({ outcome }) => outcome === 'overridden');
  const cases = una.filter(({ outcome }) => outcome === 'overridden' || outcome === 'ignored').slice(0, MOST_CASES);
  const pattern = largest(una, ({ variant, study }) => JSON.stringify([variant, study]));
  const [variant, study] = pattern === undefined ? [] : JSON.parse(pattern.value) as [string, string];
  const position = self === undefined || peers.length < FEWEST_PEERS ? undefined : placeAmong(self, peers);
  return {
    requester, client, from, to, seen: orders.length, own,
    ...(position !== undefined && { peers: position }),
    months: monthsOf(rated),
    overridden: overridden.length, withoutReason: overridden.filter(({ reason }) => reason === undefined).length,
    reasons: ranked(overridden.filter(({ reason }) => reason !== undefined), ({ reason }) => reason!).slice(0, MOST_REASONS).map(({ value, count }) => ({ reason: value, share: shareOf(count, overridden.length) })),
    cases,
    next: nextStep(own, position, pattern, una.length, overridden.length, cases.length),
    ...(variant !== undefined && study !== undefined && pattern !== undefined && { pattern: { variant, study, share: shareOf(pattern.count, una.length) } }),
  };
}

function placeAmong(self: Requester, peers: readonly Requester[]): NonNullable<ReportCard['peers']> {
  const shares = peers.map(({ notAppropriate: { share } }) => share!).sort((a, b) => a - b);
  const at = (part: number): number => shares[Math.min(shares.length - 1, Math.floor(part * shares.length))]!;
  const own = self.notAppropriate.share!;
  const stepOf = (share: number): number => Math.min(100 / STEP - 1, Math.floor((share * 100) / STEP));
  return {
    count: peers.length, median: at(0.5), best: at(0.1),
    steps: Array.from({ length: 100 / STEP }, (_, step) => ({ from: step * STEP, peers: shares.filter((share) => stepOf(share) === step).length, isOwn: stepOf(own) === step })),
    percentile: Math.round((100 * shares.filter((share) => share < own).length) / shares.length),
    position: self.position,
  };
}

function nextStep(own: Share, peers: ReportCard['peers'], pattern: { readonly count: number } | undefined, una: number, overridden: number, cases: number): ReportCard['next'] {
  if (own.of < SMALLEST) return 'few';
  if (una === 0 || (peers !== undefined && own.share! <= peers.best)) return 'keep';
  if (pattern !== undefined && pattern.count >= LARGE * una) return 'pattern';
  return overridden >= cases && overridden > 0 ? 'reasons' : 'cases';
}

function monthsOf(rated: readonly KeptOrder[]): ReportCard['months'] {
  const months = [...new Set(rated.map(({ at }) => at.slice(0, 7)))].sort();
  return months.map((month) => {
    const of = rated.filter(({ at }) => at.startsWith(month));
    return { month, own: shareOf(of.filter(({ rating }) => rating === 'UNA').length, of.length) };
  });
}

function ranked<Item>(items: readonly Item[], valueOf: (item: Item) => string): { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(valueOf(item), (counts.get(valueOf(item)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function largest<Item>(items: readonly Item[], valueOf: (item: Item) => string): { readonly value: string; readonly count: number } | undefined {
  return ranked(items, valueOf)[0];
}
