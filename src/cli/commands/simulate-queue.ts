/** `backstop simulate enqueue`, `work`, `collect` and `forget`: the same simulation by any number of machines, over a queue in PostgreSQL. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';
import { printProgress } from '../simulate/print-progress.ts';
import { refuseFullDisk } from '../simulate/refuse-full-disk.ts';
import { parseCount, parseTypes, type Surroundings } from './arguments.ts';

interface QueueOptions {
  readonly queue?: string;
  readonly schema: string;
}

interface EnqueueOptions extends QueueOptions {
  readonly out: string;
  readonly labels?: string;
  readonly language?: string;
  readonly complete?: true | readonly string[];
  readonly knowledge: string;
  readonly maxLineMb: number;
  readonly jobPatients: number;
  readonly lostAfter: number;
}

interface WorkOptions extends QueueOptions {
  readonly knowledge: string;
  readonly workers: number;
  readonly workerMb: number;
  readonly wait: number;
}

interface CollectOptions extends QueueOptions {
  readonly out: string;
  readonly knowledge: string;
  readonly wait: number;
  readonly forget: boolean;
}

const BYTES_PER_MB = 1_048_576;
const MS_PER_MINUTE = 60_000;
const MINUTES_PER_MONTH = 44_640;

// The library of the queue takes longer to load than a small command lasts: it is read when it is needed.
export function addSimulateQueue(simulate: Command, surroundings: Surroundings): void {
  const { cards } = surroundings;
  queued(simulate.command('enqueue'))
    .description('reads the inputs once, and puts the patients with orders on the queue, some a job: 0 done, 1 done and something of the inputs could not be read, 2 not possible')
    .argument('<inputs...>', 'as for simulate')
    .requiredOption('--out <folder>', 'where the charts go that all workers read: a folder they all see. Patient data')
    .option('--labels <file>', 'as for simulate')
    .option('--complete [types]', 'as for simulate', parseTypes)
    .option('--language <tag>', 'of titles in the decisions')
    .option('--knowledge <folder>', 'a release, or its cards folder', cards)
    .option('--max-line-mb <megabytes>', 'longest line, and largest Bundle', parseCount(0.001, 256), 64)
    .option('--job-patients <count>', 'patients of a job', parseCount(1, 100_000), 250)
    .option('--lost-after <seconds>', 'a worker that is not heard of for so long is dead, and another gets its job', parseCount(10, 3600), 60)
    .action((inputs: readonly string[], options: EnqueueOptions) => enqueueAll(inputs, options, surroundings));
  queued(simulate.command('work'))
    .description('judges patients from the queue until all are done, beside any number of others: 0 all are done, 1 some were given up, or it was told to stop, 2 not possible')
    .argument('<charts>', 'the folder that enqueue wrote')
    .option('--knowledge <folder>', 'a release, or its cards folder', cards)
    .option('--workers <count>', 'processes that judge side by side', parseCount(1, 256), availableParallelism())
    .option('--worker-mb <megabytes>', 'memory of one process', parseCount(8, 65_536), 1024)
    .option('--wait <minutes>', 'for the charts and the jobs to be there', parseCount(0, MINUTES_PER_MONTH), 0)
    .action((folder: string, options: WorkOptions) => workOnCharts(folder, options, surroundings));
  queued(simulate.command('collect'))
    .description('writes decisions and report once all are done: 0 written, 1 written and something of the inputs could not be read, or not all are done: then there is no report.json, 2 not possible')
    .argument('<charts>', 'the folder that enqueue wrote')
    .requiredOption('--out <folder>', 'where decisions and report go')
    .option('--knowledge <folder>', 'a release, or its cards folder', cards)
    .option('--wait <minutes>', 'for the charts to be there, and for the workers to be done', parseCount(0, MINUTES_PER_MONTH), 0)
    .option('--forget', 'then removes the simulation from the database', false)
    .action((folder: string, options: CollectOptions) => collectAll(folder, options, surroundings));
  queued(simulate.command('forget'))
    .description('removes a simulation from the database, jobs and results: 0 done, 2 not possible')
    .argument('<charts>', 'the folder that enqueue wrote; it is yours to remove')
    .action((folder: string, options: QueueOptions) => forgetCharts(folder, options, surroundings));
}

function queued(command: Command): Command {
  return command.option('--queue <url>', 'PostgreSQL, as postgres://user@host/database; better set SIMULATE_QUEUE, where others cannot read it').option('--schema <name>', 'of the tables in it, made where they are missing', 'backstop_simulate');
}

async function enqueueAll(paths: readonly string[], options: EnqueueOptions, surroundings: Surroundings): Promise<void> {
  const { out, schema, labels, language, complete, knowledge, maxLineMb, jobPatients, lostAfter } = options;
  const { now, settings } = surroundings;
  const { timeZone, topics } = settings();
  process.umask(0o077);
  const { enqueue } = await import('../simulate/queue/enqueue.ts');
  const progress = printProgress({ output: process.stderr, now });
  const { patients, ranges, fresh, again, problems } = await refuseFullDisk(out, () => enqueue({
    paths, out, url: urlOf(options, surroundings), schema, maxBytes: Math.round(maxLineMb * BYTES_PER_MB), patientsPerJob: jobPatients, lostAfterSeconds: lostAfter, progress, now, ...(labels !== undefined && { labels }),
    settings: { knowledge: knowledgeFolder(knowledge), timeZone, ...(topics !== undefined && { topics }), complete: complete === true ? 'all' : complete ?? [], ...(language !== undefined && { language }) },
  }));
  progress.tell(`${patients} patients with orders in ${ranges} jobs: ${fresh} put on the queue${again > 0 ? `, ${again} that were given up put back on it` : ''}${ranges > fresh + again ? `, ${ranges - fresh - again} were there` : ''}.`);
  if (problems > 0) process.exitCode = 1;
}

async function workOnCharts(folder: string, options: WorkOptions, surroundings: Surroundings): Promise<void> {
  const { schema, knowledge, workers, workerMb, wait } = options;
  const { now } = surroundings;
  const { workOn } = await import('../simulate/queue/work-on.ts');
  const progress = printProgress({ output: process.stderr, now });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
  const { done, all } = await workOn({ folder, url: urlOf(options, surroundings), schema, knowledge: knowledgeFolder(knowledge), workers, workerMb, waitMs: wait * MS_PER_MINUTE, progress, now, stop: stop.signal });
  progress.tell(`${done} jobs done here; ${all.done} of ${all.ranges} are done${all.failed > 0 ? `, and ${all.failed} were given up: enqueue again puts them back` : ''}.`);
  if (all.done < all.ranges) process.exitCode = 1;
}

async function collectAll(folder: string, options: CollectOptions, surroundings: Surroundings): Promise<void> {
  const { out, schema, knowledge, wait, forget } = options;
  const { now } = surroundings;
  process.umask(0o077);
  const { collect } = await import('../simulate/queue/collect.ts');
  const progress = printProgress({ output: process.stderr, now });
  const collected = await refuseFullDisk(out, () => collect({ folder, out, url: urlOf(options, surroundings), schema, knowledge: knowledgeFolder(knowledge), waitMs: wait * MS_PER_MINUTE, forgets: forget, progress, now }));
  if (collected.kind !== 'unfinished' && collected.problems > 0) process.exitCode = 1;
  switch (collected.kind) {
    case 'written': return progress.tell(`${collected.report.orders.judged} orders judged; ${collected.report.cards.per100} of 100 would have got a card. ${out}/report.html`);
    case 'written-before': return progress.tell(`${out}: this simulation is finished.`);
    case 'unfinished': {
      const { ranges, done, active, waiting, failed } = collected.all;
      progress.tell(`Nothing is written: of ${ranges} jobs ${done} are done, ${active} worked on, ${waiting} wait for a worker (simulate work), ${failed} were given up (enqueue again puts them back).`);
      process.exitCode = 1;
    }
  }
}

async function forgetCharts(folder: string, options: QueueOptions, surroundings: Surroundings): Promise<void> {
  const { forgetSimulation } = await import('../simulate/queue/forget-simulation.ts');
  const was = await forgetSimulation({ folder, url: urlOf(options, surroundings), schema: options.schema });
  process.stderr.write(was ? `The database holds nothing of it any more. ${folder} holds the charts: remove it too.\n` : 'The database holds no such simulation.\n');
}

function urlOf({ queue }: QueueOptions, surroundings: Surroundings): string {
  const url = queue ?? surroundings.queue;
  if (url === undefined) throw new ConfigError('--queue: must be the address of a PostgreSQL database (or set SIMULATE_QUEUE).');
  return url;
}
