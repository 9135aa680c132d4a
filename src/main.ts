/** Starts the service: the only process.env; one process that serves, or one that keeps several serving. */
import cluster from 'node:cluster';
import { availableParallelism, totalmem } from 'node:os';
import { readConfig, type Config } from './config.ts';
import { BackstopError } from './errors.ts';

const OLDEST_NODE = 24;
/** What one process takes under load, and some room. */
const BYTES_PER_PROCESS = 640 * 1_048_576;

// Look-ups of names get half of these threads, and one whose resolver is silent keeps its thread for seconds. Before the first is started.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

// Without a word of its own each of them would end a process that has just begun; what they ask for is read anew in a moment anyway.
for (const signal of ['SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => undefined);

try {
  await start();
} catch (error) {
  if (!(error instanceof BackstopError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    process.stderr.write(`Backstop needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}. "npm start" uses the right one.\n`);
    process.exit(1);
  }
  const config = readConfig(process.env);
  const count = cluster.isWorker ? 1 : processesOf(config);
  // Each knows only what it needs: the one that supervises neither the web nor the knowledge.
  if (count > 1 || (cluster.isPrimary && canChange(config))) (await import('./supervise.ts')).supervise(count, config);
  else await (await import('./serve.ts')).serve(config);
}

/** Where knowledge is to be changed while the service serves, one process has to be able to take the place of another. */
function canChange({ knowledgeFolder, store }: Config): boolean {
  return knowledgeFolder !== undefined && store.kind !== 'memory';
}

/** One for each core, as far as there is memory for them; nobody else can look into what one process remembers. */
function processesOf({ processes, store }: Config): number {
  if (processes !== undefined) return processes;
  return store.kind === 'memory' ? 1 : Math.max(1, Math.min(availableParallelism(), Math.floor(Math.min(totalmem(), process.constrainedMemory()) / BYTES_PER_PROCESS)));
}
