/** Reads one topic's folder, with what topics share, as plain data: nothing is judged yet but that it can be parsed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { KnowledgeError, type Problem } from '../errors.ts';

/** A knowledge file: its path below the knowledge folder, the kind of schema it must fit, and its content. */
export interface KnowledgeFile {
  readonly path: string;
  readonly kind: string;
  readonly content: unknown;
}

const KINDS: Readonly<Record<string, string>> = { cards: 'card', measures: 'measure', 'order-sets': 'order-set', 'value-sets': 'value-set', vignettes: 'vignette' };
/** Vignettes are read by those who run them, not at every start. */
const NOT_SERVED = ['vignettes'];

/** All files of a topic and of `common`, in name order. Throws KnowledgeError for files that cannot be parsed. */
export function readFiles(folder: string, topic: string): readonly KnowledgeFile[] {
  const problems: Problem[] = [];
  const files = ['common', topic].flatMap((part) => filesOf(folder, part)).map(({ path, kind }) => {
    const text = readFileSync(join(folder, path), 'utf8');
    try {
      return { path, kind, content: path.endsWith('.json') ? JSON.parse(text) as unknown : parseYaml(text) };
    } catch (cause) {
      problems.push({ pointer: `${path}#`, message: `cannot be parsed: ${(cause as Error).message.split('\n')[0]}` });
      return { path, kind, content: undefined };
    }
  });
  if (problems.length > 0) throw new KnowledgeError(problems);
  return files;
}

/** The topics of a knowledge folder: every sub-folder with a topic.yaml. Throws KnowledgeError for what is no folder, or has no part for all topics. */
export function listTopics(folder: string): readonly string[] {
  if (!existsSync(join(folder, 'common'))) throw new KnowledgeError([{ pointer: `${folder}#`, message: 'is no knowledge folder: it has no folder "common" that can be read' }]);
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'topic.yaml'))).sort();
}

function filesOf(folder: string, part: string): readonly { readonly path: string; readonly kind: string }[] {
  return readdirSync(join(folder, part), { withFileTypes: true }).sort((one, other) => one.name.localeCompare(other.name)).flatMap((entry) => {
    if (entry.isFile()) return isKnowledge(entry.name) ? [{ path: `${part}/${entry.name}`, kind: kindOf(entry.name) }] : [];
    if (NOT_SERVED.includes(entry.name)) return [];
    const names = readdirSync(join(folder, part, entry.name)).sort().filter(isKnowledge);
    return names.map((name) => ({ path: `${part}/${entry.name}/${name}`, kind: name === 'drafts.yaml' ? 'drafts' : KINDS[entry.name] ?? entry.name }));
  });
}

function isKnowledge(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.json');
}

function kindOf(name: string): string {
  return name.replace(/\.(yaml|json)$/, '');
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) throw document.errors[0]!;
  return document.toJS();
}
