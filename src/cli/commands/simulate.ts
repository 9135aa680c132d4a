/** `backstop simulate`: names, arguments and settings. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';
import { printProgress } from '../simulate/print-progress.ts';
import { refuseFullDisk } from '../simulate/refuse-full-disk.ts';
import { simulate } from '../simulate/simulate.ts';
import { parseCount, parseTypes, type Surroundings } from './arguments.ts';
import { addSimulateQueue } from './simulate-queue.ts';

interface Options {
  readonly out?: string;
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

export function addSimulate(program: Command, surroundings: Surroundings): void {
  const command = program.command('simulate')
    .description('judges the imaging orders of an export, each as of its own day: 0 done, 1 done and something of the inputs could not be read or may be missing, 2 not possible')
    .argument('<inputs...>', 'folders or files of a FHIR Bulk Data export (.ndjson, .ndjson.gz), or Bundles of one patient each (.json)')
    .option('--out <folder>', 'where decisions and report go; run again with it, an unfinished simulation goes on')
    .option('--labels <file>', 'CSV: an order and what people said of it (appropriate, inappropriate, or a rating)')
    .option('--complete [types]', 'the inputs hold all there is: of every type, or of these (Condition,Observation), though no file is named so', parseTypes)
    .option('--language <tag>', 'of titles in the decisions')
    .option('--knowledge <folder>', 'a release, or its cards folder', surroundings.cards)
    .option('--workers <count>', 'processes that judge side by side', parseCount(1, 256), availableParallelism())
    .option('--worker-mb <megabytes>', 'memory of one process', parseCount(8, 65_536), 1024)
    .option('--max-line-mb <megabytes>', 'longest line, and largest Bundle', parseCount(0.001, 256), 64)
    .option('--keep-work', 'keeps the work file, which holds patient data', false)
    .action((inputs: readonly string[], options: Options) => run(inputs, options, surroundings));
  addSimulateQueue(command, surroundings);
}

async function run(paths: readonly string[], options: Options, { now, settings }: Surroundings): Promise<void> {
  const { out, labels, language, complete, workers, workerMb, maxLineMb, keepWork } = options;
  // Not the parser's to ask for: it would ask the commands below this one too.
  if (out === undefined) throw new ConfigError('--out: must name a folder for decisions and report.');
  // Whatever is written is for whoever started it alone.
  process.umask(0o077);
  const { timeZone, topics } = settings();
  const progress = printProgress({ output: process.stderr, now });
  const done = await refuseFullDisk(out, () => simulate({
    paths, out, workers, workerMb, maxBytes: Math.round(maxLineMb * BYTES_PER_MB), keepsWork: keepWork, progress, now, ...(labels !== undefined && { labels }),
    settings: { knowledge: knowledgeFolder(options.knowledge), timeZone, ...(topics !== undefined && { topics }), complete: complete === true ? 'all' : complete ?? [], ...(language !== undefined && { language }) },
  }));
  if (done.problems > 0) process.exitCode = 1;
  if (done.kind === 'written-before') return progress.tell(`${out}: this simulation is finished.`);
  const { orders, cards } = done.report;
  const others = orders.notJudged.reduce((sum, each) => sum + each.orders, 0);
  progress.tell(`${orders.judged} orders judged, ${others} not judged, ${orders.notCovered} for something else; ${cards.per100} of 100 would have got a card. ${out}/report.html`);
}
