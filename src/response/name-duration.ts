/** Puts the length of an episode into words. */
import type { Finding } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';

/** From here on days say less than months. */
const DAYS_SHOWN = 120;
const DAYS_PER_MONTH = 30.44;

/** "acute or subacute (15 to 45 days)", or `undefined` where the duration is not known. */
export function nameDuration(topic: Topic, findings: readonly Finding[]): string | undefined {
  const definition = topic.findings.find((each) => each.kind === 'duration');
  const finding = findings.find((each) => each.code === definition?.code);
  if (definition?.kind !== 'duration' || finding?.answer === undefined || finding.answer === definition.unknown) return undefined;
  const length = nameLength(numberOf(finding, 'minDays'), numberOf(finding, 'maxDays'));
  const background = numberOf(finding, 'backgroundDays');
  const notes = [
    ...(length === undefined ? [] : [length]),
    ...(background === undefined ? [] : [`on top of ${count(background)} before`]),
    ...(finding.notes ?? []),
  ];
  const classes = finding.answer.split('|').join(' or ');
  return notes.length === 0 ? classes : `${classes} (${notes.join('; ')})`;
}

/** A quantity a finding measured. */
export function numberOf(finding: Finding | undefined, name: string): number | undefined {
  const value = finding?.values?.[name];
  return typeof value === 'number' ? value : undefined;
}

function nameLength(minDays: number | undefined, maxDays: number | undefined): string | undefined {
  if (minDays === undefined) return undefined;
  if (maxDays === undefined) return `at least ${count(minDays)}`;
  if (minDays === maxDays) return count(minDays);
  const isLong = minDays >= DAYS_SHOWN;
  const unit = isLong ? 'months' : 'days';
  const [from, to] = isLong ? [months(minDays), months(maxDays)] : [minDays, maxDays];
  return from === to ? `about ${from} ${unit}` : `${from} to ${to} ${unit}`;
}

function count(days: number): string {
  if (days >= DAYS_SHOWN) return `about ${months(days)} months`;
  return days === 1 ? '1 day' : `${days} days`;
}

function months(days: number): number {
  return Math.round(days / DAYS_PER_MONTH);
}
