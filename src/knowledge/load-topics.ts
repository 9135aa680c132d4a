/** cards/ → topics: read, checked by every gate, compiled. Knowledge that does not pass does not start. */
import { KnowledgeError } from '../errors.ts';
import type { PageTexts } from '../decision/page-texts.ts';
import type { Topic } from '../decision/topic.ts';
import type { Words } from '../decision/words.ts';
import { checkExpansions } from './check-expansions.ts';
import { checkLanguage } from './check-language.ts';
import { checkMessages } from './check-messages.ts';
import { checkNames } from './check-names.ts';
import { checkPages } from './check-pages.ts';
import { checkQuestions } from './check-questions.ts';
import { checkShape } from './check-shape.ts';
import { checkTables } from './check-tables.ts';
import { checkWords } from './check-words.ts';
import { compileTopic } from './compile-topic.ts';
import { translateTopic } from './translate-topic.ts';
import type { MessagesFile, TopicFiles } from './topic-files.ts';
import { sortFiles } from './topic-files.ts';
import { listTopics, readFiles } from './read-files.ts';

/** Every topic of a knowledge folder. Throws one KnowledgeError with all problems (`file#/pointer: message`) of the first gate that fails. */
export function loadTopics(folder: string): readonly Topic[] {
  const names = listTopics(folder);
  if (names.length === 0) throw new KnowledgeError([{ pointer: `${folder}#`, message: 'holds no topic (a folder with a topic.yaml)' }]);
  return names.map((name) => loadTopic(folder, name));
}

function loadTopic(folder: string, name: string): Topic {
  const raw = readFiles(folder, name);
  demand(checkShape(folder, raw));
  demand(checkExpansions(raw));
  const files: TopicFiles = sortFiles(name, raw);
  demand(checkWords(files.words));
  demand(checkPages(files.pages, files.words.map(({ language }) => language)));
  demand(checkNames(files));
  demand(checkLanguage(files));
  const topic = compileTopic(files);
  demand(checkTables(topic, name));
  demand(checkQuestions(files, topic));
  demand(checkMessages(topic, files));
  return { ...topic, translations: new Map(files.messages.map((file) => [file.language, translated(topic, file, files)])) };
}

function translated(topic: Topic, { language, messages }: MessagesFile, files: TopicFiles): Topic {
  const [words, pages] = [files.words, files.pages].map((all) => all.find((each) => each.language === language)!) as [Words, PageTexts];
  return translateTopic(topic, (text) => messages[text]!, { words, pages, messages });
}

function demand(problems: ConstructorParameters<typeof KnowledgeError>[0]): void {
  if (problems.length > 0) throw new KnowledgeError(problems);
}
