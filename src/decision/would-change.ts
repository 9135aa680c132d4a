/** What the rating would be if a weak or open finding were confirmed or excluded: what is worth asking. */
import { assessFindings } from './assess-findings.ts';
import type { Chart } from './chart.ts';
import type { Finding, OrderedStudy, WouldChange } from './decision.ts';
import { answersOf, matchScenario } from './match-scenario.ts';
import { rateProcedure } from './rate-procedure.ts';
import type { Facts } from './recall-facts.ts';
import type { Topic } from './topic.ts';

/** One entry for each weak red flag and each open question whose answer would change the rating, with all that follows from the answer. */
export function findWouldChange(topic: Topic, chart: Chart, facts: Facts, findings: readonly Finding[], study: OrderedStudy): readonly WouldChange[] {
  const outcome = (code: string, value: string): WouldChange['ifPresent'] => {
    const answers = answersOf(topic, assessFindings(topic, chart, facts, { [code]: value }, findings));
    const scenario = matchScenario(topic, answers);
    const category = rateProcedure(topic, scenario, study, answers)?.category;
    return { scenario: scenario.id, ...(category !== undefined && { category }) };
  };
  const flags = findings.filter((finding) => finding.leadsTo !== undefined && finding.grade !== 'A').map((finding) => ({ finding, present: 'A', absent: 'absent' }));
  const questions = topic.openQuestions.flatMap(({ finding: code, open, present, absent }) => {
    const finding = findings.find((each) => each.code === code);
    return finding?.answer !== undefined && open.includes(finding.answer) ? [{ finding, present, absent }] : [];
  });
  return [...flags, ...questions]
    .map(({ finding: { code, title }, present, absent }) => ({ finding: code, title, ifPresent: outcome(code, present), ifAbsent: outcome(code, absent) }))
    .filter(({ ifPresent, ifAbsent }) => ifPresent.category !== ifAbsent.category);
}
