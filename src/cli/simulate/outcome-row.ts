/** An outcome as a line of CSV: what people sort and count by. */
import type { CsvCell } from '../../stewardship/csv-line.ts';
import type { Outcome } from './judge-patient.ts';

export const COLUMNS = [
  'order', 'patient', 'requester', 'written_on', 'judged_as_of', 'topic', 'version', 'study', 'age', 'scenario', 'scenario_kind', 'certainty', 'rating', 'unrated', 'advice', 'indicator', 'card', 'urgency',
  'red_flags', 'findings', 'not_read', 'measure', 'same_day', 'undated', 'doubtful', 'state_open', 'later', 'label', 'not_judged', 'message',
] as const;

export function outcomeRow({ order, patient, requester, writtenOn, decision, unrated, uncertain, notJudged }: Outcome, label: string | undefined): readonly CsvCell[] {
  const flags = decision?.findings.filter(({ leadsTo, grade }) => leadsTo !== undefined && grade !== undefined) ?? [];
  const cells: Readonly<Record<(typeof COLUMNS)[number], CsvCell>> = {
    order, patient, requester, written_on: writtenOn, judged_as_of: decision?.asOf, topic: decision?.topic.id, version: decision?.topic.version, study: decision?.study.id, age: decision?.age,
    scenario: decision?.scenario.id, scenario_kind: decision?.scenario.kind, certainty: decision?.scenario.certainty, rating: decision?.rating?.category, unrated, advice: decision?.advice.kind,
    indicator: decision?.advice.indicator, card: decision?.advice.card, urgency: decision?.urgency,
    red_flags: flags.map(({ code, grade }) => `${code}:${grade}`).join(' '),
    findings: decision?.findings.filter(({ leadsTo }) => leadsTo === undefined).map(({ code, answer, grade }) => `${code}:${answer ?? grade ?? 'noticed'}`).join(' '),
    not_read: decision?.gaps.map(({ read, state }) => `${read}:${state}`).join(' '), measure: decision?.measures.map(({ id, status }) => `${id}:${status}`).join(' '),
    same_day: uncertain?.['same-day'], undated: uncertain?.undated, doubtful: uncertain?.doubtful, state_open: uncertain?.state, later: uncertain?.later, label, not_judged: notJudged?.reason, message: notJudged?.message,
  };
  return COLUMNS.map((name) => cells[name]);
}
