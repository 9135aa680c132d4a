/** One fact as the core looks for it: words made into one pattern, its criterion compiled. */
import type { Expression } from '../decision/expression.ts';
import type { Phrase } from '../decision/phrases.ts';
import type { Fact } from '../decision/topic.ts';
import type { FactFile } from './topic-files.ts';

/** `compile` names the file and place of the criterion in errors. */
export function compileFact(fact: FactFile, compile: (text: string) => Expression): Fact {
  const phrase: readonly Phrase[] = fact.words === undefined ? [] : [{ id: fact.name, pattern: anyOf(fact.words), ...(fact.unless !== undefined && { unless: pattern(fact.unless) }) }];
  return {
    name: fact.name,
    title: fact.title,
    resources: fact.in,
    codedIn: fact.coded ?? [],
    notCodedIn: fact.notCoded ?? [],
    phrases: phrase,
    orderWordsOnly: fact.wordsFrom === 'order',
    newestOnly: fact.newest ?? false,
    countsDrafts: fact.drafts ?? false,
    ...(fact.only !== undefined && { only: fact.only }),
    ...(fact.sevenths !== undefined && { seventhCharacters: fact.sevenths }),
    ...(fact.notWords !== undefined && { notWords: pattern(fact.notWords) }),
    ...(fact.where !== undefined && { where: compile(fact.where) }),
  };
}

function anyOf(sources: readonly string[]): RegExp {
  return pattern(sources.map((source) => `(?:${source})`).join('|'));
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}
