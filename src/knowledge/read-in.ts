/** The library in the language of a reader. */
import { KnowledgeError } from '../errors.ts';
import type { Library, ReadableTopic } from './readable-topic.ts';

/** The same library with its topics' words in that language; a topic that does not speak it stays as it is. */
export function readIn({ topics, vignettes }: Library, language: string): Library {
  return { vignettes, topics: topics.map((readable) => translated(readable, language)) };
}

function translated(readable: ReadableTopic, language: string): ReadableTopic {
  const { files, topic: { translations } } = readable;
  const topic = translations.get(language);
  const messages = files.messages.find((file) => file.language === language)?.messages;
  if (topic === undefined || messages === undefined) return readable;
  return {
    topic, files,
    say: (text) => {
      if (!Object.hasOwn(messages, text)) throw new KnowledgeError([{ pointer: `${files.name}/messages/${language}.yaml#/messages`, message: `is missing: "${text}"` }]);
      return messages[text]!;
    },
  };
}
