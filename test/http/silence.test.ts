/** What was answered is not asked again: over HTTP, with the low back pain topic and the store that remembers. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StoreError } from '../../src/errors.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { CARDS } from '../support/app.ts';
import { registered } from '../support/client.ts';
import { post, serve } from './call-service.ts';

type Body = Record<string, unknown> & { context: Record<string, unknown> };
const topics = loadTopics(CARDS);
const fixture = (name: string): Body => JSON.parse(readFileSync(join(__dirname, `../../fixtures/requests/${name}.json`), 'utf8')) as Body;
const SELECT = '/cds-services/imaging-advice';
const SIGN = '/cds-services/imaging-advice-sign';
let ids = 0;
const newId = () => `20000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}`;

/** A service whose clock can be moved, and whose calls are short to write. */
function open(store: Store = createMemoryStore(), environment: Readonly<Record<string, string>> = {}) {
  const at = (time: string) => serve({ topics, store, newId, environment, now: new Date(time), clients: [registered({ id: 'nagging', capabilities: { repeatsAtSigning: true }, openFhirServers: ['https://nagging.example.org/fhir'] })] });
  const ask = async (time: string, body: Body, changes: Readonly<Record<string, unknown>> = {}, hook = 'order-select') => {
    const { app, lines } = at(time);
    const { fhirServer, ...context } = changes;
    const answer = await post({ ...body, hook, ...(fhirServer !== undefined && { fhirServer }), context: { ...body.context, ...context } }, hook === 'order-sign' ? SIGN : SELECT, app);
    expect(answer.status).toBe(200);
    return { answer: answer.body, line: lines.at(-1)!, cards: answer.body.cards as { uuid: string; summary: string; overrideReasons: { code: string }[] }[] };
  };
  const override = async (time: string, card: string, code?: string) => {
    const { app } = at(time);
    const said = { card, outcome: 'overridden', outcomeTimestamp: time, ...(code !== undefined && { overrideReason: { reason: { code, system: 'urn:x' } } }) };
    expect((await post({ feedback: [said] }, `${SELECT}/feedback`, app)).status).toBe(200);
  };
  return { store, ask, override };
}

const acute = fixture('acute-low-back-pain');

describe('from selecting to signing', () => {
  test('a card that was shown is not shown again, and the order is rated all the same', async () => {
    const { ask } = open();
    const first = await ask('2026-06-15T12:00:00Z', acute);
    const second = await ask('2026-06-15T12:01:00Z', acute, {}, 'order-sign');
    expect(first.cards.length).toBeGreaterThan(0);
    expect(second.cards).toEqual([]);
    expect(second.answer.systemActions).toHaveLength(1);
    expect(second.line['orders']).toMatchObject([{ silence: 'shown-when-selected' }]);
  });

  test('the record says what was held back, and by what it was answered', async () => {
    const { ask, store } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute);
    await ask('2026-06-15T12:01:00Z', acute, {}, 'order-sign');
    const [shown] = await store.findCard(cards[0]!.uuid);
    const { decisions } = await store.listDecisions({ from: new Date('2026-06-15T12:00:30Z'), to: new Date('2026-06-16T00:00:00Z'), limit: 10 });
    expect(decisions).toMatchObject([{ hook: 'order-sign', advice: 'defer', cards: [], outcome: 'none', silence: { because: 'shown-when-selected', decision: shown!.id } }]);
  });

  test('it is shown to a client that asks for both', async () => {
    const { ask } = open();
    const there = { fhirServer: 'https://nagging.example.org/fhir' };
    await ask('2026-06-15T12:00:00Z', acute, there);
    expect((await ask('2026-06-15T12:01:00Z', acute, there, 'order-sign')).cards.length).toBeGreaterThan(0);
  });

  test('it is shown again while the order is selected, as the client draws the last answer only', async () => {
    const { ask } = open();
    await ask('2026-06-15T12:00:00Z', acute);
    expect((await ask('2026-06-15T12:00:05Z', acute)).cards.length).toBeGreaterThan(0);
  });

  test('an emergency is shown both times', async () => {
    const { ask } = open();
    const emergency = fixture('cauda-equina');
    const first = await ask('2026-06-15T12:00:00Z', emergency);
    expect((await ask('2026-06-15T12:01:00Z', emergency, {}, 'order-sign')).cards.map(({ summary }) => summary)).toEqual(first.cards.map(({ summary }) => summary));
  });

  test('another patient with an order of the same id is another matter', async () => {
    const { ask } = open();
    await ask('2026-06-15T12:00:00Z', acute);
    const other = JSON.parse(JSON.stringify(acute).replaceAll('"p1"', '"p2"').replaceAll('Patient/p1', 'Patient/p2')) as Body;
    expect((await ask('2026-06-15T12:01:00Z', other, {}, 'order-sign')).cards.length).toBeGreaterThan(0);
  });
});

describe('after an override', () => {
  const LASTING = 'expert-contradicts';

  test('nothing is said for the rest of the encounter, whatever the reason', async () => {
    const { ask, override } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute, { encounterId: 'e1' });
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid);
    const again = await ask('2026-06-16T09:00:00Z', acute, { encounterId: 'e1' });
    expect(again.cards).toEqual([]);
    expect(again.line['orders']).toMatchObject([{ silence: 'overridden-in-encounter' }]);
    expect((await ask('2026-06-16T09:00:00Z', acute, { encounterId: 'e2' })).cards.length).toBeGreaterThan(0);
  });

  test('with a reason that lasts, nothing is said for thirty days', async () => {
    const { ask, override } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute, { encounterId: 'e1' });
    expect(cards[0]!.overrideReasons.map(({ code }) => code)).toContain(LASTING);
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    expect((await ask('2026-07-15T12:00:00Z', acute, { encounterId: 'e2' })).cards).toEqual([]);
    expect((await ask('2026-07-16T12:00:00Z', acute, { encounterId: 'e3' })).cards.length).toBeGreaterThan(0);
  });

  test('another study is another question', async () => {
    const { ask, override } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute);
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    const xray = JSON.parse(JSON.stringify(acute).replace('"72148"', '"72100"').replace('MRI lumbar spine without contrast', 'Radiograph lumbar spine')) as Body;
    expect((await ask('2026-06-15T12:02:00Z', xray)).cards.length).toBeGreaterThan(0);
  });

  test('a red flag that has come into the chart speaks', async () => {
    const { ask, override } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute);
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    const numb = JSON.parse(JSON.stringify(acute)) as Body;
    const [{ resource }] = (numb.context['draftOrders'] as { entry: [{ resource: Record<string, unknown> }] }).entry;
    resource['reasonCode'] = [{ text: 'Low back pain for 3 days, since today saddle anesthesia and urinary retention' }];
    expect((await ask('2026-06-15T12:02:00Z', numb)).answer.cards[0]).toMatchObject({ indicator: 'critical' });
  });

  test('an emergency that was overridden is shown again', async () => {
    const { ask, override } = open();
    const emergency = fixture('cauda-equina');
    const { cards } = await ask('2026-06-15T12:00:00Z', emergency, { encounterId: 'e1' });
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    expect((await ask('2026-06-15T12:02:00Z', emergency, { encounterId: 'e1' })).cards.map(({ summary }) => summary)).toEqual(cards.map(({ summary }) => summary));
  });
});

describe('what is never held back', () => {
  const LASTING = 'expert-contradicts';
  const withProblem = (code: string, display: string): Body => {
    const body = JSON.parse(JSON.stringify(acute)) as Body & { prefetch: { conditions: { entry: unknown[] } } };
    body.prefetch.conditions.entry.push({ resource: { resourceType: 'Condition', id: 'x1', subject: { reference: 'Patient/p1' }, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, recordedDate: '2026-06-14', code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code, display }] } } });
    return body;
  };

  test.each([['I71.40', 'Abdominal aortic aneurysm'], ['G95.9', 'Disease of spinal cord, unspecified'], ['V43.52XA', 'Car driver injured in collision with other type car in traffic accident'], ['C50.911', 'Breast cancer']])('advice about %s', async (code, display) => {
    const { ask, override } = open();
    const body = withProblem(code, display);
    const first = await ask('2026-06-15T12:00:00Z', body, { encounterId: 'e1' });
    if (first.cards.length === 0) return expect(code).toBe('C50.911');
    expect((await ask('2026-06-15T12:01:00Z', body, { encounterId: 'e1' }, 'order-sign')).cards.length).toBeGreaterThan(0);
    await override('2026-06-15T12:02:00Z', first.cards[0]!.uuid, LASTING);
    expect((await ask('2026-06-15T12:03:00Z', body, { encounterId: 'e1' })).cards.length).toBeGreaterThan(0);
  });

  test.each(['conditions', 'observations', 'procedures', 'medications'])('what could not be read of %s, and could before', async (key) => {
    const { ask, override } = open();
    const { cards } = await ask('2026-06-15T12:00:00Z', acute, { encounterId: 'e1' });
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    const body = { ...acute, prefetch: { ...(acute['prefetch'] as object), [key]: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'timeout' }] } } } as unknown as Body;
    expect((await ask('2026-06-15T12:02:00Z', body, { encounterId: 'e1' })).cards.length).toBeGreaterThan(0);
  });

  test('the patient of another server with the same id', async () => {
    const store = createMemoryStore();
    const { ask, override } = open(store);
    const there = { fhirServer: 'https://one.example.org/fhir' };
    const { cards } = await ask('2026-06-15T12:00:00Z', acute, { ...there, encounterId: 'e1' });
    await override('2026-06-15T12:01:00Z', cards[0]!.uuid, LASTING);
    expect((await ask('2026-06-15T12:02:00Z', acute, { ...there, encounterId: 'e1' })).cards).toEqual([]);
    expect((await ask('2026-06-15T12:02:00Z', acute, { fhirServer: 'https://two.example.org/fhir', encounterId: 'e1' })).cards.length).toBeGreaterThan(0);
  });

  test('a card nobody received', async () => {
    let ask!: () => void;
    const asked = new Promise<void>((resolve) => { ask = resolve; });
    const store = { ...createMemoryStore(), overridesOf: async () => { ask(); await new Promise((resolve) => { setTimeout(resolve, 80); }); return []; } };
    const { app } = serve({ topics, store, newId });
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => { server.once('listening', resolve); });
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    const call = fetch(`http://127.0.0.1:${port}${SELECT}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(acute), signal: controller.signal }).catch(() => undefined);
    await asked;
    controller.abort();
    await call;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    await new Promise((resolve) => { server.close(resolve); });
    const { decisions } = await store.listDecisions({ from: new Date('2026-06-01'), to: new Date('2026-07-01'), limit: 10 });
    expect(decisions).toMatchObject([{ advice: 'defer', cards: [], outcome: 'none' }]);
    expect((await open(store).ask('2026-06-15T12:01:00Z', acute, {}, 'order-sign')).cards.length).toBeGreaterThan(0);
  });
});

describe('a store that cannot be asked', () => {
  test.each<[string, () => Promise<never>]>([
    ['is down', async () => { throw new StoreError('unavailable', 'The database cannot be reached.'); }],
    ['does not answer', () => new Promise<never>(() => undefined)],
    ['fails in some other way', async () => { throw new TypeError('x'); }],
  ])('%s: the card is shown, the log says so, and the store is left alone for a moment', async (_, fail) => {
    let asked = 0;
    const store = { ...createMemoryStore(), overridesOf: () => { asked += 1; return fail(); } };
    const { app, lines } = serve({ topics, store, newId });
    for (let call = 0; call < 3; call += 1) expect((await post(acute, SELECT, app)).body.cards.length).toBeGreaterThan(0);
    expect(lines.filter(({ notRecalled }) => notRecalled !== undefined)).toHaveLength(3);
    expect(asked).toBe(1);
  });
});
