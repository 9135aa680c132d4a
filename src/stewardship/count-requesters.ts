/** Compares those who order with each other: who is beyond chance, and nobody who has too few orders. */
import type { StatisticsRow } from '../store/statistics.ts';
import { controlLimits } from './control-limits.ts';
import { shareOf } from './share.ts';
import { SMALLEST, type Requester, type RequestersPart } from './statistics.ts';

/** Of a hundred that order alike, five lie beyond the inner limits; of a thousand, two beyond the outer. */
const INNER_TAIL = 0.025;
const OUTER_TAIL = 0.001;
const LINE_POINTS = 24;

/** Rows by client, requester, rating and what was taken. Who withdraws or switches an order after advice is not counted as one who sent it. */
export function countRequesters(rows: readonly StatisticsRow[]): RequestersPart {
  const rated = rows.filter(({ by }) => by.rating !== undefined);
  const named = rated.filter(({ by }) => by.requester !== undefined);
  const people = new Map<string, { readonly client: string; readonly requester: string; of: number; count: number; drafted: number }>();
  for (const { count, by: { client = '', requester = '', rating, taken } } of named) {
    const key = JSON.stringify([client, requester]);
    const person = people.get(key) ?? { client, requester, of: 0, count: 0, drafted: 0 };
    person.of += count;
    if (rating === 'UNA') person.drafted += count;
    if (rating === 'UNA' && taken !== 'withdrawn' && taken !== 'switched') person.count += count;
    people.set(key, person);
  }
  const all = [...people.values()];
  const sum = (of: typeof all, part: 'count' | 'drafted' = 'count') => shareOf(of.reduce((total, each) => total + each[part], 0), of.reduce((total, each) => total + each.of, 0));
  const overall = sum(all);
  const common = overall.of === 0 ? 0 : overall.count / overall.of;
  const few = all.filter(({ of }) => of < SMALLEST);
  const compared = all.filter(({ of }) => of >= SMALLEST).map(({ client, requester, of, count, drafted }): Requester => ({ requester, client, notAppropriate: shareOf(count, of), drafted: shareOf(drafted, of), position: positionOf(count, of, common) }));
  return {
    known: all.length, overall, drafted: sum(all, 'drafted'), unnamed: rated.reduce((total, { count, by }) => (by.requester === undefined ? total + count : total), 0),
    compared: compared.sort((a, b) => excess(b, common) - excess(a, common) || (`${a.client} ${a.requester}` < `${b.client} ${b.requester}` ? -1 : 1)),
    pooled: { requesters: few.length, notAppropriate: sum(few) },
    limits: linesFor(compared, common),
  };
}

/** Orders rated usually not appropriate beyond what the common share would give: where most can be gained comes first. */
function excess({ notAppropriate: { count, of } }: Requester, common: number): number {
  return count - of * common;
}

function positionOf(count: number, of: number, common: number): Requester['position'] {
  const outer = controlLimits(of, common, OUTER_TAIL);
  const inner = controlLimits(of, common, INNER_TAIL);
  if (count > outer.most) return 'above';
  if (count < outer.fewest) return 'below';
  if (count > inner.most) return 'near-above';
  return count < inner.fewest ? 'near-below' : 'inside';
}

/** Close together where the funnel is steep. */
function linesFor(compared: readonly Requester[], common: number): RequestersPart['limits'] {
  if (compared.length === 0) return [];
  const most = compared.reduce((largest, { notAppropriate: { of } }) => Math.max(largest, of), SMALLEST) * 1.1;
  const numbers = Array.from({ length: LINE_POINTS }, (_, step) => Math.round(SMALLEST * (most / SMALLEST) ** (step / (LINE_POINTS - 1))));
  const round = (value: number): number => Math.round(value * 10_000) / 10_000;
  return [...new Set(numbers)].map((of) => {
    const [inner, outer] = [controlLimits(of, common, INNER_TAIL), controlLimits(of, common, OUTER_TAIL)];
    return { of, low998: round(outer.low), low95: round(inner.low), high95: round(inner.high), high998: round(outer.high) };
  });
}
