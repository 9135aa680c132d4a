/** Load on one server: closed loop (each connection sends when it has its answer) and open loop (calls come at their times, answered or not). */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Payload } from './payload.ts';
import { processCost } from './process-cost.ts';
import type { RunningServer } from './start-server.ts';

export interface Calls {
  /** Charts of several patients, taken in turn. */
  readonly payloads: readonly Payload[];
  /** One a call. */
  readonly tokens: readonly string[];
  /** Number of the first call; no two calls to a server have the same. */
  readonly from: number;
}

export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Of the server, all its threads and processes. */
  readonly cpuMsPerRequest: number;
  /** Milliseconds, in ascending order; in an open loop from the time at which the call was due. */
  readonly latencies: readonly number[];
  /** Answers that are not 200, by their status. */
  readonly refusals: ReadonlyMap<number, number>;
}

const SETTLE_MS = 200;

/** As many calls as there are tokens, on that many connections. */
export async function loadClosed(server: RunningServer, calls: Calls, connections: number): Promise<Load> {
  return measure(server, connections, async (send) => {
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < calls.tokens.length) await send(calls, next++, performance.now());
    };
    await Promise.all(Array.from({ length: connections }, work));
  });
}

/** As many calls as there are tokens, evenly at that rate; what the server cannot take yet waits, and its waiting counts. */
export async function loadOpen(server: RunningServer, calls: Calls, { connections, perSecond }: { readonly connections: number; readonly perSecond: number }): Promise<Load> {
  return measure(server, connections, async (send) => {
    const start = performance.now();
    const sent: Promise<void>[] = [];
    while (sent.length < calls.tokens.length) {
      const due = start + (sent.length * 1000) / perSecond;
      if (due > performance.now()) await sleep(1);
      else {
        const one = send(calls, sent.length, due);
        // A failure is told at the end, with all others under way.
        one.catch(() => undefined);
        sent.push(one);
      }
    }
    await Promise.all(sent);
  });
}

/** Throws where a call was not answered as it should: such a run says nothing. */
export function demandAnswers(name: string, { refusals, requests }: Load): void {
  if (refusals.size > 0) throw new Error(`${name}: of ${requests} calls ${[...refusals].map(([status, count]) => `${count} were answered ${status}`).join(', ')}`);
}

type Send = (calls: Calls, index: number, since: number) => Promise<void>;

async function measure(server: RunningServer, connections: number, drive: (send: Send) => Promise<void>): Promise<Load> {
  const pool = new Pool(server.address, { connections, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const latencies: number[] = [];
  const refusals = new Map<number, number>();
  const send: Send = async ({ payloads, tokens, from }, index, since) => {
    const { head, chart } = payloads[index % payloads.length]!;
    const first = head(from + index);
    // Two parts, so that no chart is copied; undici takes them, though its types do not say so.
    const parts = [first, chart] as unknown as Buffer;
    const { statusCode, body } = await pool.request({
      path: server.path, method: 'POST', body: parts,
      headers: { 'content-type': 'application/json', 'content-length': String(first.length + chart.length), authorization: `Bearer ${tokens[index]}` },
    });
    await body.arrayBuffer();
    latencies.push(performance.now() - since);
    if (statusCode !== 200) refusals.set(statusCode, (refusals.get(statusCode) ?? 0) + 1);
  };
  try {
    const before = processCost(server.pid).cpuMs;
    const start = performance.now();
    await drive(send);
    const seconds = (performance.now() - start) / 1000;
    // What is done once the answer has left, as recording it, is part of the cost.
    await sleep(SETTLE_MS);
    const cpuMs = processCost(server.pid).cpuMs - before;
    const requests = latencies.length;
    return { requests, seconds, perSecond: requests / seconds, cpuMsPerRequest: cpuMs / requests, latencies: latencies.sort((one, other) => one - other), refusals };
  } finally {
    await pool.close();
  }
}
