/** How a language denies, attributes and instructs, as the core reads free text with. */
import type { Lexicon } from '../decision/phrases.ts';
import type { LexiconFile } from './topic-files.ts';

/** The patterns of a language. */
export function compileLexicon(lexicon: LexiconFile): Lexicon {
  return {
    ignored: new RegExp(lexicon.ignored, 'gi'),
    clauseBreak: anyOf(lexicon.clauseBreak),
    listEnd: pattern(lexicon.listEnd),
    deniesList: pattern(lexicon.deniesList),
    bareItem: new RegExp(lexicon.bareItem, 'i'),
    denies: pattern(lexicon.denies),
    deniesBefore: pattern(`${lexicon.denies}(?:[^\\w'/-]+[\\w'/-]+){0,${lexicon.deniesReach}}[^\\w]*$`),
    deniesAfter: pattern(lexicon.deniesAfter),
    affirms: pattern(lexicon.affirms),
    family: pattern(lexicon.family),
    instructs: pattern(lexicon.instructs),
    deniesValue: pattern(lexicon.deniesValue),
  };
}

function anyOf(sources: readonly string[]): RegExp {
  return pattern(sources.map((source) => `(?:${source})`).join('|'));
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}
