/** What vignettes reach and what not, for people and for programs. */
import type { TopicCoverage } from './cover-topics.ts';

/** For each topic what is missing, which gaps are known, and which are none any more. */
export function printCoverage(topics: readonly TopicCoverage[], isJson: boolean): string {
  if (isJson) return `${JSON.stringify({ topics })}\n`;
  return `${topics.flatMap(sayTopic).join('\n')}\n`;
}

function sayTopic({ topic, vignettes, reached, all, missing, gaps, closed, problems }: TopicCoverage): readonly string[] {
  if (problems.length > 0) return [...problems.map(({ pointer, message }) => `${pointer}: ${message}`), `${topic}: not measured, as vignettes cannot be run`];
  return [
    ...missing.map((what) => `${topic}: no vignette reaches ${what}`),
    ...closed.map(({ what }) => `${topic}/coverage-gaps.yaml: "${what}" is no gap any more: take it off the list`),
    ...gaps.map(({ what, because }) => `${topic}: known gap: ${what} (${because})`),
    `${topic}: ${reached} of ${all} reached by ${vignettes} vignettes; ${missing.length} missing, ${gaps.length} known ${gaps.length === 1 ? 'gap' : 'gaps'}${closed.length === 0 ? '' : `, ${closed.length} closed`}`,
  ];
}
