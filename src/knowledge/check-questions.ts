/** Gate "questions": what readers are asked fits the scenario table, and leads to every variant in it that is a guideline's own. */
import type { Problem } from '../errors.ts';
import type { Topic } from '../decision/topic.ts';
import { nearestName } from './nearest-name.ts';
import type { TopicFiles } from './topic-files.ts';

/** Columns and answers that the table does not have, columns of the table that nobody answers, contradictions to what nobody is asked before. An answer may fill a column of an earlier question as well: what is said later counts. */
export function checkQuestions({ name, questions }: TopicFiles, { scenarioTable }: Topic): readonly Problem[] {
  if (questions === undefined) return [];
  const at = `${name}/questions.yaml#`;
  const values = new Map(scenarioTable.columns.map((column) => [column.name, column.values]));
  const sets = [{ pointer: `${at}/given/set`, set: questions.given.set }, ...questions.questions.flatMap(({ answers }, index) => answers.map(({ set }, each) => ({ pointer: `${at}/questions/${index}/answers/${each}/set`, set })))];
  const wrong = sets.flatMap(({ pointer, set }) => Object.entries(set).filter(([column, value]) => values.get(column)?.includes(value) !== true)
    .map(([column, value]) => ({ pointer: `${pointer}/${column}`, message: values.has(column) ? `${column} has no answer ${value} (${values.get(column)!.join(', ')})${nearestName(value, values.get(column)!)}` : `the table of variants.yaml has no column ${column}${nearestName(column, values.keys())}` })));
  const uneven = questions.questions.flatMap(({ id, answers }, index) => {
    const earlier = new Set(questions.questions.slice(0, index).flatMap((question) => question.answers.flatMap(({ set }) => Object.keys(set))));
    const columnsOf = (set: Readonly<Record<string, string>>): string => Object.keys(set).filter((column) => !earlier.has(column)).sort().join();
    return answers.every(({ set }) => columnsOf(set) === columnsOf(answers[0]!.set)) ? [] : [{ pointer: `${at}/questions/${index}`, message: `every answer to ${id} must set the same columns` }];
  });
  const unknown = questions.questions.flatMap(({ answers }, index) => answers.flatMap(({ contradicts = {} }, each) => Object.entries(contradicts).flatMap(([id, others]) => {
    const earlier = questions.questions.slice(0, index).find((question) => question.id === id)?.answers.map((answer) => answer.id) ?? [];
    return others.filter((other) => !earlier.includes(other)).map((other) => ({ pointer: `${at}/questions/${index}/answers/${each}/contradicts/${id}`, message: `no earlier question ${id} has an answer ${other}${nearestName(other, earlier)}` }));
  })));
  const answered = sets.flatMap(({ set }) => Object.keys(set));
  const used = new Set(scenarioTable.rows.flatMap(({ cells, result: { certainty } }) => [...Object.keys(cells), ...(certainty !== undefined && 'by' in certainty ? [certainty.by] : [])]));
  const open = [...used].filter((column) => !answered.includes(column)).map((column) => ({ pointer: `${at}/questions`, message: `nobody answers the column ${column}` }));
  return [...wrong, ...uneven, ...unknown, ...open];
}
