/** The vignettes of a knowledge folder as stories to choose from. Nothing is read until somebody asks, and only the chosen one is parsed whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nameSystem } from './name-system.ts';
import type { Story, StoryEntry } from './story.ts';

/** A story to begin with, in words for whoever comes for the first time. */
export interface Starter {
  readonly story: string;
  readonly title: string;
  readonly says: string;
}

export interface Stories {
  /** All of them, in the order of their files. */
  list(): readonly StoryEntry[];
  /** Those to begin with. */
  starters(): readonly Starter[];
  /** `undefined` for an id that no story has. */
  read(id: string): Story | undefined;
  /** As it is written, with its comments. */
  written(id: string): string | undefined;
  /** The address of a code system by the name vignettes use for it. */
  systemOf(name: string): string | undefined;
}

interface Written {
  readonly entry: StoryEntry;
  readonly text: string;
}

/** The stories of the topics named, below a knowledge folder. */
export function openStories(folder: string, topics: readonly string[]): Stories {
  const all = once(() => withOwnIds(topics.flatMap((topic) => readTopic(folder, topic))));
  const byId = once(() => new Map(all().map((written) => [written.entry.id, written])));
  const starters = once(() => topics.flatMap((topic) => startersOf(join(folder, topic, 'starters.yaml'))));
  const systems = once(() => (parse(readFileSync(join(folder, 'common/code-systems.yaml'), 'utf8')) as { readonly systems: readonly { readonly uri: string; readonly title: string }[] }).systems);
  return {
    list: once(() => all().map(({ entry }) => entry)),
    starters,
    read: (id) => {
      const written = byId().get(id);
      return written === undefined ? undefined : parse(written.text) as Story;
    },
    written: (id) => byId().get(id)?.text,
    systemOf: (name) => nameSystem(systems(), name),
  };
}

function readTopic(folder: string, topic: string): readonly Written[] {
  const vignettes = join(folder, topic, 'vignettes');
  if (!existsSync(vignettes)) return [];
  return readdirSync(vignettes).filter((name) => name.endsWith('.yaml')).sort().flatMap((name) => readFileSync(join(vignettes, name), 'utf8').split(/^---$/m).flatMap((text) => writtenOf(text, topic)));
}

/** An id that two stories have: the second gets a number behind it. */
function withOwnIds(stories: readonly Written[]): readonly Written[] {
  const seen = new Map<string, number>();
  return stories.map((written) => {
    const { id } = written.entry;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? written : { ...written, entry: { ...written.entry, id: `${id}-${count}` } };
  });
}

/** Parsing them all takes seconds, in which nobody else is answered; what a list says stands in lines of its own. */
function writtenOf(text: string, topic: string): readonly Written[] {
  const [, id] = /^id: *(\S+)/m.exec(text) ?? [];
  const [, title] = /^title: *(.+)$/m.exec(text) ?? [];
  if (id === undefined || title === undefined) return [];
  const word = (name: string): string => new RegExp(`^expect:[\\s\\S]*?\\b${name}['"]?: *['"]?([\\w/-]+)`, 'm').exec(text)?.[1] ?? '';
  return [{ entry: { id, title: String(parse(title)), topic, scenario: word('scenario'), indicator: word('indicator') }, text }];
}

function startersOf(file: string): readonly Starter[] {
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as { readonly starters: readonly Starter[] }).starters : [];
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
