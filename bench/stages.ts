/**
 * What each stage of a call costs, in processor milliseconds, on charts it has never seen: `node --expose-gc bench/stages.ts 2026-11-26 5` (the day, and how often
 * each batch of charts is taken, after as many times to warm up). Prints JSON: for each kind and size of chart the stages and the whole decision.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatherCharts } from '../src/chart/gather-charts.ts';
import { parseHookRequest } from '../src/chart/parse-hook-request.ts';
import { assessFindings } from '../src/decision/assess-findings.ts';
import { decide } from '../src/decision/decide.ts';
import { recallFacts } from '../src/decision/recall-facts.ts';
import { keepSpeaking } from '../src/decision/speaking-resources.ts';
import { createJsonScanner } from '../src/chart/scan-json.ts';
import { loadTopics } from '../src/knowledge/load-topics.ts';
import { profiles } from '../src/response/profile.ts';
import { writeResponse } from '../src/response/write-response.ts';
import { median } from './middle.ts';
import { bodyOf, makePayload, type Kind } from './payload.ts';

/** Charts in a batch, of as many patients. */
const SIZES: readonly { readonly kind: Kind; readonly conditions: number; readonly batch: number }[] = [
  { kind: 'typical', conditions: 10, batch: 100 }, { kind: 'typical', conditions: 100, batch: 40 }, { kind: 'typical', conditions: 1000, batch: 6 }, { kind: 'typical', conditions: 10_000, batch: 1 }, { kind: 'worst', conditions: 60, batch: 30 },
];
/** What is left of collecting garbage is swept by threads of V8's, whose time would count for the next stage. */
const SWEEP_MS = 60;
const LIMITS = { depth: 100, members: 10_000_000 };

const [today = '2026-06-15', times = '5'] = process.argv.slice(2);
const topics = loadTopics(join(import.meta.dirname, '../cards'));
const topic = topics[0]!;
const collectGarbage = (globalThis as { readonly gc?: () => void }).gc ?? (() => {});

const measured: Record<string, unknown>[] = [];
for (const { kind, conditions, batch } of SIZES) {
  const bodies = Array.from({ length: batch }, (_, index) => bodyOf(makePayload({ kind, conditions, today, seed: index + 1 })));
  const rounds: Readonly<Record<string, number>>[] = [];
  for (let round = 0; round < 2 * Number(times); round += 1) rounds.push(await measureStages(bodies));
  const kept = rounds.slice(rounds.length / 2);
  measured.push({ kind, conditions, ...Object.fromEntries(Object.keys(kept[0]!).map((stage) => [stage, median(kept.map((each) => each[stage]!))])) });
}
console.log(JSON.stringify(measured));

/** Each stage on the whole batch before the next one. The whole decision sees charts of its own, in which nothing has been looked for yet. */
async function measureStages(bodies: readonly Buffer[]): Promise<Readonly<Record<string, number>>> {
  const understand = (value: unknown): ReturnType<typeof parseHookRequest> => parseHookRequest(value, { allowsNoOrders: false });
  const parse = (body: Buffer): unknown => JSON.parse(body.toString('utf8')) as unknown;
  const read = await costOf(bodies, (body) => { createJsonScanner(LIMITS).look(body); return parse(body); });
  const understood = await costOf(read.made, understand);
  const gathered = await costOf(understood.made, (request) => gatherCharts(request, topics, { today }));
  const charts = gathered.made.map(({ orders }) => orders[0]!.chart);
  const recalled = await costOf(charts, (whole) => {
    const chart = keepSpeaking(topic, whole);
    return { chart, facts: recallFacts(topic, chart) };
  });
  const assessed = await costOf(recalled.made, ({ chart, facts }) => assessFindings(topic, chart, facts));
  const untouched = await Promise.all(bodies.map((body) => gatherCharts(understand(parse(body)), topics, { today })));
  const decided = await costOf(untouched.map(({ orders }) => orders[0]!), ({ chart, drafted }) => ({ topic, chart: { ...chart, order: drafted }, decision: decide(topic, chart)! }));
  const written = await costOf(decided.made, (judged) => JSON.stringify(writeResponse([judged], { profile: profiles.default, hook: 'order-select', newId: () => '00000000-0000-4000-8000-000000000001', publicUrl: 'https://cds.example.org' })));
  return {
    read: read.cpuMs, understand: understood.cpuMs, gather: gathered.cpuMs, recall: recalled.cpuMs, assess: assessed.cpuMs,
    // Match, rate, advise; what would change the rating; quality measures.
    conclude: Math.max(0, decided.cpuMs - recalled.cpuMs - assessed.cpuMs), write: written.cpuMs, decide: decided.cpuMs,
  };
}

/** What was made of each, and the processor milliseconds that one took: all threads of the process. */
async function costOf<From, Made>(all: readonly From[], work: (from: From) => Made | Promise<Made>): Promise<{ readonly made: readonly Made[]; readonly cpuMs: number }> {
  collectGarbage();
  await sleep(SWEEP_MS);
  const made: Made[] = [];
  const before = process.cpuUsage();
  for (const each of all) {
    const one = work(each);
    made.push(one instanceof Promise ? await one : one);
  }
  const { user, system } = process.cpuUsage(before);
  return { made, cpuMs: (user + system) / 1000 / all.length };
}
