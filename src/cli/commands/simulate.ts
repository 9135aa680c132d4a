/** `backstop simulate`: names, arguments and settings. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';
import { printProgress } from '../simulate/print-progress.ts';
import { simulate } from '../simulate/simulate.ts';
import { parseCount, parseTypes, type Surroundings } from './arguments.ts';

interface Options {
  readonly out: string;
  readonly labels?: string;
  readonly language?: string;
  readonly complete?: true | readonly string[];
  readonly knowledge: string;
  readonly workers: number;
  readonly workerMb: number;
  readonly maxLineMb: number;
  readonly keepWork: boolean;
}

const BYTES_PER_MB = 1_048_576;
const SQLITE_FULL = 13;

export function addSimulate(program: Command, surroundings: Surroundings): void {
  program.command('simulate')
    .description('judges the imaging orders of an export, each as of its own day: 0 done, 1 done and something of the inputs could not be read, 2 not possible')
    .argument('<inputs...>', 'folders or files of a FHIR Bulk Data export (.ndjson, .ndjson.gz), or Bundles of one patient each (.json)')
    .requiredOption('--out <folder>', 'where decisions and report go; run again with it, an unfinished simulation goes on')
    .option('--labels <file>', 'CSV: an order and what people said of it (appropriate, inappropriate, or a rating)')
    .option('--complete [types]', 'the inputs hold all there is: of every type, or of these (Condition,Observation), though no file is named so', parseTypes)
    .option('--language <tag>', 'of titles in the decisions')
    .option('--knowledge <folder>', 'a release, or its cards folder', surroundings.cards)
    .option('--workers <count>', 'processes that judge side by side', parseCount(1, 256), availableParallelism())
    .option('--worker-mb <megabytes>', 'memory of one process', parseCount(8, 65_536), 1024)
    .option('--max-line-mb <megabytes>', 'longest line, and largest Bundle', parseCount(0.001, 256), 64)
    .option('--keep-work', 'keeps the work file, which holds patient data', false)
    .action((inputs: readonly string[], options: Options) => run(inputs, options, surroundings));
}

async function run(paths: readonly string[], options: Options, { now, settings }: Surroundings): Promise<void> {
  const { out, labels, language, complete, workers, workerMb, maxLineMb, keepWork } = options;
  // Whatever is written is for whoever started it alone.
  process.umask(0o077);
  const { timeZone, topics } = settings();
  const progress = printProgress({ output: process.stderr, now });
  const done = await simulated({
    paths, out, workers, workerMb, maxBytes: Math.round(maxLineMb * BYTES_PER_MB), keepsWork: keepWork, progress, now, ...(labels !== undefined && { labels }),
    settings: { knowledge: knowledgeFolder(options.knowledge), timeZone, ...(topics !== undefined && { topics }), complete: complete === true ? 'all' : complete ?? [], ...(language !== undefined && { language }) },
  });
  if (done === undefined) return progress.tell(`${out}: this simulation is finished.`);
  const { report: { orders, cards }, problems } = done;
  const others = orders.notJudged.reduce((sum, each) => sum + each.orders, 0);
  progress.tell(`${orders.judged} orders judged, ${others} not judged, ${orders.notCovered} for something else; ${cards.per100} of 100 would have got a card. ${out}/report.html`);
  if (problems > 0) process.exitCode = 1;
}

/** A disk that is full is no fault: what was done is kept. */
async function simulated(options: Parameters<typeof simulate>[0]): ReturnType<typeof simulate> {
  try {
    return await simulate(options);
  } catch (error) {
    const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
    if (code !== 'ENOSPC' && errcode !== SQLITE_FULL) throw error;
    throw new ConfigError(`--out ${options.out}: the disk is full. Make room and run it again: it goes on where it was.`, { cause: error });
  }
}
