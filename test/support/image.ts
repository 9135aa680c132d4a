/** The steps of the Dockerfile, taken one by one in clean folders: what an image would hold, without Docker. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export interface Image {
  /** Folder that stands for `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly volumes: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
}

export interface BuildOptions {
  /** The project. */
  readonly project: string;
  /** Where stages are made; must not exist. */
  readonly folder: string;
  /** Commands of RUN that are taken as done. */
  readonly skips: readonly string[];
}

type Stage = { -readonly [Key in keyof Image]: Image[Key] };

/** Builds all stages; the last one is the image. Throws where a step fails, with its line and what it said. */
export function buildImage({ project, folder, skips }: BuildOptions): Image {
  const context = join(folder, 'context');
  mkdirSync(folder);
  copyContext(project, context);
  const stages = new Map<string, Stage>();
  let current: Stage | undefined;
  for (const line of instructionsOf(readFileSync(join(project, 'Dockerfile'), 'utf8'))) {
    const [, name, rest] = /^(\S+)\s+([\s\S]*)$/.exec(line)! as unknown as [string, string, string];
    const stage = current!;
    switch (name) {
      case 'FROM': {
        const alias = /\sAS\s+(\S+)$/i.exec(rest)?.[1] ?? 'last';
        current = { root: join(folder, alias), workdir: '/', env: {}, labels: {}, user: undefined, volumes: [], cmd: [], healthcheck: [] };
        mkdirSync(current.root);
        stages.set(alias, current);
        break;
      }
      case 'WORKDIR': stage.workdir = rest; mkdirSync(join(stage.root, rest), { recursive: true }); break;
      case 'COPY': copy(rest, stage, context, stages); break;
      case 'RUN': run(rest, stage, { project, folder, skips }); break;
      case 'ENV': stage.env = { ...stage.env, ...pairs(rest) }; break;
      case 'LABEL': stage.labels = { ...stage.labels, ...pairs(rest) }; break;
      case 'USER': stage.user = rest; break;
      case 'VOLUME': stage.volumes = [...stage.volumes, rest]; break;
      case 'CMD': stage.cmd = JSON.parse(rest); break;
      case 'HEALTHCHECK': stage.healthcheck = JSON.parse(/CMD\s+(\[[\s\S]*\])$/.exec(rest)![1]!); break;
      case 'ARG':
      case 'EXPOSE': break;
      default: throw new Error(`Dockerfile: ${name} is not known here.`);
    }
  }
  return current!;
}

/** Bytes of all files below, links not followed. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function instructionsOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n').replace(/\\\n\s*/g, '').split('\n').filter((line) => line.trim() !== '');
}

function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, bare]) => [name!, quoted ?? bare!]));
}

/** What `.dockerignore` lets through. */
function copyContext(project: string, context: string): void {
  const patterns = readFileSync(join(project, '.dockerignore'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map(patternOf);
  cpSync(project, context, { recursive: true, filter: (path) => !patterns.some((pattern) => pattern.test(relative(project, path))) });
}

/** Patterns start at the top of the context, and what lies below one that fits is left out too. */
function patternOf(line: string): RegExp {
  const literal = line.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\//g, '\0').replace(/\*/g, '[^/]*').replace(/\0/g, '(?:.*/)?');
  return new RegExp(`^${literal}(?:/|$)`);
}

function copy(rest: string, stage: Stage, context: string, stages: ReadonlyMap<string, Stage>): void {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const origin = from === undefined ? context : stages.get(from)!.root;
  const target = paths.pop()!;
  for (const path of paths) {
    const source = join(origin, path);
    if (!existsSync(source)) throw new Error(`Dockerfile: COPY ${rest}: there is no ${path}.`);
    const to = join(stage.root, stage.workdir, target, ...(statSync(source).isFile() && target.endsWith('/') ? [basename(path)] : []));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(source, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** As it stands, by a shell; owners are those of this machine, and what has all packages already has them lent. */
function run(command: string, stage: Stage, { project, folder, skips }: BuildOptions): void {
  if (skips.includes(command)) return;
  const cwd = join(stage.root, stage.workdir);
  if (command === 'npm ci') return symlinkSync(join(project, 'node_modules'), join(cwd, 'node_modules'));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'chown'), '#!/bin/sh\n', { mode: 0o755 });
  if (!existsSync(join(bin, 'node'))) lend(process.execPath, join(bin, 'node'));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:HOME|npm_config_(?:registry|cache|userconfig)|NPM_CONFIG_\w+|\w+_proxy|SSL_\w+|NODE_EXTRA_CA_CERTS)$/i.test(name)));
  execFileSync('sh', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false', ...stage.env, PATH: `${bin}:${process.env['PATH']}` } as unknown as NodeJS.ProcessEnv });
}

/** The same file, where the file system allows it. */
export function lend(path: string, to: string): void {
  try {
    linkSync(path, to);
  } catch {
    cpSync(path, to);
  }
}
