/** A topic as people and other tools read it: its files as they were written, beside what they compile to, in one language. No decision reads it. */
import type { Topic } from '../decision/topic.ts';
import type { TopicFiles } from './topic-files.ts';

export interface ReadableTopic {
  readonly topic: Topic;
  /** Expressions, phrases, sources and value sets as written. */
  readonly files: TopicFiles;
  /** A text of the files in the language of the topic. Throws KnowledgeError for one that no gate has seen to. */
  readonly say: (text: string) => string;
}

/** A vignette in reading form: a patient who proves a rule, and what is expected. */
export interface ReadableVignette {
  readonly id: string;
  readonly title: string;
  readonly source?: string;
  /** Why it is there. */
  readonly remark?: string;
  /** Code of the red flag that must stay silent. */
  readonly nearMissOf?: string;
  readonly today: string;
  readonly patient: { readonly gender?: string; readonly birthDate?: string };
  readonly orders: readonly { readonly study?: string; readonly words?: string; readonly reasons: readonly string[]; readonly priority?: string }[];
  /** One line for each resource of the chart: its type, its words and codes, and its dates. */
  readonly chart: readonly { readonly type: string; readonly words: string; readonly codes: readonly string[]; readonly facts: readonly string[] }[];
  readonly unread: readonly { readonly read: string; readonly state: string }[];
  readonly expect: Readonly<Record<string, unknown>> & { readonly scenario?: string; readonly rating?: string; readonly indicator?: string; readonly certainty?: string; readonly findings?: Readonly<Record<string, string>> };
}

/** All readable topics, and their vignettes once somebody asks for them. */
export interface Library {
  readonly topics: readonly ReadableTopic[];
  /** Of a topic, in the order of files; read on first use, a piece at a time, and kept. */
  readonly vignettes: (topic: string) => Promise<readonly ReadableVignette[]>;
}
