/** What is looked for in a chart, as a reader wants it. */
import type { FactFile } from '../../knowledge/topic-files.ts';
import type { Tell } from '../tell.ts';
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

/** As data; `title` is the fact's own in the language of the page. */
export function describeFact(fact: FactFile, title: string, at: Paths, tell: Tell): DescribedFact {
  const phrase = (pattern: string) => ({ words: phraseWords(pattern), pattern });
  return {
    name: fact.name, title, lookedForIn: fact.in, valueSets: (fact.coded ?? []).map(at.valueSet), notIn: (fact.notCoded ?? []).map(at.valueSet), words: (fact.words ?? []).map(phrase),
    ...(fact.unless !== undefined && { unless: phrase(fact.unless) }), ...(fact.notWords !== undefined && { notWords: phrase(fact.notWords) }), ...(fact.where !== undefined && { where: fact.where }),
    notes: [
      fact.only === 'open' && tell('knowledge.fact.open'), fact.only === 'over' && tell('knowledge.fact.over'), fact.newest === true && tell('knowledge.fact.newest'), fact.drafts === true && tell('knowledge.fact.drafts'),
      fact.wordsFrom === 'order' && tell('knowledge.fact.orderWords'), fact.sevenths !== undefined && tell('knowledge.fact.sevenths', { characters: fact.sevenths.map((each) => (each === '' ? tell('knowledge.fact.noSeventh') : each)).join(', ') }),
    ].filter((each) => each !== false),
  };
}
