/** One finding as the core uses it. */
import type { Expression } from '../decision/expression.ts';
import type { EvidenceRule, FindingDefinition, Timing } from '../decision/topic.ts';
import type { Grade } from '../decision/decision.ts';
import type { EvidenceFile, FindingFile } from './topic-files.ts';

type Compile = (text: string, where: string) => Expression;

/** Compiles a finding: a question with answers, a duration, the care so far, or graded evidence. */
export function compileFinding(file: FindingFile, compile: Compile): FindingDefinition {
  const { code, title, source } = file;
  if (file.answers !== undefined) {
    const answers = file.answers.map(({ answer, when, because }, index) => ({ answer, because: because ?? [], ...(when !== undefined && { when: compile(when, `answers/${index}/when`) }) }));
    return { kind: 'answered', code, title, source, answers };
  }
  if (file.duration !== undefined) {
    const { problems, visits, classes, unknown, coded, worded, gapDays, oldDays, presumedDays, chronicDays } = file.duration;
    return {
      kind: 'duration', code, title, source, problems, visits, unknown, gapDays, oldDays, presumedDays, chronicDays, codedDurations: coded,
      classes: classes.map(({ answer, below }) => ({ answer, ...(below !== undefined && { belowDays: below }) })),
      wordedDurations: worded.map(({ phrase, days }) => ({ phrase: new RegExp(phrase, 'i'), days })),
    };
  }
  if (file.care !== undefined) {
    const kinds = file.care.kinds.map(({ kind, title: name, facts, visits, decisive, passive }) => ({ kind, title: name, facts, countsVisits: visits ?? false, isDecisive: decisive ?? false, isPassive: passive ?? false }));
    const { progressive, ...care } = file.care;
    return { kind: 'care', code, title, source, ...care, kinds, ...(progressive !== undefined && { progressive: { ...progressive, when: compile(progressive.when, 'care/progressive/when') } }) };
  }
  if (file.exposure !== undefined) {
    const agents = file.exposure.agents.map(({ words, perMilligram }) => ({ words: new RegExp(words, 'i'), perMilligram }));
    return { kind: 'exposure', code, title, source, ...file.exposure, agents, levels: file.exposure.levels ?? [] };
  }
  if (file.imaging !== undefined) return { kind: 'imaging', code, title, source, ...file.imaging };
  if (file.trend !== undefined) {
    const { byPlace, ...trend } = file.trend;
    return { kind: 'trend', code, title, source, ...trend, isByPlace: byPlace ?? false };
  }
  return {
    kind: 'graded', code, title, source,
    evidence: (file.evidence ?? []).map((evidence, index) => compileEvidence(evidence, (text) => compile(text, `evidence/${index}/leads/when`))),
    adjust: (file.adjust ?? []).map(({ when, ...rest }, index) => ({ ...rest, when: compile(when, `adjust/${index}/when`) })),
    grades: (file.grades ?? []).map(({ when, cites, ...rest }, index) => ({ ...rest, cites: cites ?? [], when: compile(when, `grades/${index}/when`) })),
    ...(file.leadsTo !== undefined && { leadsTo: file.leadsTo }),
    ...(file.family !== undefined && { family: file.family }),
    ...(file.urgency !== undefined && { urgency: file.urgency }),
    ...(file.quiet !== undefined && { isQuiet: file.quiet }),
    ...(file.requires !== undefined && { requires: compile(file.requires, 'requires') }),
  };
}

function compileEvidence(file: EvidenceFile, compile: (text: string) => Expression): EvidenceRule {
  const { leads, during } = file;
  return {
    ...(during !== undefined && { during }),
    ...(leads !== undefined && { leads: { episode: leads.episode, days: leads.days, ...(leads.orDays !== undefined && { orDays: leads.orDays }), ...(leads.when !== undefined && { when: compile(leads.when) }) } }),
    fact: file.fact, grade: file.grade, timing: timingOf(file), isSuspicionEnough: file.suspicion === 'full', orderWords: file.order ?? 'B',
  };
}

function timingOf({ current, seen, onset }: EvidenceFile): Timing {
  if (current !== undefined) return { kind: 'current', days: current };
  if (seen !== undefined) return { kind: 'seen', days: seen };
  if (onset === undefined) return { kind: 'ever' };
  return { kind: 'onset', tiers: onset.map((tier) => (tier.length === 2 ? { days: tier[0] as number, grade: tier[1] as Grade } : { grade: tier[0] as Grade })) };
}
