/** Puts the length of an episode into words. */
import type { Finding } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import { say, type Words } from '../decision/words.ts';
import { joinWords } from './join-words.ts';

/** From here on days say less than months. */
const DAYS_SHOWN = 120;
const DAYS_PER_MONTH = 30.44;

/** "acute or subacute (15 to 45 days)", or `undefined` where the duration is not known. */
export function nameDuration(topic: Topic, findings: readonly Finding[]): string | undefined {
  const definition = topic.findings.find((each) => each.kind === 'duration');
  const finding = findings.find((each) => each.code === definition?.code);
  if (definition?.kind !== 'duration' || finding?.answer === undefined || finding.answer === definition.unknown) return undefined;
  const { words } = topic;
  const length = nameLength(words, numberOf(finding, 'minDays'), numberOf(finding, 'maxDays'));
  const background = numberOf(finding, 'backgroundDays');
  const notes = [
    ...(length === undefined ? [] : [length]),
    ...(background === undefined ? [] : [say(words, 'duration.background', { length: count(words, background) })]),
    ...(finding.notes ?? []),
  ];
  const names = finding.answer.split('|').map((answer) => definition.classes.find((each) => each.answer === answer)?.title ?? answer);
  const classes = joinWords(words, names, 'disjunction');
  return notes.length === 0 ? classes : `${classes} (${notes.join('; ')})`;
}

/** A quantity a finding measured. */
export function numberOf(finding: Finding | undefined, name: string): number | undefined {
  const value = finding?.values?.[name];
  return typeof value === 'number' ? value : undefined;
}

function nameLength(words: Words, minDays: number | undefined, maxDays: number | undefined): string | undefined {
  if (minDays === undefined) return undefined;
  if (maxDays === undefined) return say(words, 'duration.atLeast', { length: count(words, minDays) });
  if (minDays === maxDays) return count(words, minDays);
  const isLong = minDays >= DAYS_SHOWN;
  const [from, to] = isLong ? [months(minDays), months(maxDays)] as const : [minDays, maxDays] as const;
  if (from === to) return say(words, 'duration.months', { count: from });
  return say(words, isLong ? 'duration.betweenMonths' : 'duration.betweenDays', { from, to });
}

function count(words: Words, days: number): string {
  return days >= DAYS_SHOWN ? say(words, 'duration.months', { count: months(days) }) : say(words, 'duration.days', { count: days });
}

function months(days: number): number {
  return Math.round(days / DAYS_PER_MONTH);
}
