/** Gate "messages": a language says all a topic says, with the same values, and nothing the topic no longer says. */
import type { Problem } from '../errors.ts';
import type { Topic } from '../decision/topic.ts';
import type { MessagesFile, TopicFiles } from './topic-files.ts';
import { readerTexts } from './reader-texts.ts';
import { translateTopic } from './translate-topic.ts';

/** Texts without a message, messages without a text (the English may have changed: then the translation must be looked at again), and values that differ. */
export function checkMessages(topic: Topic, files: TopicFiles): readonly Problem[] {
  const { name, messages, words } = files;
  const texts = textsOf(topic, files);
  return messages.flatMap((file) => {
    const at = `${name}/messages/${file.language}.yaml#`;
    if (!words.some(({ language }) => language === file.language)) return [{ pointer: `${at}/language`, message: `there are no words in this language: common/words/${file.language}.yaml` }];
    return checkFile(file, at, name, texts);
  });
}

/** Every text that can reach a card or a page of the topic, with the first place it stands at. */
function textsOf(topic: Topic, files: TopicFiles): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  translateTopic(topic, (text, at) => {
    if (!texts.has(text)) texts.set(text, at);
    return text;
  }, topic);
  for (const [text, at] of readerTexts(topic, files)) if (!texts.has(text)) texts.set(text, at);
  return texts;
}

function checkFile({ messages }: MessagesFile, at: string, name: string, texts: ReadonlyMap<string, string>): readonly Problem[] {
  return [
    ...[...texts].filter(([text]) => !Object.hasOwn(messages, text)).map(([text, place]) => ({ pointer: `${at}/messages`, message: `is missing: "${text}" (${name}/${place})` })),
    ...Object.entries(messages).flatMap(([text, message]): readonly Problem[] => {
      const pointer = `${at}/messages/${escapePointer(text)}`;
      if (!texts.has(text)) return [{ pointer, message: 'the topic does not say this, or no longer' }];
      return partsOf(text) === partsOf(message) ? [] : [{ pointer, message: `must hold the same values and emphasis: ${partsOf(text) || 'none'}` }];
    }),
  ];
}

/** What is filled in, and marks of Markdown. */
function partsOf(text: string): string {
  return (text.match(/\{\{[^{}]*\}\}|\*\*/g) ?? []).sort().join(' ');
}

/** RFC 6901, and no blanks: a pointer ends at the first of them. */
function escapePointer(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll(' ', '_');
}
