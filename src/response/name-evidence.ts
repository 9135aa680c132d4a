/** Puts findings and the evidence behind them into words. */
import type { Evidence, Finding } from '../decision/decision.ts';
import { say, type Words } from '../decision/words.ts';
import { showDay } from './show-day.ts';

/** Makes foreign words safe for where they are shown. */
export type Escape = (text: string, maxLength?: number) => string;

/** How findings are spoken of: in which language, and safe for which place. */
export interface Voice {
  readonly words: Words;
  readonly escape: Escape;
}

/** Pieces of evidence named for one finding; the rest is counted. */
const MAX_EVIDENCE = 3;
/** A label in a headline leaves room for the advice. */
const HEADLINE_LABEL = 48;

/** One Markdown bullet a finding: its title, the chart's own words, when, and where they stand. */
export function listFindings(findings: readonly Finding[], voice: Voice): string {
  return findings.map((finding) => `- ${finding.title}: ${nameAll(finding, voice)}`).join('\n');
}

/** A finding for a headline, in the chart's own words where it has any: "Breast cancer, 2016". */
export function nameFinding(finding: Finding, voice: Voice): string {
  const [evidence] = finding.because;
  if (evidence === undefined) return finding.title;
  return [voice.escape(evidence.label, HEADLINE_LABEL), ...dated(evidence, voice)].join(', ');
}

/** One line for several findings: their titles with the first evidence of each. */
export function mentionFindings(findings: readonly Finding[], voice: Voice): string {
  return findings.map((finding) => nameFinding(finding, voice)).join('; ');
}

function nameAll(finding: Finding, voice: Voice): string {
  const seen = new Set<string>();
  const distinct = finding.because.filter((evidence) => !seen.has(wordingOf(evidence)) && seen.add(wordingOf(evidence)));
  const named = distinct.slice(0, MAX_EVIDENCE).map((evidence) => nameEvidence(evidence, voice));
  const more = distinct.length - named.length;
  const notes = (finding.notes ?? []).map((note) => voice.escape(note));
  return [...named, ...(more > 0 ? [say(voice.words, 'evidence.more', { count: more })] : []), ...notes].join('; ');
}

/** The same words of the same resource may be found in two of its places: its code and its text. */
function wordingOf({ reference, label, date, note }: Evidence): string {
  return JSON.stringify([reference.split('#')[0], label, date, note]);
}

function nameEvidence(evidence: Evidence, voice: Voice): string {
  const words = [voice.escape(evidence.label), ...dated(evidence, voice)].join(', ');
  const note = evidence.note === undefined ? '' : `: ${voice.escape(evidence.note)}`;
  return `${words} (${voice.escape(evidence.reference)})${note}`;
}

function dated(evidence: Evidence, voice: Voice): readonly string[] {
  return evidence.date === undefined ? [] : [voice.escape(showDay(voice.words, evidence.date))];
}
