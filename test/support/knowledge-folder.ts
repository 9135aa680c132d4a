/** Knowledge of its own for a test: small enough to be loaded in a moment, with the files every topic shares. And the command that is asked about it, as a process. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTopic } from '../../src/cli/knowledge/new-topic.ts';
import { CARDS } from './app.ts';

const COMMAND = join(__dirname, '../../src/cli.ts');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly string[];
}

/** A folder with the topic that `knowledge new-topic neck-pain` writes and nothing else; its shared value sets are left out, as nothing reads them. */
export function smallKnowledge(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-knowledge-'));
  for (const part of ['common', 'schema']) cpSync(join(CARDS, part), join(folder, part), { recursive: true });
  for (const name of readdirSync(join(folder, 'common/value-sets'))) rmSync(join(folder, 'common/value-sets', name));
  createTopic('neck-pain', folder, 2026);
  return folder;
}

/** Replaces the first place of a file that says so; the test fails where none does. */
export function change(folder: string, file: string, from: string, to: string): void {
  const before = readFileSync(join(folder, file), 'utf8');
  if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(folder, file), before.replace(from, () => to));
}

/** `backstop knowledge …` as a process. */
export async function knowledge(args: readonly string[], zone = 'UTC'): Promise<Ran> {
  const child = spawn(process.execPath, [COMMAND, 'knowledge', ...args], { env: { PATH: process.env['PATH'], TZ: zone } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr, lines: stdout.split('\n').slice(0, -1) };
}
