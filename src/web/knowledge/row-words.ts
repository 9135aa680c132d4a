/** A row of the scenario table in words: what must hold, one part for each column. */
import type { Topic } from '../../decision/topic.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { tellIn, type Tell } from '../tell.ts';
import { answerWords } from './answer-words.ts';

export interface RowPart {
  /** Code of a finding, or `flags.<variant>`. */
  readonly column: string;
  readonly title: string;
  readonly answers: readonly string[];
  readonly words: string;
}

/** In the order of the row; empty for a row that always fits. `say` is that of the topic's language: answers are texts of its files. */
export function rowWords(topic: Topic, cells: Readonly<Record<string, readonly string[]>>, say: ReadableTopic['say'] = (text) => text): readonly RowPart[] {
  const tell = tellIn(topic.pages);
  return Object.entries(cells).map(([column, answers]) => {
    const title = titleOf(topic, column, tell);
    const words = answers.map((answer) => wordsOf(topic, column, answer, say, tell)).reduce((one, other) => tell('knowledge.row.or', { one, other }));
    return { column, title, answers, words: `${title}: ${words}` };
  });
}

function titleOf(topic: Topic, column: string, tell: Tell): string {
  const finding = topic.findings.find(({ code }) => code === column);
  if (finding !== undefined) return finding.title;
  const scenario = column.startsWith('flags.') ? topic.scenarios.get(column.slice('flags.'.length)) : undefined;
  return scenario === undefined ? tell(`knowledge.column.${column}`) : tell('knowledge.row.redFlags', { variant: scenario.title });
}

function wordsOf(topic: Topic, column: string, answer: string, say: ReadableTopic['say'], tell: Tell): string {
  if (/^[ABC]$/.test(answer)) return tell('knowledge.row.grade', { grade: answer });
  if (topic.findings.some(({ code }) => code === column)) return answerWords(topic, answer, say);
  switch (column) {
    case 'scenario': return topic.scenarios.get(answer)?.title ?? answer;
    case 'study': return topic.studies.find(({ id }) => id === answer)?.title ?? answer;
    case 'rating':
    case 'baseRating': return tell(`rating.${answer}`);
    default: return tell(`knowledge.answer.${answer}`);
  }
}
