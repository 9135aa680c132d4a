/** What is looked for in a chart, as a reader wants it. */
import type { FactFile } from '../../knowledge/topic-files.ts';
import type { Ref } from './page.ts';
import type { Paths } from './paths.ts';
import { phraseWords } from './phrase-words.ts';

export interface DescribedFact {
  readonly name: string;
  readonly title: string;
  readonly lookedForIn: readonly string[];
  readonly valueSets: readonly Ref[];
  /** A code in one of these is never this fact. */
  readonly notIn: readonly Ref[];
  readonly words: readonly { readonly words: string; readonly pattern: string }[];
  readonly unless?: { readonly words: string; readonly pattern: string };
  readonly notWords?: { readonly words: string; readonly pattern: string };
  /** FHIRPath on the candidate. */
  readonly where?: string;
  readonly notes: readonly string[];
}

/** As data. */
export function describeFact(fact: FactFile, at: Paths): DescribedFact {
  const phrase = (pattern: string) => ({ words: phraseWords(pattern), pattern });
  return {
    name: fact.name, title: fact.title, lookedForIn: fact.in, valueSets: (fact.coded ?? []).map(at.valueSet), notIn: (fact.notCoded ?? []).map(at.valueSet), words: (fact.words ?? []).map(phrase),
    ...(fact.unless !== undefined && { unless: phrase(fact.unless) }), ...(fact.notWords !== undefined && { notWords: phrase(fact.notWords) }), ...(fact.where !== undefined && { where: fact.where }),
    notes: [
      fact.only === 'open' && 'only what goes on, as far as it says', fact.only === 'over' && 'only what is over', fact.newest === true && 'only the newest', fact.drafts === true && 'what is drafted in the same request counts',
      fact.wordsFrom === 'order' && 'only the words of the order are searched', fact.sevenths !== undefined && `seventh characters that count: ${fact.sevenths.map((each) => (each === '' ? 'none' : each)).join(', ')}`,
    ].filter((each) => each !== false),
  };
}
