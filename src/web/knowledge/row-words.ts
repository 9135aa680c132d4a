/** A row of the scenario table in words: what must hold, one part for each column. */
import { ratingWords } from '../../stewardship/rating-words.ts';
import type { Topic } from '../../decision/topic.ts';
import { inWords } from './words.ts';

export interface RowPart {
  /** Code of a finding, or `flags.<variant>`. */
  readonly column: string;
  readonly title: string;
  readonly answers: readonly string[];
  readonly words: string;
}

/** In the order of the row; empty for a row that always fits. */
export function rowWords(topic: Topic, cells: Readonly<Record<string, readonly string[]>>): readonly RowPart[] {
  return Object.entries(cells).map(([column, answers]) => {
    const title = titleOf(topic, column);
    return { column, title, answers, words: `${title}: ${answers.map((answer) => answerWords(topic, column, answer)).join(', or ')}` };
  });
}

function titleOf(topic: Topic, column: string): string {
  const finding = topic.findings.find(({ code }) => code === column);
  if (finding !== undefined) return finding.title;
  const scenario = column.startsWith('flags.') ? topic.scenarios.get(column.slice('flags.'.length)) : undefined;
  return scenario === undefined ? (OWN[column] ?? inWords(column)) : `Red flags of “${scenario.title}”`;
}

function answerWords(topic: Topic, column: string, answer: string): string {
  if (column === 'scenario') return topic.scenarios.get(answer)?.title ?? answer;
  if (column === 'study') return topic.studies.find(({ id }) => id === answer)?.title ?? answer;
  if (column === 'rating' || column === 'baseRating') return (ratingWords as Readonly<Record<string, string>>)[answer] ?? 'not rated';
  return /^[ABC]$/.test(answer) ? `grade ${answer}` : inWords(answer);
}

/** Columns of the advice table that are no finding. */
const OWN: Readonly<Record<string, string>> = {
  scenario: 'Where the patient fits', certainty: 'How sure', rating: 'Rating of the ordered study', baseRating: 'Rating without the weak signs', outranked: 'Another variant rates the study higher',
  study: 'Ordered study', priority: 'Priority of the order', urgency: 'Urgency', requiredReads: 'What must be read', reads: 'Everything that is read',
};
