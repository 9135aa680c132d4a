/** Finds words of ours on a page that stayed in the language knowledge is written in. */
import type { Topic } from '../../src/decision/topic.ts';
import { translateTopic } from '../../src/knowledge/translate-topic.ts';
import { englishLeft } from './english-left.ts';

function textsOf(topic: Topic): ReadonlySet<string> {
  const texts = new Set<string>();
  translateTopic(topic, (text) => { texts.add(text); return text; }, topic);
  for (const word of [...Object.values(topic.words.words), ...Object.values(topic.pages.texts)]) for (const text of typeof word === 'string' ? [word] : Object.values(word)) texts.add(text);
  return texts;
}

/** A search for what the topic and its pages say in their own language and not in the other one, in text without markup. */
export function wordsLeft(topic: Topic, translated: Topic): (text: string) => readonly string[] {
  return englishLeft(textsOf(topic), textsOf(translated));
}
