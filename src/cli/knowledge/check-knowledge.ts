/** All gates of a knowledge folder, as at the start of the service and beyond it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Topic } from '../../decision/topic.ts';
import { KnowledgeError, type Problem } from '../../errors.ts';
import { checkTogether } from '../../knowledge/check-together.ts';
import { GATES } from '../../knowledge/check-topic.ts';
import { checkTopics } from '../../knowledge/check-topics.ts';
import { checkVignettes } from '../../knowledge/check-vignettes.ts';
import { listVignettes } from '../../knowledge/list-vignettes.ts';
import type { TopicFiles } from '../../knowledge/topic-files.ts';
import { checkTemplates } from '../../response/check-templates.ts';

/** In the order in which one needs what another found sound. */
export const ALL_GATES = [...GATES, 'templates', 'vignettes', 'together'] as const;
const BESIDE_TOPICS = ['common', 'schema'];

export type AnyGate = (typeof ALL_GATES)[number];

export interface CheckedTopic {
  /** Its folder; `common` for what topics share, and what keeps them apart. */
  readonly topic: string;
  readonly version?: string;
  readonly problems: readonly (Problem & { readonly gate: AnyGate })[];
  readonly notRun: readonly AnyGate[];
}

export interface Checked {
  readonly topics: readonly CheckedTopic[];
  /** `unreadable`: a file could not even be read. */
  readonly outcome: 'passed' | 'problems' | 'unreadable';
}

/** Throws KnowledgeError for a folder without a topic. */
export function checkKnowledge(folder: string): Checked {
  const { reports, shared, isSharedChecked } = checkTopics(folder);
  const own = reports.map(({ name, problems, notRun, files, compiled, topic }): CheckedTopic => {
    const spoken = topic !== undefined ? [topic, ...topic.translations.values()] : compiled !== undefined ? [compiled] : [];
    const misspelt = spoken.flatMap(checkTemplates).map((problem) => ({ ...problem, pointer: `${name}/${problem.pointer}`, gate: 'templates' as const }));
    const isTold = (problem: Problem): boolean => !problem.pointer.startsWith('common/');
    return {
      topic: name, ...(files !== undefined && { version: files.topic.version }),
      problems: [...problems.filter(isTold), ...misspelt, ...(compiled === undefined ? [] : vignettesOf(folder, name, compiled, files!))],
      notRun: [...notRun, ...(compiled === undefined ? (['templates', 'vignettes'] as const) : []), ...(files === undefined ? (['together'] as const) : [])],
    };
  });
  const common = reports.flatMap(({ problems }) => problems.filter(({ pointer }) => pointer.startsWith('common/')));
  const ofAll: CheckedTopic = {
    topic: 'common',
    problems: [...new Map([...common, ...strayFolders(folder), ...shared.map((problem) => ({ ...problem, gate: 'names' as const })), ...(isSharedChecked ? checkTogether(reports.map(({ files }) => files!)) : []).map((problem) => ({ ...problem, gate: 'together' as const }))].map((problem) => [`${problem.pointer} ${problem.message}`, problem])).values()],
    notRun: isSharedChecked ? [] : ['names', 'together'],
  };
  const topics = [ofAll, ...own];
  const all = topics.flatMap(({ problems }) => problems);
  return { topics, outcome: all.length === 0 ? 'passed' : all.some(({ gate }) => gate === 'read') ? 'unreadable' : 'problems' };
}

/** A folder without a topic.yaml is passed over: whoever wrote it should know. */
function strayFolders(folder: string): CheckedTopic['problems'] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !BESIDE_TOPICS.includes(entry.name)).map(({ name }) => name);
  return folders.filter((name) => !existsSync(join(folder, name, 'topic.yaml'))).map((name) => ({ pointer: `${name}#`, message: 'is no topic and is passed over: it has no topic.yaml', gate: 'files' }));
}

function vignettesOf(folder: string, name: string, topic: Topic, files: TopicFiles): CheckedTopic['problems'] {
  try {
    return checkVignettes(folder, topic, files, listVignettes(folder, name)).map((problem) => ({ ...problem, gate: 'vignettes' }));
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return error.problems.map((problem) => ({ ...problem, gate: 'read' }));
  }
}
