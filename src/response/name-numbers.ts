/** Numbers in words for a card: doses as "about", shares of people as what they are; no promise. */
import type { Finding } from '../decision/decision.ts';
import type { Study, Topic } from '../decision/topic.ts';
import { fillLine } from './fill-line.ts';
import { numberOf } from './name-duration.ts';

/** "about 1.3–1.5 mSv, about six months of natural background radiation"; nothing for a study without radiation or a sourced dose. */
export function nameDose(study: Study | undefined): string | undefined {
  if (study?.typicalDose === undefined) return undefined;
  const dose = `about ${range(...study.typicalDose)} mSv`;
  return study.comparison === undefined ? dose : `${dose}, ${study.comparison}`;
}

/** What earlier ionising studies in the chart typically add up to. */
export function nameEarlierDose(imaging: Finding | undefined): string | undefined {
  const [low, high, count] = [numberOf(imaging, 'lowDose'), numberOf(imaging, 'highDose'), numberOf(imaging, 'ionising')];
  if (low === undefined || high === undefined) return undefined;
  return `about ${range(low, high)} mSv from ${count} earlier ${count === 1 ? 'study' : 'studies'} found in the chart`;
}

const YOUNGEST = 20;
const OLDEST = 80;

/** The topic's sentence with the shares for the decade of the age; decades beyond the source take its nearest. */
export function namePrevalence({ prevalence }: Topic, age: number): string | undefined {
  if (prevalence === undefined) return undefined;
  const decade = Math.min(OLDEST, Math.max(YOUNGEST, Math.floor(age / 10) * 10));
  const shares = prevalence.findings.flatMap(({ name, byDecade }) => (byDecade[decade] === undefined ? [] : [`${byDecade[decade]} % have ${name}`]));
  return shares.length === 0 ? undefined : fillLine(prevalence.sentence, { decade: String(decade), shares: shares.join(', ') });
}

function range(low: number, high: number): string {
  return low === high ? String(low) : `${low}–${high}`;
}
