/** From nothing to the first card: a new process each time, everything that knowledge has to pass included. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { takeNumbers } from './interleave.ts';
import { median } from './middle.ts';
import { bodyOf, makePayload } from './payload.ts';
import type { Row } from './row.ts';
import { ROOT, startServer } from './start-server.ts';

const GOAL_S = 2;
const OWN_GOAL_S = 0.7;
const ASK_EVERY_MS = 5;
const PATIENCE_MS = 60_000;

/** Two rows: all of it, and what of it is neither Node nor loading modules. */
export async function measureColdStart(bench: Bench): Promise<readonly Row[]> {
  bench.say('cold start');
  const starts: { readonly card: number; readonly modules: number; readonly node: number }[] = [];
  for (let start = 0; start < (bench.isFull ? 9 : 3); start += 1) starts.push({ card: await secondsToCard(bench), modules: await secondsToEnd('bench/imports.ts'), node: await secondsToEnd('--eval', '0') });
  const [card, modules, node] = [median(starts.map((each) => each.card)), median(starts.map((each) => each.modules)), median(starts.map((each) => each.node))];
  const own = median(starts.map((each) => each.card - each.modules));
  return [
    { id: 'cold-start', work: 'cold start to the first card', goal: `≤ ${GOAL_S.toFixed(1)} s`, measured: `${card.toFixed(2)} s`, isMet: card <= GOAL_S, numbers: { seconds: card, all: starts.map((each) => each.card) } },
    { id: 'cold-start-own', work: 'of it beyond node and imports', goal: `≤ ${OWN_GOAL_S} s`, measured: `${own.toFixed(2)} s; node and imports ${modules.toFixed(2)}, of which node ${node.toFixed(2)}`, isMet: own <= OWN_GOAL_S, numbers: { seconds: own, modules, node } },
  ];
}

async function secondsToCard(bench: Bench): Promise<number> {
  const { caller, today } = bench;
  const body = bodyOf(makePayload({ kind: 'typical', conditions: 10, today, seed: 1 }), takeNumbers(1));
  const [token] = await caller.tokens(1);
  const options = { ...bench, folder: mkdtempSync(join(bench.folder, 'start-')), isImpatient: true };
  const start = performance.now();
  const server = await startServer('service', options);
  try {
    while (performance.now() - start < PATIENCE_MS) {
      const answer = await fetch(`${server.address}/cds-services/imaging-advice`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: new Uint8Array(body) }).catch(() => undefined);
      const { cards } = answer === undefined ? {} : await answer.json() as { readonly cards?: readonly unknown[] };
      if (answer !== undefined && !(answer.ok && cards !== undefined && cards.length > 0)) throw new Error(`The first answer was no card: ${answer.status}.`);
      if (answer !== undefined) return (performance.now() - start) / 1000;
      await sleep(ASK_EVERY_MS);
    }
    throw new Error(`No answer within ${PATIENCE_MS / 1000} s of the start.`);
  } finally {
    await server.stop();
  }
}

async function secondsToEnd(...args: readonly string[]): Promise<number> {
  const start = performance.now();
  const code = await new Promise<number | null>((resolve) => spawn(process.execPath, [...args], { cwd: ROOT, stdio: 'ignore' }).once('exit', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
  return (performance.now() - start) / 1000;
}
