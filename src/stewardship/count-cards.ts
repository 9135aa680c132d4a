/** What became of cards. */
import type { StatisticsRow, TakenKind } from '../store/statistics.ts';
import type { Known } from './known.ts';
import { shareOf, type Share } from './share.ts';
import type { CardsPart } from './statistics.ts';
import { sumBy } from './sum-by.ts';

/**
 * Rows by template, indicator, outcome, reason and what was taken; and orders by why their advice was held back. Cards that stand beside another are in the
 * list of templates alone: whoever answers the advice has not left them unanswered.
 */
export function countCards(all: readonly StatisticsRow[], silences: readonly StatisticsRow[], seen: number, { isBeside }: Pick<Known, 'isBeside'>): CardsPart {
  const rows = all.filter(({ by }) => !isBeside(by.template));
  const accepted = rows.filter(({ by }) => by.outcome === 'accepted');
  const overridden = rows.filter(({ by }) => by.outcome === 'overridden');
  const critical = rows.filter(({ by }) => by.indicator === 'critical');
  const of = (outcome: string): number => total(critical.filter(({ by }) => by.outcome === outcome));
  return {
    ...outcomesOf(rows),
    beside: total(all) - total(rows),
    critical: { shown: total(critical), overridden: of('overridden'), ignored: of('ignored') },
    reasons: sumBy(overridden, ['reason']).map(({ count, by }) => ({ reason: by.reason ?? '', share: shareOf(count, total(overridden)) })),
    taken: sumBy(accepted, ['taken']).map(({ count, by }) => ({ taken: (by.taken ?? '') as TakenKind | '', share: shareOf(count, total(accepted)) })),
    silences: sumBy(silences, ['silence']).map(({ count, by }) => ({ silence: by.silence ?? '', share: shareOf(count, seen) })),
    templates: sumBy(all, ['template']).map(({ by }) => ({ template: by.template ?? '', ...outcomesOf(all.filter((row) => row.by.template === by.template)) })),
  };
}

function outcomesOf(rows: readonly StatisticsRow[]): { readonly shown: number; readonly accepted: Share; readonly overridden: Share; readonly ignored: Share } {
  const shown = total(rows);
  const share = (outcome: string): Share => shareOf(total(rows.filter(({ by }) => by.outcome === outcome)), shown);
  return { shown, accepted: share('accepted'), overridden: share('overridden'), ignored: share('ignored') };
}

function total(rows: readonly StatisticsRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
