/** Traces: sealed so that the database alone tells nothing, kept behind the answers, and left out rather than in the way. */
import { describe, expect, test } from '@jest/globals';
import type { Chart } from '../../src/decision/chart.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { createTraceKeeper, type TraceLimits } from '../../src/store/create-trace-keeper.ts';
import type { Gap } from '../../src/store/create-write-queue.ts';
import { deriveTraceKey } from '../../src/store/derive-trace-key.ts';
import { openTrace } from '../../src/store/open-trace.ts';
import { sealTrace } from '../../src/store/seal-trace.ts';
import type { Trace } from '../../src/store/trace.ts';

const key = deriveTraceKey('a key for tests, long enough for it');
const resources = [{ resourceType: 'Condition', id: 'c1', code: { text: 'Zaphod "über" \u{1F600}' } }];
const chart: Chart = { asOf: '2026-06-15', order: { resourceType: 'ServiceRequest', id: 'o1' }, otherOrders: [], resources, reads: [{ id: 'conditions', state: 'complete' }] };
const decision = { topic: { id: 't', version: '1' }, asOf: '2026-06-15', notes: ['"'] } as unknown as Decision;
const trace = (id: string, changes: Partial<Trace> = {}): Trace => ({ id, at: '2026-06-15T12:00:00.000Z', chart, decision, ...changes });

function keeper(limits: Partial<TraceLimits> = {}) {
  const store = createMemoryStore();
  const gaps: Gap[] = [];
  return { store, gaps, ...createTraceKeeper({ key, store, report: (gap) => gaps.push(gap), limits }) };
}

describe('sealing', () => {
  test('what was sealed is opened, with the same key for the same decision', async () => {
    const text = JSON.stringify({ topic: decision.topic, chart, decided: '{"a":1}' });
    expect(openTrace(key, 'd-1', await sealTrace(key, 'd-1', text))).toEqual({ topic: decision.topic, chart, decided: '{"a":1}' });
  });

  test('another key, another decision, and any changed byte open nothing', async () => {
    const sealed = Buffer.from(await sealTrace(key, 'd-1', '{}'));
    const refused = (open: () => unknown, kind = 'wrong-key'): void => expect(open).toThrow(expect.objectContaining({ code: 'replay-failed', kind }));
    refused(() => openTrace(deriveTraceKey('another key, as long as the first one'), 'd-1', sealed));
    refused(() => openTrace(key, 'd-2', sealed));
    for (let at = 1; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      refused(() => openTrace(key, 'd-1', changed));
    }
    refused(() => openTrace(key, 'd-1', sealed.subarray(0, 20)));
    refused(() => openTrace(key, 'd-1', Buffer.concat([Buffer.of(9), sealed.subarray(1)])), 'unreadable');
  });

  test('the same text is never sealed the same way twice', async () => {
    const both = await Promise.all([sealTrace(key, 'd-1', 'x'), sealTrace(key, 'd-1', 'x')]);
    expect(Buffer.from(both[0]!).equals(both[1]!)).toBe(false);
  });
});

describe('keeping', () => {
  test('keeps chart and decision as they were; orders of one call share what they share', async () => {
    const { keep, flush, store, gaps } = keeper();
    const other = { ...chart, order: { resourceType: 'ServiceRequest', id: 'o2' }, patient: undefined } as unknown as Chart;
    keep([trace('d-1'), trace('d-2', { chart: other })]);
    await flush();
    expect(openTrace(key, 'd-1', (await store.findTrace('d-1'))!.body!)).toEqual({ topic: decision.topic, chart, decided: JSON.stringify(decision) });
    expect(JSON.stringify(openTrace(key, 'd-2', (await store.findTrace('d-2'))!.body!).chart)).toBe(JSON.stringify(other));
    expect(gaps).toEqual([]);
  });

  test('does nothing before the call that hands it over is done', async () => {
    const { keep, flush, store } = keeper();
    let read = 0;
    keep([{ ...trace('d-1'), get chart() { read += 1; return chart; } }]);
    expect(read).toBe(0);
    await flush();
    expect(await store.findTrace('d-1')).toBeDefined();
  });

  test('a trace that is too large leaves its name, and is told', async () => {
    const { keep, flush, store, gaps } = keeper({ longest: 1000 });
    keep([trace('d-1', { chart: { ...chart, resources: [{ resourceType: 'Condition', text: 'x'.repeat(2000) }] } }), trace('d-2')]);
    await flush();
    expect(await store.findTrace('d-1')).toEqual({ decision: 'd-1', at: '2026-06-15T12:00:00.000Z', gap: 'too-large' });
    expect((await store.findTrace('d-2'))?.body).toBeDefined();
    expect(gaps).toMatchObject([{ dropped: 1, because: expect.stringContaining('longer than 1000') }]);
  });

  test('what there is no room for is left out and told, and there is room again afterwards', async () => {
    const { keep, flush, store, gaps } = keeper({ calls: 2, waiting: 700 });
    for (const id of ['d-1', 'd-2', 'd-3']) keep([trace(id)]);
    await flush();
    expect(await Promise.all(['d-1', 'd-2', 'd-3'].map(async (id) => (await store.findTrace(id)) !== undefined))).toEqual([true, false, false]);
    expect(gaps.map(({ because }) => because)).toEqual(['Too many charts wait to be written down.', 'Too much waits to be compressed.']);
    keep([trace('d-4')]);
    await flush();
    expect(await store.findTrace('d-4')).toBeDefined();
  });

  test('many calls that end at once are all written down before the next ones end', async () => {
    const { keep, flush, store, gaps } = keeper({ calls: 10 });
    for (let round = 0; round < 3; round += 1) {
      for (let call = 0; call < 10; call += 1) keep([trace(`d-${round}-${call}`)]);
      await new Promise(setImmediate);
    }
    await flush();
    expect(gaps).toEqual([]);
    expect(await store.findTrace('d-2-9')).toBeDefined();
  });

  test('a chart that cannot be written down harms nobody', async () => {
    const { keep, flush, store, gaps } = keeper();
    const circle: Record<string, unknown> = { resourceType: 'Condition' };
    circle['self'] = circle;
    keep([trace('d-1', { chart: { ...chart, resources: [circle as never] } })]);
    keep([trace('d-2')]);
    await flush();
    expect(await store.findTrace('d-2')).toBeDefined();
    expect(gaps).toMatchObject([{ dropped: 1, because: expect.stringContaining('TypeError') }]);
  });
});
