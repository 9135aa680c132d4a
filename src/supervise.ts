/** Keeps one or several processes serving on one port: starts them, replaces one that dies, has others with new knowledge take their place, stops them all. */
import cluster, { type Worker } from 'node:cluster';
import type { Config } from './config.ts';
import { countDeaths } from './http/count-deaths.ts';
import { createLog } from './http/create-log.ts';
import { addUpMetrics } from './http/share-metrics.ts';

/** Between the death of a process that had served and its successor; doubled up to the longest while they die at once. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;
/** Whoever serves so long was no failed start. */
const SOUND_MS = 10_000;

interface Starting {
  /** It serves. */
  readonly onServing?: () => void;
  /** It ended before it served; without it the service ends, or it is tried again. */
  readonly onFailed?: () => void;
}

/** Ends with the exit code of a first process that cannot serve, else with 0 when all have finished what they began. */
export function supervise(count: number, config: Pick<Config, 'logLevel'>): void {
  const log = createLog(config);
  // They share one socket: a connection that was handed from process to process would hang for ever when the second one dies at that moment.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const deaths = countDeaths();
  const metrics = addUpMetrics(deaths.registry);
  /** The list of `cluster` still has some that have ended. */
  const processes = new Set<Worker>();
  /** Their successors serve. */
  const leaving = new Set<Worker>();
  /** They do not serve yet; `true` for those that were told to read the clients anew and could not hear it. */
  const starting = new Map<Worker, boolean>();
  let isStopping = false;
  let isChanging = false;
  let hasServed = false;
  let delayMs = FIRST_DELAY_MS;

  const start = ({ onServing, onFailed }: Starting = {}): void => {
    if (isStopping) return;
    const worker = cluster.fork();
    processes.add(worker);
    starting.set(worker, false);
    const since = process.hrtime.bigint();
    let isServing = false;
    worker.once('listening', () => {
      isServing = true;
      hasServed = true;
      metrics.include(worker);
      if (starting.get(worker) === true) worker.process.kill('SIGHUP');
      starting.delete(worker);
      onServing?.();
    });
    worker.once('exit', (code, signal) => {
      processes.delete(worker);
      starting.delete(worker);
      if (isStopping) return endWithLast();
      if (leaving.delete(worker)) return;
      // Its own words stand on standard error.
      if (!hasServed) process.exit(code === 0 ? 1 : code ?? 1);
      if (!isServing && onFailed !== undefined) return onFailed();
      const isSound = Number(process.hrtime.bigint() - since) / 1e6 > SOUND_MS;
      deaths.count();
      delayMs = isSound ? FIRST_DELAY_MS : Math.min(delayMs * 2, LONGEST_DELAY_MS);
      log.error({ process: worker.id, ...(signal ? { signal } : { code }), nextInMs: delayMs }, 'a process that serves has ended; another one takes its place');
      setTimeout(start, delayMs);
    });
  };
  /** One after the other: a successor reads everything anew, and only once it serves the old one finishes what it began and leaves. */
  const change = (old: readonly Worker[]): void => {
    const [first, ...rest] = old;
    if (first === undefined) {
      isChanging = false;
      log.info({ processes: processes.size - leaving.size }, 'all processes have read everything anew');
      return;
    }
    // What takes the place of one that has died has read everything anew.
    if (!processes.has(first)) return change(rest);
    start({
      onServing: () => {
        if (processes.has(first)) {
          leaving.add(first);
          first.process.kill('SIGTERM');
        }
        change(rest);
      },
      onFailed: () => {
        isChanging = false;
        log.error({ left: old.length }, 'a process with what is new could not start, and said why on standard error; those that serve go on as they are');
      },
    });
  };
  const readClients = (): void => {
    for (const worker of processes) {
      if (starting.has(worker)) starting.set(worker, true);
      else worker.process.kill('SIGHUP');
    }
  };
  const endWithLast = (): void => {
    if (processes.size === 0) process.exit(0);
  };
  const stop = (signal: NodeJS.Signals): void => {
    const isSecond = isStopping;
    isStopping = true;
    if (!isSecond) log.info({ signal }, 'stopping');
    // Those that leave have been told.
    for (const worker of processes) if (isSecond || !leaving.has(worker)) worker.process.kill(isSecond ? 'SIGKILL' : 'SIGTERM');
    if (isSecond) process.exit(1);
    endWithLast();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', readClients);
  process.on('SIGUSR2', () => {
    if (isChanging || !hasServed) return log.warn({}, 'processes are being started already');
    isChanging = true;
    change([...processes].filter((worker) => !leaving.has(worker)));
  });
  // The first one brings the database up to date; a service that cannot start fails once.
  start({
    onServing: () => {
      for (let others = 1; others < count; others += 1) start();
      log.info({ processes: count }, count === 1 ? 'a process serves, and another one can take its place (SIGUSR2)' : 'several processes serve');
    },
  });
}
