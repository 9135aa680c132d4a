/** The command line: what can be asked without a server. One command is one file in cli/; here are only their names, arguments and settings. */
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addCheckClient } from './cli/commands/check-client.ts';
import { addCheckService } from './cli/commands/check-service.ts';
import { addDecide } from './cli/commands/decide.ts';
import { addDiff } from './cli/commands/knowledge-diff.ts';
import { addExpand } from './cli/commands/knowledge-expand.ts';
import { addKnowledge } from './cli/commands/knowledge.ts';
import { addSimulate } from './cli/commands/simulate.ts';
import { escapeControls } from './cli/escape-controls.ts';
import { knowledgeFolder } from './cli/knowledge-folder.ts';
import { openKept } from './cli/open-kept.ts';
import { printReplay } from './cli/print-replay.ts';
import { replay, type Replayed } from './cli/replay.ts';
import { readConfig, type Config } from './config.ts';
import { BackstopError, ConfigError } from './errors.ts';
import { printFault } from './cli/print-fault.ts';
import { loadTopics } from './knowledge/load-topics.ts';
import { deriveTraceKey } from './store/derive-trace-key.ts';

const CARDS = join(import.meta.dirname, '../cards');
/** Apart from 1, which says that something was found. */
const FAILED = 2;

const program = new Command('backstop').description('Asks Backstop without a server. Settings are read from the environment, as for the service.').exitOverride().enablePositionalOptions();

program.command('replay')
  .description('makes kept decisions again and compares: 0 as before (or other knowledge decides otherwise), 1 the same knowledge decides otherwise, 2 not possible')
  .argument('<card...>', 'ids of cards, or of decisions')
  .option('--knowledge <folder>', 'a release, or its cards folder', CARDS)
  .option('--json', 'for programs', false)
  .option('--show-chart', 'prints patient data: the chart, and the differences whole', false)
  .action(async (ids: readonly string[], { knowledge, json, showChart }: { readonly knowledge: string; readonly json: boolean; readonly showChart: boolean }) => {
    const config = settings();
    if (config.traceKey === undefined) throw new ConfigError('TRACE_KEY: must be set as it was when the decision was made');
    const topics = loadTopics(knowledgeFolder(knowledge), 'all');
    const store = await openKept(config, () => new Date());
    try {
      let replayed: readonly Replayed[] = [];
      for (const id of ids) replayed = [...replayed, ...await replay(id, { store, key: deriveTraceKey(config.traceKey), topics })];
      process.stdout.write(printReplay(replayed, { isJson: json, showsChart: showChart }));
      process.exitCode = replayed.some(({ result }) => result === 'failed') ? FAILED : replayed.some(({ result }) => result === 'different') ? 1 : 0;
    } finally {
      await store.close();
    }
  });

addDecide(program, { cards: CARDS, now: () => new Date(), settings });
const knowledge = addKnowledge(program, { cards: CARDS, now: () => new Date(), environment: process.env, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
addDiff(knowledge, { cards: CARDS, now: () => new Date(), settings });
addExpand(knowledge, { cards: CARDS, txToken: () => (process.env['TX_TOKEN'] === '' ? undefined : process.env['TX_TOKEN']) });
addSimulate(program, { cards: CARDS, now: () => new Date(), settings, queue: process.env['SIMULATE_QUEUE'] });
addCheckService(program, { now: () => new Date(), clock: () => performance.now() });
addCheckClient(program, { now: () => new Date() });

// 1 says that something was found: whatever else goes wrong must not say so.
process.on('uncaughtException', (error) => {
  crash(error);
  process.exit();
});

// Who reads the output may have enough of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : FAILED;
  else if (error instanceof BackstopError) fail(error.message);
  else crash(error);
}

/** Only what is needed to read: the settings of a server may be missing here. */
function settings(): Config {
  const { STORE, TRACE_KEY, TIME_ZONE, PUBLIC_URL, MECHANISM_ID, TOPICS } = process.env;
  return readConfig({ STORE, TRACE_KEY, TIME_ZONE, PUBLIC_URL, MECHANISM_ID, TOPICS, HASH_KEY: 'nothing is hashed on the command line' });
}

function crash(error: unknown): void {
  fail(printFault(error));
}

function fail(message: string): void {
  process.stderr.write(`${escapeControls(message)}\n`);
  process.exitCode = FAILED;
}
