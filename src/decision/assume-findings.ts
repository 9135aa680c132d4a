/** What if: findings with some of them set by hand, for asking what the advice would be. Nothing a patient's advice rests on is made so. */
import type { Finding, Grade } from './decision.ts';
import { list } from './concept.ts';
import type { FindingDefinition, Topic } from './topic.ts';

/** By finding: a grade or `absent` for a red flag, else one of its answers. */
export type Assumed = Readonly<Record<string, string>>;

/** How a table writes a graded finding that is not there. */
const NOT_FOUND = 'no';
/** What an assumed finding rests on, as nothing in the chart says it. */
const ASSUMED = 'assumed';

/** What may be assumed of a finding: nothing where no table asks for it. */
export function assumableAnswers(topic: Topic, definition: FindingDefinition): readonly string[] {
  const { values = [] } = topic.scenarioTable.columns.find(({ name }) => name === definition.code) ?? {};
  if (definition.kind === 'graded') return values.map((value) => (value === NOT_FOUND ? 'absent' : value));
  return values.length > 1 ? values : [];
}

/** The findings in the topic's order, each assumed one in place of what the chart gives; what rests on it is not worked out again, as in `wouldChange`. */
export function assumeFindings(topic: Topic, findings: readonly Finding[], assumed: Assumed): readonly Finding[] {
  return topic.findings.flatMap((definition) => {
    const finding = findings.find(({ code }) => code === definition.code);
    const value = Object.hasOwn(assumed, definition.code) ? assumed[definition.code]! : undefined;
    if (value === undefined || value === (finding?.answer ?? finding?.grade)) return list(finding) as readonly Finding[];
    if (definition.kind !== 'graded') return [{ code: definition.code, title: definition.title, answer: value, because: [] }];
    if (value === 'absent') return [];
    return [withGrade(definition, finding, value as Grade)];
  });
}

/** A finding that is there keeps its evidence; one that is not rests on the assumption alone. */
function withGrade({ code, title, leadsTo, family }: Extract<FindingDefinition, { readonly kind: 'graded' }>, finding: Finding | undefined, grade: Grade): Finding {
  if (finding !== undefined) return { ...finding, grade };
  return {
    code, title, grade, ...(leadsTo !== undefined && { leadsTo }), ...(family !== undefined && { family }),
    because: [{ fact: code, reference: 'Patient', label: title, origin: 'value', grade, note: ASSUMED }],
  };
}
