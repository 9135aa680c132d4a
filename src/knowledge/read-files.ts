/** Reads one topic's folder, with what topics share, as plain data: nothing is judged yet but that it can be parsed. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from './parse-yaml.ts';
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

/** All files of a topic and of `common`, in name order. Throws KnowledgeError for what cannot be read or parsed, and for names that would be passed over. */
export function readFiles(folder: string, topic: string): readonly KnowledgeFile[] {
  const problems: Problem[] = [];
  const files = ['common', topic].flatMap((part) => filesOf(folder, part)).map(({ path, kind }) => {
    const message = path.endsWith('.yml') ? 'is not read: names of knowledge files end with .yaml' : undefined;
    try {
      if (message !== undefined) throw new Error(message);
      return { path, kind, content: parse(path, textOf(readFileSync(join(folder, path)))) };
    } catch (cause) {
      problems.push({ pointer: `${path}#`, message: message ?? whyNot(cause) });
      return { path, kind, content: undefined };
    }
  });
  if (problems.length > 0) throw new KnowledgeError(problems);
  return files;
}

/** Throws for what an editor would not show as text. */
function textOf(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new Error('it is no text in UTF-8 (UTF-16, or no text at all). Save it as UTF-8');
  const text = decoded(bytes);
  if (text.trim() === '') throw new Error('it is empty');
  return text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('it is no text in UTF-8. Save it as UTF-8', { cause });
  }
}

function parse(path: string, text: string): unknown {
  return path.endsWith('.json') ? JSON.parse(text) as unknown : parseYaml(text);
}

function whyNot(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'EISDIR': return 'is a folder; a file should be here';
    case 'EACCES':
    case 'EPERM': return 'cannot be read: this user may not';
    case 'ENOENT': return 'cannot be read: a link that leads nowhere';
    default: return `cannot be parsed: ${message.split('\n')[0]!.replace(/:$/, '')}`;
  }
}

/** The topics of a knowledge folder: every sub-folder with a topic.yaml. Throws KnowledgeError for what is no folder, or has no part for all topics. */
export function listTopics(folder: string): readonly string[] {
  if (!existsSync(join(folder, 'common'))) throw new KnowledgeError([{ pointer: `${folder}#`, message: 'is no knowledge folder: it has no folder "common" that can be read' }]);
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'topic.yaml'))).sort();
}

function filesOf(folder: string, part: string): readonly { readonly path: string; readonly kind: string }[] {
  return namesIn(join(folder, part), `${part}#`).sort((one, other) => one.localeCompare(other)).flatMap((name) => {
    if (isKnowledge(name)) return [{ path: `${part}/${name}`, kind: kindOf(name) }];
    const place = join(folder, part, name);
    if (NOT_SERVED.includes(name) || statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    const names = namesIn(place, `${part}/${name}#`).sort().filter(isKnowledge);
    return names.map((each) => ({ path: `${part}/${name}/${each}`, kind: each === 'drafts.yaml' ? 'drafts' : KINDS[name] ?? name }));
  });
}

/** Throws KnowledgeError for a folder that cannot be listed. */
function namesIn(folder: string, pointer: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new KnowledgeError([{ pointer, message: `is no folder that can be read (${(cause as NodeJS.ErrnoException).code})` }], { cause });
  }
}

/** `.yml` too: it would be passed over without a sound. */
function isKnowledge(name: string): boolean {
  return /\.(yaml|yml|json)$/.test(name);
}

function kindOf(name: string): string {
  return name.replace(/\.(yaml|yml|json)$/, '');
}
