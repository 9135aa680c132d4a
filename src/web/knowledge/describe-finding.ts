/** How a finding is worked out, as data: evidence with its windows, criteria in words, answers, settings, and the facts behind it. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { FindingFile } from '../../knowledge/topic-files.ts';
import { tellIn } from '../tell.ts';
import { criterionWords } from './criterion-words.ts';
import { describeFact, type DescribedFact } from './describe-fact.ts';
import { namesIn } from './names-in.ts';
import { pathsOf } from './paths.ts';
import { timingWords } from './timing-words.ts';

export interface Criterion {
  readonly expression: string;
  readonly words?: string;
}

export interface DescribedFinding {
  readonly evidence: readonly { readonly fact: string; readonly title: string; readonly grade: string; readonly counts: string; readonly notes: readonly string[] }[];
  readonly criteria: readonly { readonly when: Criterion; readonly grade: string; readonly note?: string }[];
  readonly requires?: Criterion;
  readonly adjustments: readonly { readonly when: Criterion; readonly effect: string; readonly note: string }[];
  readonly answers: readonly { readonly answer: string; readonly when?: Criterion }[];
  /** Numbers and lists that set up a duration, an exposure, a trend or the care so far. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly facts: readonly DescribedFact[];
}

/** In the order of the file. */
export function describeFinding(readable: ReadableTopic, finding: FindingFile): DescribedFinding {
  const { topic, files, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const criterion = (expression: string): Criterion => {
    const words = criterionWords(topic, expression, say);
    return { expression, ...(words !== undefined && { words }) };
  };
  const { evidence = [], grades = [], adjust = [], answers = [], duration, exposure, trend, care, imaging } = finding;
  const settings = duration ?? (exposure && { ...exposure, unit: say(exposure.unit) }) ?? trend ?? (care && { ...care, kinds: care.kinds.map((kind) => ({ ...kind, title: say(kind.title) })) }) ?? imaging;
  const named = namesIn(finding);
  return {
    evidence: evidence.map(({ fact, grade, order, suspicion, during, leads, ...timing }) => ({
      fact, title: titleOf(readable, fact), grade, counts: timingWords(timing, tell),
      notes: [
        suspicion === 'full' && tell('knowledge.evidence.suspicion'), order !== undefined && tell('knowledge.evidence.order', { grade: order }), during !== undefined && tell('knowledge.evidence.during', { trend: titleOf(readable, during) }),
        leads !== undefined && (leads.orDays === undefined ? tell('knowledge.evidence.leads', { count: leads.days }) : tell('knowledge.evidence.leadsOr', { days: leads.days, others: leads.orDays })),
      ].filter((each) => each !== false),
    })),
    criteria: grades.map(({ when, grade, note }) => ({ when: criterion(when), grade, ...(note !== undefined && { note: say(note) }) })),
    ...(finding.requires !== undefined && { requires: criterion(finding.requires) }),
    adjustments: adjust.map(({ when, raise, cap, note }) => ({ when: criterion(when), effect: raise !== undefined ? tell('knowledge.finding.raised', { grade: raise }) : tell('knowledge.finding.capped', { grade: cap ?? '' }), note: say(note) })),
    answers: answers.map(({ answer, when }) => ({ answer, ...(when !== undefined && { when: criterion(when) }) })),
    settings: { ...settings },
    facts: files.facts.filter(({ name }) => named.has(name)).map((fact) => describeFact(fact, titleOf(readable, fact.name), at, tell)),
  };
}

function titleOf({ topic }: ReadableTopic, name: string): string {
  return topic.facts.find((fact) => fact.name === name)?.title ?? topic.findings.find(({ code }) => code === name)?.title ?? name;
}
