/** Gate "phrases": words that can never be found. Texts are cut into clauses and read with denials set aside; what needs more than one clause, or is itself a denial, matches nothing. */
import { findPhrases, type Lexicon } from '../decision/phrases.ts';
import type { Problem } from '../errors.ts';
import { compileLexicon } from './compile-lexicon.ts';
import { samplePattern } from './sample-pattern.ts';
import type { TopicFiles } from './topic-files.ts';

/** Each phrase of each fact, alternative by alternative, is read as a text that says just this. */
export function checkPhrases(files: TopicFiles): readonly Problem[] {
  const lexicon = compileLexicon(files.lexicon);
  return files.facts.flatMap(({ at, words = [] }) => words.flatMap((phrase, index) => {
    const sought = [{ id: 'phrase', pattern: new RegExp(phrase, 'i') }];
    return samplePattern(phrase).filter((text) => findPhrases(text, sought, lexicon).length === 0)
      .map((text) => ({ pointer: `${at}/words/${index}`, message: `can never match "${text}": ${whyNot(text, lexicon)}` }));
  }));
}

function whyNot(text: string, lexicon: Lexicon): string {
  if (lexicon.denies.test(text)) return 'it is read as a denial (common/lexicon.yaml, denies)';
  if (lexicon.family.test(text)) return 'it is read as being about the family (common/lexicon.yaml, family)';
  if (lexicon.instructs.test(text)) return 'it is read as an instruction to the patient (common/lexicon.yaml, instructs)';
  return 'texts are cut at commas and where common/lexicon.yaml says clauseBreak, and what is ignored there is taken out, before phrases are looked for';
}
