/** Gate "words": every file of fixed words has all of them, and none besides. */
import type { Problem } from '../errors.ts';
import { WORDS, type Word, type WordId, type Words } from '../decision/words.ts';

/** The language all knowledge is written in; the others are beside it. */
export const SOURCE_LANGUAGE = 'en';

/** Words that are missing, superfluous or filled with other values, and plural forms the language does not have. */
export function checkWords(files: readonly Words[]): readonly Problem[] {
  const missing = files.some(({ language }) => language === SOURCE_LANGUAGE) ? [] : [{ pointer: 'common/words#', message: `there is no ${SOURCE_LANGUAGE}.yaml` }];
  return [...missing, ...files.flatMap(checkFile)];
}

function checkFile({ language, locale, words }: Words): readonly Problem[] {
  const file = `common/words/${language}.yaml#`;
  if (Intl.PluralRules.supportedLocalesOf(locale).length === 0) return [{ pointer: `${file}/locale`, message: `${locale} is no language this Node knows` }];
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const missing = Object.keys(WORDS).filter((id) => !Object.hasOwn(words, id)).map((id) => ({ pointer: `${file}/words/${id}`, message: 'is missing' }));
  return [...missing, ...Object.entries(words).flatMap(([id, word]) => checkWord(`${file}/words/${id}`, id, word, forms))];
}

function checkWord(pointer: string, id: string, word: Word, forms: readonly string[]): readonly Problem[] {
  if (!Object.hasOwn(WORDS, id)) return [{ pointer, message: 'is no word that is used' }];
  const expected = [...WORDS[id as WordId]].sort();
  const all = typeof word === 'string' ? [['', word] as const] : Object.entries(word).map(([form, text]) => [`/${form}`, text] as const);
  return all.flatMap(([form, text]) => {
    if (form !== '' && !forms.includes(form.slice(1))) return [{ pointer: `${pointer}${form}`, message: `the language has no such plural form (${forms.join(', ')})` }];
    const used = [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();
    return used.join() === expected.join() ? [] : [{ pointer: `${pointer}${form}`, message: `is filled with ${expected.map((name) => `{{${name}}}`).join(', ') || 'nothing'}` }];
  });
}
