/** What the rating would be if a weak or open finding were confirmed or excluded: what is worth asking. */
import type { Finding, OrderedStudy, WouldChange } from './decision.ts';
import { answersOf, matchScenario } from './match-scenario.ts';
import { rateProcedure } from './rate-procedure.ts';
import type { Topic } from './topic.ts';

type Outcome = WouldChange['ifPresent'];

/** One entry for each weak red flag and each open question whose answer would change the rating. */
export function findWouldChange(topic: Topic, findings: readonly Finding[], study: OrderedStudy): readonly WouldChange[] {
  const outcome = (changed: readonly Finding[]): Outcome => {
    const answers = answersOf(topic, changed);
    const scenario = matchScenario(topic, answers);
    const category = rateProcedure(topic, scenario, study, answers)?.category;
    return { scenario: scenario.id, ...(category !== undefined && { category }) };
  };
  const weak = findings.filter((finding) => finding.leadsTo !== undefined && finding.grade !== 'A');
  const flags = weak.map((finding) => ({
    finding,
    ifPresent: outcome(findings.map((each) => (each === finding ? { ...each, grade: 'A' as const } : each))),
    ifAbsent: outcome(findings.filter((each) => each !== finding)),
  }));
  const questions = topic.openQuestions.flatMap(({ finding: code, open, present, absent }) => {
    const finding = findings.find((each) => each.code === code);
    if (finding?.answer === undefined || !open.includes(finding.answer)) return [];
    const settled = (answer: string): Outcome => outcome(findings.map((each) => (each === finding ? { ...each, answer } : each)));
    return [{ finding, ifPresent: settled(present), ifAbsent: settled(absent) }];
  });
  return [...flags, ...questions]
    .filter(({ ifPresent, ifAbsent }) => ifPresent.category !== ifAbsent.category)
    .map(({ finding, ifPresent, ifAbsent }) => ({ finding: finding.code, title: finding.title, ifPresent, ifAbsent }));
}
