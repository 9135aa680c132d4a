/** The topics in the language the playground is read in. */
import { inLanguage } from '../../decision/in-language.ts';
import type { Topic } from '../../decision/topic.ts';

/** In that language (BCP 47) where it is spoken, else as they are. */
export function topicsOf(topics: readonly Topic[], language: unknown): readonly Topic[] {
  return inLanguage(topics, typeof language === 'string' ? language : undefined);
}
