/** What the playground has to know of a topic to let people choose: its studies, variants, findings and what may be assumed of them. */
import { assumableAnswers } from '../decision/assume-findings.ts';
import type { Topic } from '../decision/topic.ts';
import { spaced } from '../knowledge/spaced.ts';

/** What may be assumed of every red flag. */
const GRADES = ['A', 'B', 'C', 'absent'];

/** Plain JSON in the language of the topic, small enough for a page: the knowledge itself stays where it is. */
export function outlineTopic(topic: Topic): Readonly<Record<string, unknown>> {
  return {
    id: topic.id, version: topic.version, title: topic.title, source: topic.source,
    studies: topic.studies.map(({ id, title, coding }) => ({ id, title, coding })),
    scenarios: Object.fromEntries([...topic.scenarios.values()].map(({ id, title, number, kind }) => [id, { title, kind, ...(number !== undefined && { number }) }])),
    reads: topic.reads.map(({ id, resourceType, title }) => ({ id, resourceType, title })),
    // Red flags can all be assumed in the same way, so that is not said for each.
    findings: topic.findings.flatMap((definition): readonly object[] => {
      const { code, title, kind } = definition;
      if (definition.kind === 'graded') return definition.leadsTo === undefined ? [] : [{ code, title, kind, leadsTo: definition.leadsTo }];
      const assumable = assumableAnswers(topic, definition);
      return assumable.length === 0 ? [] : [{ code, title, kind, assumable }];
    }),
    answers: answersOf(topic),
    grades: GRADES,
    questions: topic.openQuestions.map(({ finding, present, absent }) => ({ finding, present, absent })),
  };
}

/** What answers are called: `notDocumented` is "not documented", in the language of the topic where it has words for it. */
function answersOf({ findings, scenarioTable, openQuestions, messages }: Topic): Readonly<Record<string, string>> {
  const codes = [
    ...scenarioTable.columns.flatMap(({ values }) => values), ...openQuestions.flatMap(({ open, present, absent }) => [...open, present, absent]),
    ...findings.flatMap((each) => (each.kind === 'answered' ? each.answers : each.kind === 'duration' ? each.classes : []).map(({ answer }) => answer)),
  ].flatMap((code) => code.split('|'));
  const words = (code: string): string => (Object.hasOwn(messages, spaced(code)) ? messages[spaced(code)]! : spaced(code));
  return Object.fromEntries([...new Set(codes)].map((code) => [code, words(code)]));
}
