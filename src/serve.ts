/** One serving process: the only listen(), and the clock and the random numbers everything else is given. */
import cluster from 'node:cluster';
import { existsSync, realpathSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readClients } from './clients/read-clients.ts';
import { createRegistry, type Registry } from './clients/registry.ts';
import { watchKeys } from './clients/watch-keys.ts';
import type { Config } from './config.ts';
import type { Topic } from './decision/topic.ts';
import { BackstopError, ConfigError, KnowledgeError } from './errors.ts';
import { createApp } from './http/create-app.ts';
import { createLog, type Log } from './http/create-log.ts';
import { createMetrics, type Metrics } from './http/create-metrics.ts';
import { createHttpServer, type HttpServer } from './http/create-server.ts';
import { gaugeKeys } from './http/gauge-keys.ts';
import { gaugeWaiting } from './http/gauge-waiting.ts';
import { tellOwnMetrics } from './http/share-metrics.ts';
import { loadLibrary } from './knowledge/load-library.ts';
import { loadTopics } from './knowledge/load-topics.ts';
import { openPieces } from './knowledge/open-pieces.ts';
import { openStories } from './knowledge/open-stories.ts';
import { createTraceKeeper, type TraceKeeper } from './store/create-trace-keeper.ts';
import { deriveTraceKey } from './store/derive-trace-key.ts';
import type { Gap } from './store/create-write-queue.ts';
import { keepInBounds } from './store/keep-in-bounds.ts';
import { makeId } from './store/make-id.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { checkTemplates } from './response/check-templates.ts';
import { flushSpans } from './tracing/find-tracer.ts';

/** For spans that wait to be sent: less than an orchestrator leaves once calls have ended. */
const FLUSH_MS = 3000;
const CARDS = join(import.meta.dirname, '../cards');
const WEB = join(import.meta.dirname, 'web');

/** Loads the knowledge and serves. Rejects with a BackstopError where that is not possible; a port that cannot be had ends the process. */
export async function serve(config: Config): Promise<void> {
  const { clientsFile, knowledgeFolder } = config;
  const cards = knowledgeFolder === undefined ? CARDS : cardsIn(knowledgeFolder);
  const log = createLog(config);
  const library = loadLibrary(cards, config.topics);
  const topics = library.topics.map(({ topic }) => topic);
  const languages = languagesOf(topics);
  const registry = createRegistry(() => (clientsFile === undefined ? [] : readClients(clientsFile, { ...config, languages })));
  const challengers = config.challengerFolder === undefined ? [] : loadTopics(config.challengerFolder, config.topics);
  const misspelt = topics.flatMap((topic) => [topic, ...topic.translations.values()]).flatMap(checkTemplates);
  if (misspelt.length > 0) throw new KnowledgeError(misspelt);
  const now = (): Date => new Date();
  const metrics = createMetrics({ topics }, { ofProcess: true });
  // Nothing that is asked for from now on is missed, though the store takes a while.
  onSignals(registry, lookAfterKeys(registry, config, log, metrics), log);
  const reportTraces = (gap: Gap): void => {
    metrics.noteGap('traces', gap);
    log.error(gap, 'traces are not kept');
  };
  const report = (gap: Gap): void => {
    metrics.noteGap('decisions', gap);
    log.error(gap, 'decisions are not recorded');
  };
  const store = await openStore(config, { now, report, reportTraces });
  gaugeWaiting(metrics.registry, store);
  const traces = config.trace === 'full' ? createTraceKeeper({ key: deriveTraceKey(config.traceKey!), store, report: reportTraces }) : undefined;
  const shelf = config.playground ? { stories: openStories(cards, topics.map(({ id }) => id)), findPieces: openPieces(library.topics) } : undefined;
  const app = createApp({ topics, challengers, library, ...(shelf !== undefined && { shelf }), config, registry, store, ...(traces !== undefined && { traces }), webFolder: WEB, log, metrics, now, newId: () => makeId(now()) });
  const server = createHttpServer(app, config);
  server.on('error', (error: NodeJS.ErrnoException) => (server.listening ? log.error({ code: error.code }, 'the server reports an error') : fail(whyNotListening(error, config))));
  server.listen(config.port, config.host, () => {
    const { port } = server.address() as AddressInfo;
    log.info({ host: config.host, port, discovery: `${config.publicUrl}/cds-services`, timeZone: config.timeZone, clients: registry.current().length, topics: topics.map(nameOf), languages, ...(challengers.length > 0 && { challengers: challengers.map(nameOf) }) }, 'listening');
    if (!isFirst()) return;
    if (config.trace === 'full') log.warn({ days: config.traceDays }, 'TRACE=full: whole charts are kept, encrypted. Whoever has the database and TRACE_KEY can read them.');
    if (config.auth === 'off') log.warn({ production: config.isProduction }, 'AUTH=off: every caller is answered, and nobody has to say who they are. Do not let patient data in from a network you do not trust.');
  });
  // Vignettes are read once nobody waits for the start any more.
  server.once('listening', () => void Promise.all(topics.map(({ id }) => library.vignettes(id))).then(releaseMemory).catch((error: Error) => log.error({ name: error.name }, 'vignettes could not be read')));
  keepInBounds(store, { retentionDays: config.retentionDays, traceDays: config.traceDays, now, report: ({ message }) => log.warn({ because: message }, 'old records could not be deleted') });
  stopGracefully(server, { store, traces, metrics }, log);
}

/** Of a release, or the folder itself; where a link leads, as it may lead elsewhere before all is read. */
function cardsIn(folder: string): string {
  const found = [join(folder, 'cards'), folder].find((each) => existsSync(join(each, 'common')));
  if (found === undefined) throw new ConfigError(`KNOWLEDGE=${folder}: there is no knowledge in it. Name a release of Backstop, or its folder "cards".`);
  return realpathSync(found);
}

/** What counts for the service as a whole is told once. */
function isFirst(): boolean {
  return (cluster.worker?.id ?? 1) === 1;
}

/** Reading the knowledge leaves more behind than is kept, and V8 would hold on to it for good: 269 MB fell to 142 on 26 November 2026. A tenth of a second, once. */
function releaseMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** Those every topic speaks: an answer is in one language. */
function languagesOf(topics: readonly Topic[]): readonly string[] {
  const all = topics.map(({ words, translations }) => [words.language, ...translations.keys()]);
  return (all[0] ?? []).filter((language) => all.every((each) => each.includes(language)));
}

function nameOf({ id, version }: Topic): string {
  return `${id}@${version}`;
}

/** Where callers are believed by their keys. Gives what is to be done when the clients were read anew. */
function lookAfterKeys(registry: Registry, { auth }: Config, log: Log, { registry: counted }: Metrics): () => void {
  if (auth !== 'required') return () => undefined;
  gaugeKeys(counted, registry);
  return watchKeys(registry, ({ client, isKnown }) => {
    if (isKnown) log.info({ client }, 'the keys of a client are known again');
    else log.warn({ client }, 'the keys of a client cannot be fetched: its calls are refused until they can');
  });
}

/** SIGHUP reads the clients again; an invalid file changes nothing, and no call is dropped. SIGUSR2 is for the one that supervises, if there is one. */
function onSignals(registry: Registry, afterwards: () => void, log: Log): void {
  process.on('SIGUSR2', () => log.warn({}, 'SIGUSR2 is not for a process that serves: the one that supervises has others take its place, and without one (PROCESSES=1 and no KNOWLEDGE, or memory:) the service has to be started anew'));
  process.on('SIGHUP', () => {
    try {
      registry.reload();
      afterwards();
      log.info({ clients: registry.current().length }, 'clients read again');
    } catch (error) {
      // A signal must never end the process, whatever is in the file.
      log.error({ problems: error instanceof BackstopError ? error.message.split('\n') : ['it could not be read'] }, 'the clients stay as they were: the file is invalid');
    }
  });
}

/** Takes no new calls, finishes those under way, and leaves; a second signal leaves at once. Of several, the one that supervises has the last word: whoever stops them all may have told each. */
function stopGracefully(server: HttpServer, kept: Kept, log: Log): void {
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return cluster.isWorker ? undefined : process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    server.stop(() => void leave(kept, log));
  };
  process.on('SIGTERM', stop);
  // A terminal sends it to all processes; one of several waits for the word of the one that started it.
  process.on('SIGINT', cluster.isWorker ? () => undefined : stop);
}

interface Kept {
  readonly store: Store;
  readonly traces: TraceKeeper | undefined;
  readonly metrics: Metrics;
}

/** What was decided is written first. */
async function leave({ store, traces, metrics }: Kept, log: Log): Promise<void> {
  // The last answers went out with their connections; what was decided is handed over a moment after each.
  await new Promise((resolve) => { setImmediate(resolve); });
  try {
    await traces?.flush();
    await store.close();
  } catch (error) {
    log.error({ because: error instanceof BackstopError ? error.message : 'unknown' }, 'the last decisions could not be recorded');
  }
  await flushSpans(FLUSH_MS);
  await tellOwnMetrics(metrics.registry);
  process.exit(0);
}

function whyNotListening(error: Error, { host, port }: Config): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE': return `Port ${port} on ${host} is in use by another process. Stop it, or set PORT to a free one.`;
    case 'EACCES': return `This user may not listen on port ${port}. Set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND': return `HOST=${host} is no address of this machine.`;
    default: return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
