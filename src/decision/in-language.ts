/** Finds the topics in the language of a client. */
import type { Topic } from './topic.ts';

/** The same topics with all their words in that language (BCP 47; `es-MX` takes `es` where there is no nearer one), or as they are. */
export function inLanguage(topics: readonly Topic[], language: string | undefined): readonly Topic[] {
  if (language === undefined) return topics;
  return topics.map((topic) => topic.translations.get(language) ?? topic.translations.get(language.split('-')[0]!) ?? topic);
}
