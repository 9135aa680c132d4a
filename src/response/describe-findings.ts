/** The card values about findings, and the days and numbers they measured. */
import type { Finding } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import { addDays } from './add-days.ts';
import { findingOfKind, type CardSubject, type ValueTable } from './card-subject.ts';
import { nameDuration, numberOf } from './name-duration.ts';
import { listFindings, mentionFindings, nameFinding } from './name-evidence.ts';
import { namePrevalence } from './name-numbers.ts';

const STRENGTH = ['A', 'B', 'C'];

/** See card-values.ts for their meanings. */
export const findingValues: ValueTable = {
  age: ({ first: { decision: { age } } }) => (age === undefined ? undefined : String(age)),
  prevalence: ({ first: { topic, decision: { age } } }) => (age === undefined ? undefined : namePrevalence(topic, age)),
  duration: ({ first: { topic }, findings }) => nameDuration(topic, findings),
  flags: (subject) => listFindings(flagsOf(subject), subject.voice),
  topFlag: (subject) => {
    const [strongest] = flagsOf(subject);
    return strongest && nameFinding(strongest, subject.voice);
  },
  context: (subject) => mentionFindings(contextOf(subject), subject.voice),
  emergencyContext: (subject) => mentionFindings(contextOf(subject).filter((finding) => wouldBeEmergency(finding, subject.first.topic)), subject.voice),
  otherContext: (subject) => mentionFindings(contextOf(subject).filter((finding) => !wouldBeEmergency(finding, subject.first.topic)), subject.voice),
  careDays: (subject) => {
    const days = careDaysOf(subject);
    return days === undefined ? undefined : String(days);
  },
  asOf: ({ first: { decision } }) => decision.asOf,
  onset: (subject) => {
    const episode = findingOfKind(subject, 'duration');
    const days = numberOf(episode, 'minDays');
    return days === undefined || days !== numberOf(episode, 'maxDays') ? undefined : addDays(subject.first.decision.asOf, -days);
  },
  careStart: (subject) => {
    const days = careDaysOf(subject);
    return days === undefined ? undefined : addDays(subject.first.decision.asOf, -days);
  },
};

/** The evidence behind the finding of that code, in one line. */
export function becauseOf(code: string, { findings, voice }: CardSubject): string | undefined {
  const finding = findings.find((each) => each.code === code);
  return finding === undefined || finding.because.length === 0 ? undefined : nameFinding(finding, voice);
}

function flagsOf({ first, findings }: CardSubject): readonly Finding[] {
  return findings.filter(({ grade }) => grade === 'A' || grade === 'B').sort(byStrength(first.decision.scenario.id));
}

/** What leads to the scenario first, then the stronger grade; else the topic's order. */
function byStrength(scenario: string): (one: Finding, other: Finding) => number {
  const rank = (finding: Finding): number => (finding.leadsTo === scenario ? 0 : STRENGTH.length) + STRENGTH.indexOf(finding.grade!);
  return (one, other) => rank(one) - rank(other);
}

function contextOf({ findings }: CardSubject): readonly Finding[] {
  return findings.filter(({ grade }) => grade === 'C');
}

function wouldBeEmergency({ leadsTo }: Finding, { scenarios }: Topic): boolean {
  return leadsTo !== undefined && scenarios.get(leadsTo)?.urgency === 'emergent';
}

function careDaysOf(subject: CardSubject): number | undefined {
  return numberOf(findingOfKind(subject, 'care'), 'days');
}
