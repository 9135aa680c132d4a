/** The two decision tables with the values each of their columns may have. */
import type { Column, Table } from '../decision/table.ts';
import type { AdviceRow, FindingDefinition, ScenarioRow } from '../decision/topic.ts';
import type { TopicFiles } from './topic-files.ts';

const GRADES = ['A', 'B', 'C', 'no'];
const CERTAINTIES = ['definite', 'probable', 'possible', 'none'];

/** Answers → scenario. */
export function scenarioTable(files: TopicFiles, findings: readonly FindingDefinition[]): Table<ScenarioRow> {
  return {
    columns: findingColumns(findings),
    rows: files.variants.table.map(({ row, when, then, certainty }) => ({ cells: when, result: { id: row, scenario: then, ...(certainty !== undefined && { certainty: certainty as NonNullable<ScenarioRow['certainty']> }) } })),
  };
}

/** Answers, scenario, rating and order → advice. */
export function adviceTable(files: TopicFiles, findings: readonly FindingDefinition[]): Table<AdviceRow> {
  const ratings = ['UA', 'MBA', 'MBA-D', 'UNA', 'none'];
  const own: readonly Column[] = [
    { name: 'scenario', values: files.variants.scenarios.map(({ id }) => id) },
    { name: 'certainty', values: CERTAINTIES },
    { name: 'rating', values: ratings },
    { name: 'baseRating', values: ratings },
    { name: 'outranked', values: ['yes', 'no'] },
    { name: 'study', values: files.procedures.studies.map(({ id }) => id) },
    { name: 'priority', values: ['routine', 'urgent', 'asap', 'stat'] },
    { name: 'urgency', values: ['routine', 'urgent', 'emergent'] },
    { name: 'requiredReads', values: ['complete', 'short'] },
    { name: 'reads', values: ['complete', 'short'] },
  ];
  return {
    columns: [...own, ...findingColumns(findings)],
    rows: files.advice.table.map(({ row, when, kind, indicator, card, mayRest }) => ({ cells: when, result: { id: row, kind, ...(indicator !== undefined && { indicator }), ...(card !== undefined && { card }), ...(mayRest === true && { mayRest }) } })),
  };
}

function findingColumns(findings: readonly FindingDefinition[]): readonly Column[] {
  const flagged = new Set(findings.flatMap((finding) => (finding.kind === 'graded' && finding.leadsTo !== undefined ? [finding.leadsTo] : [])));
  return [...findings.map((finding) => ({ name: finding.code, values: valuesOf(finding) })), ...[...flagged].map((id) => ({ name: `flags.${id}`, values: CERTAINTIES }))];
}

function valuesOf(finding: FindingDefinition): readonly string[] {
  switch (finding.kind) {
    case 'graded': return GRADES;
    case 'answered': return [...new Set(finding.answers.map(({ answer }) => answer))];
    case 'duration': return [...runs(finding.classes.map(({ answer }) => answer)), finding.unknown];
    case 'care': return ['complete', 'progressive', 'partial', 'none', 'unknown'];
    case 'exposure':
    case 'trend':
    case 'imaging': return ['no'];
  }
}

/** Every run of neighbouring classes: an interval touches neighbours. */
function runs(classes: readonly string[]): readonly string[] {
  return classes.flatMap((_, from) => classes.slice(from).map((__, length) => classes.slice(from, from + length + 1).join('|')));
}
