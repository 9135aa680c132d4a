/** Puts what people said about orders beside what was decided. */
import { shareOf } from '../../stewardship/share.ts';
import { noRatings } from './count-outcomes.ts';
import { keyOf, type Labels } from './read-labels.ts';
import type { LabelPart, Rated } from './report.ts';

export interface LabelCount {
  /** `rated` is missing for an order that was not judged. */
  add(order: string, rated: Rated | undefined): void;
  report(): LabelPart;
}

export function countLabels(labels: Labels): LabelCount {
  const matrix = new Map([...new Set(labels.values())].sort().map((label) => [label, noRatings()] as const));
  const met = new Set<string>();
  const failed = new Set<string>();
  return {
    add(order, rated) {
      const key = keyOf(order);
      const label = labels.get(key);
      // Of several decisions about one order the first counts.
      if (label === undefined || met.has(key)) return;
      if (rated === undefined) return void failed.add(key);
      failed.delete(key);
      met.add(key);
      matrix.get(label)![rated] += 1;
    },
    report() {
      const count = (isLabelled: (label: string) => boolean, isRated: (rated: Rated) => boolean): number => [...matrix].filter(([label]) => isLabelled(label)).flatMap(([, ratings]) => Object.entries(ratings)).reduce((sum, [rated, n]) => sum + (isRated(rated as Rated) ? n : 0), 0);
      const isInappropriate = (label: string): boolean => label === 'inappropriate' || label === 'UNA';
      const isAppropriate = (label: string): boolean => !isInappropriate(label);
      const isNot = (rated: Rated): boolean => rated === 'UNA';
      const isOtherwise = (rated: Rated): boolean => rated !== 'UNA' && rated !== 'unrated';
      const [hit, missed, alarm, clear] = [count(isInappropriate, isNot), count(isInappropriate, isOtherwise), count(isAppropriate, isNot), count(isAppropriate, isOtherwise)];
      return {
        labels: labels.size, matched: met.size, notJudged: failed.size, unmatched: labels.size - met.size - failed.size,
        matrix: [...matrix].map(([label, ratings]) => ({ label, ratings, orders: Object.values(ratings).reduce((sum, n) => sum + n, 0) })),
        sensitivity: shareOf(hit, hit + missed), specificity: shareOf(clear, clear + alarm), positivePredictiveValue: shareOf(hit, hit + alarm), negativePredictiveValue: shareOf(clear, clear + missed),
      };
    },
  };
}
