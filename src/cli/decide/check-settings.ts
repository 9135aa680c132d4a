/** What the knowledge has to have for a command. */
import { languageTag } from '../../decision/language-tag.ts';
import type { Topic } from '../../decision/topic.ts';
import { ConfigError } from '../../errors.ts';
import type { DecideSettings } from './settings.ts';

export type CheckedSettings = Partial<Pick<DecideSettings, 'study' | 'language' | 'complete'>>;

/** Throws ConfigError for a study or a language that it has not, and for types that no topic reads: a misspelt one would say nothing. */
export function checkSettings({ study, language, complete = [] }: CheckedSettings, topics: readonly Topic[]): void {
  const studies = topics.flatMap((topic) => topic.studies.map(({ id }) => id));
  if (study !== undefined && !studies.includes(study)) throw new ConfigError(`--study ${study}: there is no such study. There are ${studies.join(', ')}.`);
  const types = [...new Set(topics.flatMap((topic) => topic.reads.map(({ resourceType }) => resourceType)))];
  for (const type of complete === 'all' ? [] : complete) {
    if (!types.includes(type)) throw new ConfigError(`--complete ${type}: no topic reads such a type.${suggest(type, types)} There are ${types.join(', ')}.`);
  }
  if (language === undefined) return;
  const tag = languageTag(language)?.split('-')[0];
  const languages = [...new Set(topics.flatMap(({ words, translations }) => [words.language, ...translations.keys()]))];
  if (tag === undefined || !languages.some((each) => each.split('-')[0] === tag)) throw new ConfigError(`--language ${language}: the knowledge is not in it. It is in ${languages.join(', ')}.`);
}

/** The type that was meant, where one is near: another case, a plural, a slip or two. */
function suggest(written: string, types: readonly string[]): string {
  const distances = types.map((type) => ({ type, steps: stepsBetween(written.toLowerCase(), type.toLowerCase()) })).sort((one, other) => one.steps - other.steps);
  const [nearest] = distances;
  return nearest !== undefined && nearest.steps <= Math.max(2, Math.floor(written.length / 4)) ? ` Did you mean ${nearest.type}?` : '';
}

/** Levenshtein: letters to put in, leave out or change. */
function stepsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let index = 0; index < other.length; index += 1) next.push(Math.min(next[index]! + 1, row[index + 1]! + 1, row[index]! + (letter === other[index] ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
