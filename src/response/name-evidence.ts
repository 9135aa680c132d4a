/** Puts findings and the evidence behind them into words. */
import type { Evidence, Finding } from '../decision/decision.ts';

/** Makes foreign words safe for where they are shown. */
export type Escape = (text: string, maxLength?: number) => string;

/** Pieces of evidence named for one finding; the rest is counted. */
const MAX_EVIDENCE = 3;
/** A label in a headline leaves room for the advice. */
const HEADLINE_LABEL = 48;

/** One Markdown bullet a finding: its title, the chart's own words, when, and where they stand. */
export function listFindings(findings: readonly Finding[], escape: Escape): string {
  return findings.map((finding) => `- ${finding.title}: ${nameAll(finding, escape)}`).join('\n');
}

/** A finding for a headline, in the chart's own words where it has any: "Breast cancer, 2016". */
export function nameFinding(finding: Finding, escape: Escape): string {
  const [evidence] = finding.because;
  if (evidence === undefined) return finding.title;
  return [escape(evidence.label, HEADLINE_LABEL), ...dated(evidence, escape)].join(', ');
}

/** One line for several findings: their titles with the first evidence of each. */
export function mentionFindings(findings: readonly Finding[], escape: Escape): string {
  return findings.map((finding) => nameFinding(finding, escape)).join('; ');
}

function nameAll(finding: Finding, escape: Escape): string {
  const seen = new Set<string>();
  const distinct = finding.because.filter((evidence) => !seen.has(wordingOf(evidence)) && seen.add(wordingOf(evidence)));
  const named = distinct.slice(0, MAX_EVIDENCE).map((evidence) => nameEvidence(evidence, escape));
  const more = distinct.length - named.length;
  const notes = (finding.notes ?? []).map((note) => escape(note));
  return [...named, ...(more > 0 ? [`${more} more`] : []), ...notes].join('; ');
}

/** The same words of the same resource may be found in two of its places: its code and its text. */
function wordingOf({ reference, label, date, note }: Evidence): string {
  return JSON.stringify([reference.split('#')[0], label, date, note]);
}

function nameEvidence(evidence: Evidence, escape: Escape): string {
  const words = [escape(evidence.label), ...dated(evidence, escape)].join(', ');
  const note = evidence.note === undefined ? '' : `: ${escape(evidence.note)}`;
  return `${words} (${escape(evidence.reference)})${note}`;
}

function dated(evidence: Evidence, escape: Escape): readonly string[] {
  return evidence.date === undefined ? [] : [escape(evidence.date)];
}
