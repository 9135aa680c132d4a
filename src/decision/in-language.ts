/** Finds the topics in the language of a client. */
import { languageTag } from './language-tag.ts';
import type { Topic } from './topic.ts';

/** The same topics with all their words in that language (BCP 47, in any spelling; `es-MX` takes `es` where there is no nearer one), or as they are. */
export function inLanguage(topics: readonly Topic[], language: string | undefined): readonly Topic[] {
  const tag = language === undefined ? undefined : languageTag(language);
  if (tag === undefined) return topics;
  return topics.map((topic) => topic.translations.get(tag) ?? topic.translations.get(tag.split('-')[0]!) ?? topic);
}
