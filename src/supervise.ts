/** Keeps several processes serving on one port: starts them, puts another in the place of one that dies, and stops them all. */
import cluster, { type Worker } from 'node:cluster';
import type { Config } from './config.ts';
import { createLog } from './http/create-log.ts';
import { addUpMetrics } from './http/share-metrics.ts';

/** Between the death of a process that had served and its successor; doubled up to the longest while they die at once. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;
/** Whoever serves so long was no failed start. */
const SOUND_MS = 10_000;

/** Ends with the exit code of a first process that cannot serve, else with 0 when all have finished what they began. */
export function supervise(count: number, config: Pick<Config, 'logLevel'>): void {
  const log = createLog(config);
  // They share one socket: a connection that was handed from process to process would hang for ever when the second one dies at that moment.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  addUpMetrics();
  /** The list of `cluster` still has some that have ended. */
  const serving = new Set<Worker>();
  let isStopping = false;
  let hasServed = false;
  let delayMs = FIRST_DELAY_MS;

  const start = (): void => {
    if (isStopping) return;
    const worker = cluster.fork();
    serving.add(worker);
    const since = process.hrtime.bigint();
    worker.once('listening', () => {
      if (!hasServed) fillUp();
      hasServed = true;
    });
    worker.once('exit', (code, signal) => {
      serving.delete(worker);
      if (isStopping) return endWithLast();
      // Its own words stand on standard error.
      if (!hasServed) process.exit(code === 0 ? 1 : code ?? 1);
      const isSound = Number(process.hrtime.bigint() - since) / 1e6 > SOUND_MS;
      delayMs = isSound ? FIRST_DELAY_MS : Math.min(delayMs * 2, LONGEST_DELAY_MS);
      log.error({ process: worker.id, ...(signal ? { signal } : { code }), nextInMs: delayMs }, 'a process that serves has ended; another one takes its place');
      setTimeout(start, delayMs);
    });
  };
  // The first one brings the database up to date; a service that cannot start fails once.
  const fillUp = (): void => {
    for (let others = 1; others < count; others += 1) start();
    log.info({ processes: count }, 'several processes serve');
  };
  const forward = (signal: NodeJS.Signals): void => {
    for (const worker of serving) worker.process.kill(signal);
  };
  const endWithLast = (): void => {
    if (serving.size === 0) process.exit(0);
  };
  const stop = (signal: NodeJS.Signals): void => {
    const isSecond = isStopping;
    isStopping = true;
    if (!isSecond) log.info({ signal }, 'stopping');
    forward('SIGTERM');
    if (isSecond) process.exit(1);
    endWithLast();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', () => forward('SIGHUP'));
  start();
}
