/** `backstop knowledge diff`: names, arguments and settings. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { ConfigError } from '../../errors.ts';
import { deriveTraceKey } from '../../store/derive-trace-key.ts';
import { compareStored } from '../knowledge-diff/compare-stored.ts';
import { diffKnowledge, type DiffReport } from '../knowledge-diff/diff-knowledge.ts';
import { printDiff } from '../knowledge-diff/print-diff.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';
import { openKept } from '../open-kept.ts';

export interface DiffSurroundings {
  /** The knowledge of this release. */
  readonly cards: string;
  readonly now: () => Date;
  /** What the environment says. */
  readonly settings: () => Config;
}

interface Options {
  readonly stored: boolean;
  readonly json: boolean;
}

export function addDiff(parent: Command, surroundings: DiffSurroundings): void {
  parent.command('diff')
    .description('what changes from one version of the knowledge to another: 0 nothing, 1 something, 2 not possible')
    .argument('<before>', 'a release, or its cards folder')
    .argument('[after]', 'likewise; this release where left out', surroundings.cards)
    .option('--stored', 'which kept decisions change too (TRACE=full; STORE and TRACE_KEY as for the service)', false)
    .option('--json', 'for programs', false)
    .action((before: string, after: string, options: Options) => run(before, after, options, surroundings));
}

async function run(before: string, after: string, { stored, json }: Options, { now, settings }: DiffSurroundings): Promise<void> {
  const config = settings();
  const [one, other] = [knowledgeFolder(before, `BEFORE ${before}`), knowledgeFolder(after, `AFTER ${after}`)];
  // Asked before anything takes its time.
  const kept = stored ? await openStored(config, now) : undefined;
  try {
    const { report, loaded: [had, has] } = diffKnowledge({ before: one, after: other, newId: randomUUID, publicUrl: config.publicUrl });
    const compared = kept === undefined || had.topics === undefined || has.topics === undefined ? undefined
      : await compareStored({ store: kept.store, key: kept.key, before: had.topics, after: has.topics });
    const whole: DiffReport = { ...report, ...(compared !== undefined && { stored: compared }) };
    process.stdout.write(json ? `${JSON.stringify(whole, null, 2)}\n` : printDiff(whole));
    if (stored && compared === undefined) process.stderr.write('Kept decisions could not be compared: a side does not pass its gates.\n');
    process.exitCode = isSame(whole) ? 0 : 1;
  } finally {
    await kept?.store.close();
  }
}

async function openStored(config: Config, now: () => Date) {
  if (config.traceKey === undefined) throw new ConfigError('TRACE_KEY: must be set as it was when the decisions were made');
  return { store: await openKept(config, now), key: deriveTraceKey(config.traceKey) };
}

function isSame({ changes, notDecided, vignettes }: DiffReport): boolean {
  return changes.length === 0 && notDecided.length === 0 && vignettes !== undefined && [vignettes.changed, vignettes.added, vignettes.removed, vignettes.rewritten].every(({ length }) => length === 0);
}
