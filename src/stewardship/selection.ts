/** Which orders a page is about. */
import type { StatisticsQuery } from '../store/statistics.ts';

export interface Selection extends StatisticsQuery {
  readonly mode: 'live' | 'shadow';
  /** Visits for what the topics are about in the same months, as the reader's own system counts them. */
  readonly visits?: number;
}

/** A month as a page names it: `2026-03`, and how many months lie between. */
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const SHOWN_MONTHS = 12;
const MOST_MONTHS = 120;
const LONGEST = 200;

/** What was asked for in an address; what is missing or makes no sense is the last twelve months of what there is. */
export function readSelection(asked: Readonly<Record<string, unknown>>, latest: string): Selection {
  const to = month(asked['to']) ?? latest;
  const from = month(asked['from']) ?? monthsBefore(to, SHOWN_MONTHS - 1);
  const [first, last] = from <= to ? [from, to] : [to, from];
  const earliest = monthsBefore(last, MOST_MONTHS - 1);
  const client = typeof asked['client'] === 'string' ? asked['client'].slice(0, LONGEST) : '';
  const visits = /^\d{1,7}$/.test(String(asked['visits'] ?? '').trim()) ? Number(asked['visits']) : 0;
  return { from: first < earliest ? earliest : first, to: last, mode: asked['mode'] === 'shadow' ? 'shadow' : 'live', ...(client !== '' && { client }), ...(visits > 0 && { visits }) };
}

/** `2026-03`, so many months before. */
function monthsBefore(of: string, months: number): string {
  const count = Number(of.slice(0, 4)) * 12 + Number(of.slice(5)) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

function month(value: unknown): string | undefined {
  return typeof value === 'string' && MONTH.test(value) ? value : undefined;
}
