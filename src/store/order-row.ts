/** An order as it is kept: put together from its evaluations, in whatever order they come, two parts at a time. */
import type { Silence } from '../decision/stay-silent.ts';
import type { Row, Value } from './database.ts';
import type { DecisionOutcome } from './decision-record.ts';
import { joinFates, type Fate } from './join-fates.ts';

/** Names are those of the columns, in camel case. Times are milliseconds since 1970. */
export interface OrderRow extends Fate {
  readonly id: string;
  readonly at: number;
  /** Of its last evaluation. */
  readonly until: number;
  readonly lastDecision: string;
  readonly evaluations: number;
  readonly client: string;
  readonly tenant: string | undefined;
  readonly mode: string;
  readonly requester: string | undefined;
  readonly patient: string;
  readonly orderKey: string;
  readonly version: string;
  readonly study: string;
  readonly variant: string;
  readonly variantKind: string;
  readonly certainty: string | undefined;
  readonly rating: string | undefined;
  readonly firstRating: string | undefined;
  readonly unrated: string | undefined;
  readonly advice: string;
  readonly urgency: string;
  readonly indicator: string | undefined;
  /** What its last evaluation says of the measure, and within how many days an eligible order counts once. */
  readonly ownMeasure: string | undefined;
  readonly measureDays: number | undefined;
  /** The same in view of the patient's orders before. */
  readonly measure: string | undefined;
  /** Why advice was held back, the weightiest reason of all its evaluations. */
  readonly silence: Silence['because'] | undefined;
  readonly missing: readonly string[];
  readonly short: readonly string[];
  /** Templates of its cards. */
  readonly templates: readonly string[];
}

/** Of fields that were asked about: there are some dozens. */
const COLUMNS = new Map<string, string>();
const LISTS: readonly string[] = ['missing', 'short', 'templates'];
const SILENCES: readonly (Silence['because'] | undefined)[] = [undefined, 'shown-when-selected', 'overridden-in-encounter', 'overridden-with-reason'];
const INDICATORS: readonly (string | undefined)[] = [undefined, 'info', 'warning', 'critical'];

/** One order made of two parts of it. It does not matter which part comes first, nor how several are paired. */
export function combineOrders(one: OrderRow, other: OrderRow): OrderRow {
  const first = isBefore([one.at, one.id], [other.at, other.id]) ? one : other;
  const last = isBefore([one.until, one.lastDecision], [other.until, other.lastDecision]) ? other : one;
  return {
    ...last,
    ...joinFates(one, other),
    id: first.id,
    at: first.at,
    firstRating: first.firstRating,
    silence: SILENCES[Math.max(SILENCES.indexOf(one.silence), SILENCES.indexOf(other.silence))],
    evaluations: one.evaluations + other.evaluations,
    indicator: INDICATORS[Math.max(INDICATORS.indexOf(one.indicator), INDICATORS.indexOf(other.indicator))],
    templates: [...new Set([...one.templates, ...other.templates])].sort(),
  };
}

/** In the order of time; of those at one moment, by id. */
export function isBefore([at, id]: readonly [number, string], [otherAt, otherId]: readonly [number, string]): boolean {
  return at < otherAt || (at === otherAt && id < otherId);
}

export function columnsOfOrder(order: OrderRow): Readonly<Record<string, Value | undefined>> {
  const columns: Record<string, Value | undefined> = {};
  for (const [name, value] of Object.entries(order)) columns[columnOf(name)] = Array.isArray(value) ? JSON.stringify(value) : value as Value | undefined;
  return columns;
}

/** A row of `orders`. */
export function orderOfColumns(row: Row): OrderRow {
  const { at, until, told, evaluations } = row;
  const entries = Object.entries(row).map(([column, value]) => {
    const name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, LISTS.includes(name) ? JSON.parse(String(value)) as unknown : value ?? undefined];
  });
  return { ...Object.fromEntries(entries), at: Number(at), until: Number(until), told: Number(told), evaluations: Number(evaluations), outcome: row['outcome'] as DecisionOutcome } as unknown as OrderRow;
}

/** The column of a field: `variantKind` is `variant_kind`. */
export function columnOf(name: string): string {
  const known = COLUMNS.get(name);
  if (known !== undefined) return known;
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  COLUMNS.set(name, column);
  return column;
}
