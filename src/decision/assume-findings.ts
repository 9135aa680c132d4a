/** What if: a finding set by hand, for asking what the advice would be. Nothing a patient's advice rests on is made so. */
import type { Finding, Grade } from './decision.ts';
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

/** A finding as it is assumed to be, or as the chart gives it where nothing is assumed; what rests on it is worked out after it. */
export function assumeFinding(definition: FindingDefinition, recorded: Finding | undefined, assumed: Assumed): Finding | undefined {
  const value = Object.hasOwn(assumed, definition.code) ? assumed[definition.code]! : undefined;
  if (value === undefined || value === (recorded?.answer ?? recorded?.grade)) return recorded;
  if (definition.kind !== 'graded') return { code: definition.code, title: definition.title, answer: value, because: [] };
  return value === 'absent' ? undefined : withGrade(definition, recorded, value as Grade);
}

/** A finding that is there keeps its evidence; one that is not rests on the assumption alone. */
function withGrade({ code, title, leadsTo, family }: Extract<FindingDefinition, { readonly kind: 'graded' }>, finding: Finding | undefined, grade: Grade): Finding {
  if (finding !== undefined) return { ...finding, grade };
  return {
    code, title, grade, ...(leadsTo !== undefined && { leadsTo }), ...(family !== undefined && { family }),
    because: [{ fact: code, reference: 'Patient', label: title, origin: 'value', grade, note: ASSUMED }],
  };
}
