/** Runs vignettes as processes that live in different time zones: a day must be the same day everywhere. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ConfigError } from '../../errors.ts';
import type { Choice, Failure, Tested } from './test-vignettes.ts';

/** West, at and east of Greenwich. */
export const ZONES = ['UTC', 'America/New_York', 'Asia/Tokyo'] as const;

export interface ZoneFailure extends Failure {
  /** Where it fails. */
  readonly zones: readonly string[];
}

export interface TestedInZones extends Omit<Tested, 'failures'> {
  readonly zones: readonly string[];
  readonly failures: readonly ZoneFailure[];
}

const COMMAND = join(import.meta.dirname, '../../cli.ts');
/** What `--here` exits with where it has an answer. */
const ANSWERED = [0, 1];

/** All zones at the same time. Fails with ConfigError, in the words of the first process that could not do it. */
export async function testInZones(folder: string, choice: Choice, environment: NodeJS.ProcessEnv): Promise<TestedInZones> {
  const all = await Promise.all(ZONES.map(async (zone) => ({ zone, tested: await testIn(zone, folder, choice, environment) })));
  const [{ tested: { ran, problems } }] = all as [typeof all[number]];
  const failures = new Map<string, ZoneFailure>();
  for (const { zone, tested } of all) {
    for (const failure of tested.failures) {
      const key = JSON.stringify([failure.topic, failure.vignette, failure.differences]);
      failures.set(key, { ...failure, zones: [...failures.get(key)?.zones ?? [], zone] });
    }
  }
  return { zones: ZONES, ran, problems, failures: [...failures.values()] };
}

async function testIn(zone: string, folder: string, { topic, vignette }: Choice, environment: NodeJS.ProcessEnv): Promise<Tested> {
  const choice = [...(topic === undefined ? [] : ['--topic', topic]), ...(vignette === undefined ? [] : ['--vignette', vignette])];
  const child = spawn(process.execPath, [...process.execArgv, COMMAND, 'knowledge', 'test', folder, '--here', '--json', ...choice], { env: { ...environment, TZ: zone }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (!ANSWERED.includes(code ?? -1)) throw new ConfigError(complained.trim() || `The process for ${zone} ended with ${code ?? 'a signal'}.`);
  return JSON.parse(said) as Tested;
}
