/** The files of a simulation: what was named, and what lies in folders that were named. */
import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../../errors.ts';
import { nameInput } from './name-input.ts';

export interface InputFile {
  /** The same however it was typed. */
  readonly path: string;
  readonly name: string;
  /** As messages and the report call it. */
  readonly shown: string;
  readonly kind: 'ndjson' | 'json';
  readonly isGzip: boolean;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** What lies there and is not read: `isHarmless` where it can hold no resources. */
export interface PassedOver {
  readonly name: string;
  /** As messages and the report call it. */
  readonly shown: string;
  readonly why: string;
  readonly isHarmless: boolean;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  readonly passedOver: readonly PassedOver[];
}

const READ = /\.(ndjson|jsonl|json)(\.gz)?$/i;
/** Files that go along with an export and hold words for people. */
const HARMLESS = /^\.|\.(?:txt|md|log|html?|csv|tsv|pdf|sha\d*|md5)$/i;

/** In the order of their names, `out` left aside. Throws ConfigError for what is not there, and where nothing of it can be read. */
export function listInputs(paths: readonly string[], out: string): Inputs {
  const files: Omit<InputFile, 'shown'>[] = [];
  const passedOver: Omit<PassedOver, 'shown'>[] = [];
  const seen = new Set<string>();
  const add = (typed: string, name: string, stats: Stats): void => {
    const path = pathOf(typed);
    if (seen.has(path)) return;
    seen.add(path);
    const [, kind = '', gzip] = READ.exec(name) ?? [];
    if (kind === '') passedOver.push({ name, why: 'is no .ndjson or .json file (.gz allowed), and was not read', isHarmless: HARMLESS.test(name) });
    else if (!stats.isFile()) passedOver.push({ name, why: 'is no file, and was not read', isHarmless: false });
    else files.push({ path, name, kind: kind.toLowerCase() === 'json' ? 'json' : 'ndjson', isGzip: gzip !== undefined, bytes: stats.size, modifiedMs: stats.mtimeMs });
  };
  for (const path of paths) {
    const stats = statOf(path);
    if (!stats.isDirectory()) {
      add(path, basename(path), stats);
      continue;
    }
    for (const name of namesIn(path)) {
      const below = join(path, name);
      if (resolve(below) === resolve(out)) continue;
      const inside = lookAt(below);
      if (inside === undefined) passedOver.push({ name, why: 'cannot be looked at, and was not read', isHarmless: false });
      else if (inside.isDirectory()) passedOver.push({ name, why: 'is a folder, and was not read: name it too if it belongs to the inputs', isHarmless: name.startsWith('.') });
      else add(below, name, inside);
    }
  }
  if (files.length === 0) throw new ConfigError(`${paths.join(' ')}: there is no .ndjson, .ndjson.gz or .json file to read. Name the folder of a FHIR Bulk Data export, or its files.`);
  return {
    files: files.sort((one, other) => (one.path < other.path ? -1 : 1)).map((file, index) => ({ ...file, shown: nameInput(file.name, index + 1) })),
    passedOver: passedOver.map((each, index) => ({ ...each, shown: nameInput(each.name, files.length + index + 1) })),
  };
}

/** Links of folders are followed; a file keeps the name it has there, which says its type. */
function pathOf(typed: string): string {
  return join(realpathSync(dirname(resolve(typed))), basename(typed));
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new ConfigError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // A link that leads nowhere: named as not read by the caller.
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new ConfigError(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
