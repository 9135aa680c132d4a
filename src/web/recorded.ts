/** What was recorded is in the language knowledge is written in; a page in another one says it anew as far as the loaded knowledge is the one that was recorded. */
import type { Topic } from '../decision/topic.ts';
import { SOURCE_LANGUAGE } from '../knowledge/check-words.ts';
import { asWritten } from './as-written.ts';
import { html, type Html } from './html.ts';

/** A recorded text in the language of the page, else as it was recorded and marked so. */
export type SayRecorded = (text: string) => Html;

/** Of one decision's topic and version: another version may say something else by the same words. */
export type Recorded = (topic: string, version: string) => SayRecorded;

/** For pages in that language (BCP 47). */
export function recordedIn(topics: readonly Topic[], language: string): Recorded {
  return (id, version) => {
    const topic = topics.find((each) => each.id === id && each.version === version);
    if (language === SOURCE_LANGUAGE) return (text) => html`${text}`;
    const said = { ...wordsOf(topic, language), ...topic?.translations.get(language)?.messages };
    return (text) => {
      if (Object.hasOwn(said, text)) return html`${said[text]}`;
      // Several notes on one piece of evidence are kept as one.
      const parts = text.split('; ');
      if (parts.every((part) => Object.hasOwn(said, part))) return html`${parts.map((part) => said[part]).join('; ')}`;
      return /\p{L}/u.test(text) ? asWritten({ language }, text) : html`${text}`;
    };
  };
}

/** The fixed words of notes, by those of the language knowledge is written in. */
function wordsOf(topic: Topic | undefined, language: string): Readonly<Record<string, string>> {
  const translated = topic?.translations.get(language)?.words.words ?? {};
  return Object.fromEntries(Object.entries(translated).flatMap(([id, word]): readonly (readonly [string, string])[] => {
    const own = topic?.words.words[id as keyof typeof topic.words.words];
    return typeof own === 'string' && typeof word === 'string' ? [[own, word]] : [];
  }));
}
