/** What a typical dose compares with, worked out from the numbers of the knowledge: "about", never exactly. */
import type { NumbersFile } from '../../knowledge/topic-files.ts';
import type { Study } from '../../decision/topic.ts';
import type { Tell } from '../tell.ts';
import { sayNumber } from './say-number.ts';

export interface ComparedDose {
  /** Typical effective dose in millisievert, from and to. */
  readonly typical?: readonly [number, number];
  /** Months of natural background, from and to. */
  readonly backgroundMonths?: readonly [number, number];
  readonly chestFilms?: readonly [number, number];
  readonly words: readonly string[];
}

/** Nothing is compared without a typical dose, or where the knowledge compares the study with nothing: a band of doses is no typical dose. */
export function compareDose({ typicalDose, comparison, dose }: Pick<Study, 'typicalDose' | 'comparison' | 'dose'>, numbers: NumbersFile['radiation'], tell: Tell): ComparedDose {
  if (typicalDose === undefined) return { words: /^0\b/.test(dose) ? [tell('knowledge.dose.none')] : [] };
  const [from, to] = typicalDose.map((each) => sayNumber(tell, each)) as [string, string];
  const typical = from === to ? tell('knowledge.dose.one', { dose: from }) : tell('knowledge.dose.range', { from, to });
  if (comparison === undefined) return { typical: typicalDose, words: [typical] };
  const words = [typical, sentence(comparison)];
  if (numbers === undefined) return { typical: typicalDose, words };
  const backgroundMonths = typicalDose.map((each) => Math.round((each / numbers.backgroundPerYear) * 12)) as [number, number];
  const chestFilms = typicalDose.map((each) => Math.round(each / numbers.chestFilm)) as [number, number];
  return { typical: typicalDose, backgroundMonths, chestFilms, words };
}

function sentence(words: string): string {
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`;
}
