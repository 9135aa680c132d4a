/**
 * Keeps what decisions were made from, behind the answers: a call is over before anything is done here. What there is no room for is left out and
 * told; nothing that goes wrong here reaches a caller.
 */
import type { KeyObject } from 'node:crypto';
import type { Gap } from './create-write-queue.ts';
import { sealTrace } from './seal-trace.ts';
import type { Store } from './store.ts';
import type { Trace } from './trace.ts';

export interface TraceKeeper {
  /** Takes the decisions of one call. Never throws, nobody waits. */
  keep(traces: readonly Trace[]): void;
  /** Resolves when all that was taken has been handed to the store. */
  flush(): Promise<void>;
}

export interface TraceLimits {
  /** Characters of one trace; a body of the largest size is one. */
  readonly longest: number;
  /** Characters that wait to be compressed. */
  readonly waiting: number;
  /** Calls whose charts have not been written down yet. */
  readonly calls: number;
}

export interface TraceKeeperOptions {
  readonly key: KeyObject;
  readonly store: Pick<Store, 'addTraces'>;
  /** Told of decisions that cannot be made again, though tracing is on. */
  readonly report: (gap: Gap) => void;
  readonly limits?: Partial<TraceLimits>;
}

const DEFAULTS: TraceLimits = { longest: 10 * 1024 * 1024, waiting: 64 * 1024 * 1024, calls: 64 };

/** A keeper that writes charts down as soon as the answers are out, and compresses one trace at a time in another thread. */
export function createTraceKeeper({ key, store, report, limits }: TraceKeeperOptions): TraceKeeper {
  const { longest, waiting, calls } = { ...DEFAULTS, ...limits };
  let taken: (readonly Trace[])[] = [];
  let characters = 0;
  let work = Promise.resolve();

  const leaveOut = (dropped: number, because: string): void => report({ dropped, waiting: taken.length, because });
  const seal = async ({ id, at }: Trace, text: string): Promise<void> => {
    try {
      store.addTraces([{ decision: id, at, body: await sealTrace(key, id, text) }]);
    } catch (error) {
      leaveOut(1, `A trace could not be sealed (${error instanceof Error ? error.name : typeof error}).`);
    } finally {
      characters -= text.length;
    }
  };
  const write = (traces: readonly Trace[]): void => {
    const known = new Map<unknown, string>();
    for (const trace of traces) {
      const text = serialise(trace, known);
      if (text.length > longest) {
        store.addTraces([{ decision: trace.id, at: trace.at, gap: 'too-large' }]);
        leaveOut(1, `A trace is longer than ${longest} characters.`);
      } else if (characters + text.length > waiting) {
        leaveOut(1, 'Too much waits to be compressed.');
      } else {
        characters += text.length;
        work = work.then(() => seal(trace, text));
      }
    }
  };
  const next = (): void => {
    const traces = taken.shift();
    if (traces === undefined) return;
    try {
      write(traces);
    } catch (error) {
      leaveOut(traces.length, `A chart could not be written down (${error instanceof Error ? error.name : typeof error}).`);
    }
  };
  return {
    keep: (traces) => {
      if (traces.length === 0) return;
      if (taken.length >= calls) return leaveOut(traces.length, 'Too many charts wait to be written down.');
      taken.push(traces);
      // One for each: of several calls that end at once, none may wait for a turn that more calls end in.
      setImmediate(next);
    },
    flush: async () => {
      while (taken.length > 0) next();
      await work;
    },
  };
}

/** Orders of one call share their resources, the bulk of a chart: they are written once. */
function serialise({ chart, decision }: Trace, known: Map<unknown, string>): string {
  const written = (value: unknown): string => {
    if (value !== chart.resources) return JSON.stringify(value);
    const text = known.get(value) ?? JSON.stringify(value);
    known.set(value, text);
    return text;
  };
  const members = Object.entries(chart).filter(([, value]) => value !== undefined).map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`);
  return `{"topic":${JSON.stringify(decision.topic)},"chart":{${members.join(',')}},"decided":${JSON.stringify(JSON.stringify(decision))}}`;
}
