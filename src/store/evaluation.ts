/** What one decision contributes to its order. */
import { keyOfCard, type CardRow } from './card-row.ts';
import type { Row } from './database.ts';
import type { GivenSuggestion, RecordedGap } from './decision-record.ts';
import type { WouldChange } from '../decision/decision.ts';
import { joinFates, NO_CARD, NOTHING_HEARD, type Fate } from './join-fates.ts';
import type { OrderRow } from './order-row.ts';
import { readFate } from './read-fate.ts';
import type { Outcome } from './store.ts';

/** A decision's columns with `would_change` and `gaps` of its details, the columns of its cards, and of all that was said of those. */
export interface EvaluationSource {
  readonly decisions: readonly Row[];
  readonly cards: readonly Row[];
  readonly reports: readonly Row[];
}

export interface Evaluation {
  readonly id: string;
  readonly fate: Fate;
  /** The order it would be if nothing else were known of it. */
  readonly order: OrderRow;
}

/** Evaluations and their cards. Of a card that is about several decisions, the first says how it was shown. */
export function readEvaluations({ decisions, cards, reports }: EvaluationSource, known: readonly CardRow[] = []): { readonly evaluations: readonly Evaluation[]; readonly cards: readonly CardRow[] } {
  const modes = new Map(decisions.map(({ id, mode }) => [id, String(mode)]));
  const reportsOf = Map.groupBy(reports, (row) => keyOf(row));
  const rows = new Map(known.map((card) => [keyOfCard(card), card]));
  for (const row of cards) {
    if (!rows.has(keyOf(row))) rows.set(keyOf(row), cardOf(row, modes.get(row['decision']!) ?? String(row['mode']), reportsOf.get(keyOf(row)) ?? []));
  }
  const cardsOf = Map.groupBy(cards, ({ decision }) => decision);
  return {
    evaluations: decisions.map((row) => evaluationOf(row, (cardsOf.get(row['id']!) ?? []).map((card) => rows.get(keyOf(card))!))),
    cards: [...rows.values()],
  };
}

function keyOf(row: Row): string {
  return keyOfCard({ uuid: String(row['uuid']), client: String(row['client']) });
}

function cardOf(row: Row, mode: string, reports: readonly Row[]): CardRow {
  const suggestions = JSON.parse(String(row['suggestions'])) as readonly GivenSuggestion[];
  const fate = reports.map((report) => readFate({
    seq: Number(report['seq']), outcome: report['outcome'] as Outcome, reason: textOf(report['counted']), accepted: JSON.parse(String(report['suggestions'])) as readonly string[],
  }, suggestions)).reduce(joinFates, NOTHING_HEARD);
  return { uuid: String(row['uuid']), client: String(row['client']), at: Number(row['at']), mode, template: String(row['template']), indicator: String(row['indicator']), beside: Number(row['beside'] ?? 0), ...fate };
}

function evaluationOf(row: Row, cards: readonly CardRow[]): Evaluation {
  const text = (name: string): string => String(row[name]);
  const rating = textOf(row['rating']);
  const measure = textOf(row['measure']);
  const fate = cards.filter(({ beside }) => beside === 0).reduce<Fate>(joinFates, NO_CARD);
  const indicators = cards.map(({ indicator }) => indicator);
  return {
    id: text('id'),
    fate,
    order: {
      ...fate,
      id: text('id'), at: Number(row['at']), until: Number(row['at']), lastDecision: text('id'), evaluations: 1,
      client: text('client'), tenant: textOf(row['tenant']), mode: text('mode'), requester: textOf(row['requester']), patient: text('patient'), orderKey: text('order_key'), version: text('version'),
      study: text('study'), variant: text('variant'), variantKind: text('variant_kind'), certainty: textOf(row['certainty']), rating, firstRating: rating, unrated: textOf(row['unrated']),
      advice: text('advice'), urgency: text('urgency'), indicator: ['critical', 'warning', 'info'].find((each) => indicators.includes(each)),
      ownMeasure: measure, measureDays: row['measure_days'] === null || row['measure_days'] === undefined ? undefined : Number(row['measure_days']), measure,
      silence: textOf(row['silence']) as OrderRow['silence'],
      missing: missingOf(JSON.parse(text('would_change')) as readonly WouldChange[], rating),
      short: [...new Set((JSON.parse(text('gaps')) as readonly RecordedGap[]).map(({ read }) => read))],
      templates: [...new Set(cards.map(({ template }) => template))].sort(),
    },
  };
}

/** Findings that would have moved the rating if they had been settled. */
function missingOf(wouldChange: readonly WouldChange[], rating: string | undefined): readonly string[] {
  return [...new Set(wouldChange.filter(({ ifPresent, ifAbsent }) => ifPresent.category !== rating || ifAbsent.category !== rating).map(({ finding }) => finding))];
}

function textOf(value: Row[string] | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
