/** Gate "pages": a page says in every language what it says in the first, with the same values. A text that is missing is a fault of the knowledge, not a blank. */
import type { PageTexts } from '../decision/page-texts.ts';
import type { Word } from '../decision/words.ts';
import type { Problem } from '../errors.ts';
import { SOURCE_LANGUAGE } from './check-words.ts';

/** Every text that is missing, is nobody's, or is filled with other values; of files whose shape has been checked. `languages` are those that words exist in. */
export function checkPages(files: readonly PageTexts[], languages: readonly string[]): readonly Problem[] {
  const source = files.find(({ language }) => language === SOURCE_LANGUAGE);
  if (source === undefined) return [{ pointer: 'common/pages#', message: `there is no ${SOURCE_LANGUAGE}.yaml` }];
  const missing = languages.filter((language) => !files.some((file) => file.language === language));
  return [...missing.map((language) => ({ pointer: 'common/pages#', message: `there is no ${language}.yaml, though cards speak that language` })), ...files.flatMap((file) => checkFile(file, source))];
}

function checkFile({ language, locale, texts }: PageTexts, source: PageTexts): readonly Problem[] {
  const file = `common/pages/${language}.yaml#`;
  if (Intl.PluralRules.supportedLocalesOf(locale).length === 0) return [{ pointer: `${file}/locale`, message: `${locale} is no language this Node knows` }];
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const missing = Object.keys(source.texts).filter((id) => !Object.hasOwn(texts, id)).map((id) => ({ pointer: `${file}/texts/${id}`, message: 'is missing' }));
  return [...missing, ...Object.entries(texts).flatMap(([id, text]) => checkText(`${file}/texts/${id}`, text, source.texts[id], forms))];
}

function checkText(pointer: string, text: Word, source: Word | undefined, forms: readonly string[]): readonly Problem[] {
  if (source === undefined) return [{ pointer, message: `is no text of ${SOURCE_LANGUAGE}.yaml` }];
  const expected = valuesIn(typeof source === 'string' ? source : source.other);
  const all = typeof text === 'string' ? [['', text] as const] : Object.entries(text).map(([form, each]) => [form, each] as const);
  return all.flatMap(([form, each]) => {
    const at = form === '' ? pointer : `${pointer}/${form}`;
    if (form !== '' && !forms.includes(form as Intl.LDMLPluralRule)) return [{ pointer: at, message: `the language has no such plural form (${forms.join(', ')})` }];
    // One of a thing may be said without its number.
    const lacks = expected.filter((name) => !valuesIn(each).includes(name) && !(name === 'count' && form === 'one'));
    const strange = valuesIn(each).filter((name) => !expected.includes(name));
    return lacks.length + strange.length === 0 ? [] : [{ pointer: at, message: `is filled with ${expected.map((name) => `{{${name}}}`).join(', ') || 'nothing'}` }];
  });
}

function valuesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))];
}
