/** Numbers in words for a card: doses as "about", shares of people as what they are; no promise. */
import type { Study, Topic } from '../decision/topic.ts';
import { say, type Words } from '../decision/words.ts';
import { fillLine, valuesIn } from './fill-line.ts';

/** "about 1.3–1.5 mSv, about six months of natural background radiation"; nothing for a study without radiation or a sourced dose. */
export function nameDose(study: Study | undefined, words: Words): string | undefined {
  if (study?.typicalDose === undefined) return undefined;
  const dose = say(words, 'dose.about', { dose: range(words, ...study.typicalDose) });
  return study.comparison === undefined ? dose : `${dose}, ${study.comparison}`;
}

const YOUNGEST = 20;
const OLDEST = 80;

/** The topic's sentence with the shares for the decade of the age; decades beyond the source take its nearest. */
export function namePrevalence({ prevalence, words }: Topic, age: number): string | undefined {
  if (prevalence === undefined) return undefined;
  const decade = Math.min(OLDEST, Math.max(YOUNGEST, Math.floor(age / 10) * 10));
  const shares = prevalence.findings.flatMap(({ name, byDecade }) => (byDecade[decade] === undefined ? [] : [say(words, 'prevalence.share', { percent: byDecade[decade]!, finding: name })]));
  return shares.length === 0 ? undefined : fillLine(prevalence.sentence, valuesIn({ decade: String(decade), shares: shares.join(', ') }));
}

function range({ locale }: Words, low: number, high: number): string {
  const [from, to] = [low, high].map((value) => value.toLocaleString(locale, { useGrouping: false }));
  return low === high ? from! : `${from}–${to}`;
}
