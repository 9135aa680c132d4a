/** What the knowledge has to have for a command. */
import { languageTag } from '../../decision/language-tag.ts';
import type { Topic } from '../../decision/topic.ts';
import { ConfigError } from '../../errors.ts';
import type { DecideSettings } from './settings.ts';

/** Throws ConfigError for a study or a language that it has not. */
export function checkSettings({ study, language }: Pick<DecideSettings, 'study' | 'language'>, topics: readonly Topic[]): void {
  const studies = topics.flatMap((topic) => topic.studies.map(({ id }) => id));
  if (study !== undefined && !studies.includes(study)) throw new ConfigError(`--study ${study}: there is no such study. There are ${studies.join(', ')}.`);
  if (language === undefined) return;
  const tag = languageTag(language)?.split('-')[0];
  const languages = [...new Set(topics.flatMap(({ words, translations }) => [words.language, ...translations.keys()]))];
  if (tag === undefined || !languages.some((each) => each.split('-')[0] === tag)) throw new ConfigError(`--language ${language}: the knowledge is not in it. It is in ${languages.join(', ')}.`);
}
