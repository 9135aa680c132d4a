/** One topic through its gates. A gate that needs what an earlier one found sound is not run where that failed, and is named. */
import { parseText } from '../decision/expression.ts';
import type { PageTexts } from '../decision/page-texts.ts';
import { remember } from '../decision/remember.ts';
import type { Topic } from '../decision/topic.ts';
import type { Words } from '../decision/words.ts';
import { KnowledgeError, type Problem } from '../errors.ts';
import { checkExpansions } from './check-expansions.ts';
import { checkFiles } from './check-files.ts';
import { checkLanguage } from './check-language.ts';
import { checkMessages } from './check-messages.ts';
import { checkNames } from './check-names.ts';
import { checkPages } from './check-pages.ts';
import { checkPhrases } from './check-phrases.ts';
import { checkQuestions } from './check-questions.ts';
import { checkReferences } from './check-references.ts';
import { checkShape } from './check-shape.ts';
import { checkTables } from './check-tables.ts';
import { checkWords, SOURCE_LANGUAGE } from './check-words.ts';
import { compileTopic } from './compile-topic.ts';
import { readFiles, type KnowledgeFile } from './read-files.ts';
import { sortFiles, type MessagesFile, type TopicFiles } from './topic-files.ts';
import { translateTopic } from './translate-topic.ts';

export const GATES = ['read', 'files', 'shape', 'expansions', 'words', 'pages', 'names', 'language', 'phrases', 'tables', 'questions', 'messages'] as const;
export type Gate = (typeof GATES)[number];

/** A topic has some hundred criteria, and the same ones again and again. */
const MOST_PARSED = 2_000;

export interface GateProblem extends Problem {
  readonly gate: Gate;
}

export interface TopicReport {
  readonly problems: readonly GateProblem[];
  /** Those that an earlier problem kept from being run. */
  readonly notRun: readonly Gate[];
  /** As far as the topic came: its files where their shape is right, compiled where their names and language are, translated where all is. */
  readonly files?: TopicFiles;
  readonly compiled?: Topic;
  readonly topic?: Topic;
}

/** Every problem of one topic that can be told while others stand. `name` is its folder. */
export function checkTopic(folder: string, name: string): TopicReport {
  const read = readSafely(folder, name);
  if (read.problems.length > 0) return stopped(of('read', read.problems), 'files');
  const whole = [...of('files', checkFiles(name, read.files)), ...of('shape', checkShapeSafely(folder, read.files))];
  if (whole.length > 0) return stopped(whole, 'expansions');
  const expansions = of('expansions', checkExpansions(read.files));
  if (expansions.length > 0) return stopped(expansions, 'words');
  const files = sortFiles(name, read.files);
  const parse = remember(MOST_PARSED, parseText);
  const named = [...of('words', checkWords(files.words)), ...of('pages', checkPages(files.pages, files.words.map(({ language }) => language))), ...of('names', [...checkNames(files), ...checkReferences(files)]), ...of('language', checkLanguage(files, parse))];
  // Nothing is compiled without names, nor without the words of the language all else is written in.
  const hasWords = [files.words, files.pages].every((all) => all.some(({ language }) => language === SOURCE_LANGUAGE));
  if (!hasWords || named.some(({ gate }) => gate === 'names' || gate === 'language')) return { ...stopped(named, 'phrases'), files };
  const compiled = compileTopic(files, parse);
  const problems = [...named, ...of('phrases', checkPhrases(files)), ...of('tables', checkTables(compiled, name)), ...of('questions', checkQuestions(files, compiled)), ...of('messages', checkMessages(compiled, files))];
  if (problems.length > 0) return { problems, notRun: [], files, compiled };
  const topic = { ...compiled, translations: new Map(files.messages.map((file) => [file.language, translated(compiled, file, files)])) };
  return { problems, notRun: [], files, compiled, topic };
}

function readSafely(folder: string, name: string): { readonly files: readonly KnowledgeFile[]; readonly problems: readonly Problem[] } {
  try {
    return { files: readFiles(folder, name), problems: [] };
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return { files: [], problems: error.problems };
  }
}

/** A schema that cannot be relied on is a problem of the gate that needs it. */
function checkShapeSafely(folder: string, files: readonly KnowledgeFile[]): readonly Problem[] {
  try {
    return checkShape(folder, files);
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return error.problems;
  }
}

function stopped(problems: readonly GateProblem[], next: Gate): TopicReport {
  return { problems, notRun: GATES.slice(GATES.indexOf(next)) };
}

function of(gate: Gate, problems: readonly Problem[]): readonly GateProblem[] {
  return problems.map((problem) => ({ ...problem, gate }));
}

function translated(topic: Topic, { language, messages }: MessagesFile, files: TopicFiles): Topic {
  const [words, pages] = [files.words, files.pages].map((all) => all.find((each) => each.language === language)!) as [Words, PageTexts];
  return translateTopic(topic, (text) => messages[text]!, { words, pages, messages });
}
