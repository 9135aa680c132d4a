/** GET /explain/{card}: the chain behind a card, for people and for programs. */
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { StoreError } from '../../src/errors.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { explanationOf } from '../../src/web/explanation-of.ts';
import { recordedIn } from '../../src/web/recorded.ts';
import { tellIn } from '../../src/web/tell.ts';
import { CARDS } from '../support/app.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { readVignettes } from '../support/vignette.ts';
import { expectOutcome, post, serve } from './call-service.ts';
import { requestOf } from './vignette-request.ts';

const ROOT = join(__dirname, '../..');
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const topics = loadTopics(CARDS);
const isDocumented = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(ROOT, 'docs/explain.schema.json'), 'utf8')));
const fixture = (name: string) => JSON.parse(readFileSync(join(ROOT, `fixtures/requests/${name}.json`), 'utf8')) as Record<string, any>;

/** Gives a card for a recorded request, and asks why. */
async function explained(name: string, changes: Readonly<Record<string, unknown>> = {}, environment: Readonly<Record<string, string>> = {}) {
  const { app } = serve({ topics, environment });
  const { cards } = (await post({ ...fixture(name), ...changes }, '/cds-services/imaging-advice', app)).body;
  const ask = (format = '') => request(app).get(`/explain/${cards[0].uuid}${format}`);
  return { app, card: cards[0], cards, ask, json: (await ask()).body, page: (await ask().set('Accept', BROWSER)).text };
}

describe('what is explained', () => {
  test('an acute episode without red flags: study, variant, row, rating, advice and sources', async () => {
    const { json, card, cards } = await explained('acute-low-back-pain');
    expect(json.card).toBe(card.uuid);
    expect(json.decisions).toHaveLength(1);
    const [decision] = json.decisions;
    expect(decision).toMatchObject({
      at: '2026-06-15T12:00:00.000Z', service: 'imaging-advice', hook: 'order-select', mode: 'live', urgency: 'routine',
      knowledge: { id: 'low-back-pain', version: topics[0]!.version, title: 'Low back pain', source: { label: 'ACR Appropriateness Criteria, Low Back Pain: 2021 Update' } },
      study: { id: 'MR_WO', title: 'MRI lumbar spine without IV contrast', basis: 'code', ratedAs: 'MR_WO', isContrastOpen: false },
      variant: { id: 'V1', number: '1', kind: 'variant', row: 'acute', certainty: 'definite', alternatives: [] },
      rating: { category: 'UNA', radiation: 'O' },
      advice: { kind: 'defer', row: 'not-yet', indicator: 'warning', outcome: 'ignored' },
      wouldChange: [], gaps: [],
    });
    expect(decision.cards.map(({ uuid }: { uuid: string }) => uuid).sort()).toEqual(cards.map(({ uuid }: { uuid: string }) => uuid).sort());
    expect(decision.findings.find(({ code }: { code: string }) => code === 'acuity')).toMatchObject({ title: 'Duration', answer: 'acute' });
  });

  test('a red flag: grade, fact, origin, source and the variant it leads to, without the words of the chart', async () => {
    const { json, page } = await explained('cauda-equina');
    expect(json.decisions[0].findings.find(({ leadsTo }: { leadsTo?: object }) => leadsTo !== undefined)).toMatchObject({
      code: 'saddleNumbness', grade: 'A', leadsTo: { id: 'V4', number: '4' }, source: { label: expect.stringContaining('BMJ') },
      evidence: [{ fact: 'saddleNumbness', title: 'saddle or perineal numbness', origin: expect.any(String), grade: 'A' }],
    });
    expect(JSON.stringify(json)).not.toContain('Condition/');
    expect(page).not.toContain('Condition/');
  });

  test('references into the chart only where they were asked for', async () => {
    const { json, page } = await explained('cauda-equina', {}, { EXPLAIN: 'references' });
    expect(JSON.stringify(json)).toContain('"reference":"Condition/saddle"');
    expect(page).toContain('<code>Condition/saddle</code>');
  });

  test('what was not read is named, with the red flags that could stand there', async () => {
    const { prefetch: { patient, conditions } } = fixture('acute-low-back-pain') as { prefetch: Record<string, unknown> };
    const { json, page } = await explained('acute-low-back-pain', { prefetch: { patient, conditions } });
    const gap = json.decisions[0].gaps.find(({ read }: { read: string }) => read === 'observations');
    expect(gap).toMatchObject({ title: 'observations', state: 'absent', hidesRedFlags: true });
    expect(gap.hides).toContain('Fever');
    expect(page).toContain('Not read: observations');
    expect(page).toContain('No red flags recorded in what was looked at.');
    expect(page).toContain('Some may stand in what could not be read: observations');
  });

  test('what would change the rating, in plain sentences', async () => {
    const { prefetch } = fixture('acute-low-back-pain') as { prefetch: Record<string, any> };
    const kidney = { resourceType: 'Condition', id: 'kidney', subject: { reference: 'Patient/p1' }, recordedDate: '2026-06-01', clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'N10' }], text: 'Pyelonephritis' } };
    const conditions = { ...prefetch['conditions'], entry: [...prefetch['conditions'].entry, { resource: kidney }] };
    const { json, page } = await explained('acute-low-back-pain', { prefetch: { ...prefetch, conditions } });
    expect(json.decisions[0].wouldChange).toMatchObject([{ ifPresent: { scenario: { id: 'V7', number: '7' }, category: 'UA' }, ifAbsent: { scenario: { id: 'V1', number: '1' }, category: 'UNA' } }]);
    expect(page).toMatch(/<strong>[^<]+<\/strong>\. If confirmed: variant 7, usually appropriate\. If excluded: variant 1, usually not appropriate\./);
    expect(page).not.toContain('Pyelonephritis');
  });

  test('what became of it, with the reason in words', async () => {
    const { app, card, ask } = await explained('acute-low-back-pain');
    await post({ feedback: [{ card: card.uuid, outcome: 'overridden', outcomeTimestamp: '2026-06-15T12:05:00Z', overrideReason: { reason: { code: 'red-flag-not-in-chart' } } }] }, '/cds-services/imaging-advice/feedback', app);
    expect((await ask()).body.decisions[0].advice).toMatchObject({ outcome: 'overridden', reason: { code: 'red-flag-not-in-chart', display: 'Red flag found today, not yet in the chart' } });
    expect((await ask().set('Accept', BROWSER)).text).toContain('The card was overridden: Red flag found today, not yet in the chart.');
  });

  test('a reason that no card offered is not shown: whatever a client wrote could stand there', async () => {
    const { app, card, ask } = await explained('acute-low-back-pain');
    await post({ feedback: [{ card: card.uuid, outcome: 'overridden', outcomeTimestamp: '2026-06-15T12:05:00Z', overrideReason: { reason: { code: 'Zaphod' } } }] }, '/cds-services/imaging-advice/feedback', app);
    expect((await ask()).body.decisions[0].advice).toEqual({ kind: 'defer', row: 'not-yet', indicator: 'warning', outcome: 'overridden' });
    expect((await ask().set('Accept', BROWSER)).text).toContain('The card was overridden, without one of the reasons it offered.');
  });

  test('nothing is looked up in the knowledge of today: what an early release kept is shown by its ids', async () => {
    const store = createMemoryStore();
    store.addDecisions([decisionRecord({ topic: 'gone', version: '0.1', variant: 'X9', study: 'GONE' })]);
    const { app } = serve({ topics, store });
    const { body } = await request(app).get('/explain/card-1');
    expect(body.decisions[0]).toMatchObject({ knowledge: { id: 'gone', title: 'gone' }, study: { title: 'GONE' }, variant: { id: 'X9', title: 'X9' }, findings: [{ title: 'Cancer', evidence: [] }] });
    expect(isDocumented(body)).toBe(true);
    expect((await request(app).get('/explain/card-1').set('Accept', BROWSER)).text).toContain('GONE');
  });
});

describe('how it is answered', () => {
  test('programs get JSON, browsers a page; the address may ask for JSON', async () => {
    const { ask } = await explained('acute-low-back-pain');
    expect((await ask()).type).toBe('application/json');
    expect((await ask().set('Accept', '*/*')).type).toBe('application/json');
    expect((await ask('?format=json').set('Accept', BROWSER)).type).toBe('application/json');
    const page = await ask().set('Accept', BROWSER);
    expect([page.type, page.headers['vary'], page.headers['cache-control']]).toEqual(['text/html', expect.stringContaining('Accept'), 'no-store']);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('an unknown card is 404: an OperationOutcome for programs, a page for people; neither repeats the address', async () => {
    const { app } = serve({ topics });
    const answer = await request(app).get('/explain/Zaphod');
    expect(answer.status).toBe(404);
    expectOutcome(answer.body);
    const page = await request(app).get('/explain/Zaphod').set('Accept', BROWSER);
    expect([page.status, page.type]).toEqual([404, 'text/html']);
    expect(`${answer.text}${page.text}`).not.toContain('Zaphod');
    expect((await request(app).post('/explain/Zaphod')).status).toBe(405);
  });

  test('a store that is away is 503 for both', async () => {
    const away = { ...createMemoryStore(), findCard: async () => { throw new StoreError('unavailable', 'away'); } };
    const { app } = serve({ topics, store: away });
    const answer = await request(app).get('/explain/card-1');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    expectOutcome(answer.body);
    const page = await request(app).get('/explain/card-1').set('Accept', BROWSER);
    expect([page.status, page.type]).toEqual([503, 'text/html']);
  });

  test('the id of a card is the same in capitals', async () => {
    const { app, card } = await explained('acute-low-back-pain');
    expect((await request(app).get(`/explain/${card.uuid.toUpperCase()}`)).body.card).toBe(card.uuid);
  });
});

describe('the documented shape', () => {
  // Every tenth patient, and each a page too: a title that is missing would show as "undefined".
  const some = readVignettes(join(CARDS, 'low-back-pain/vignettes')).filter((_, index) => index % 10 === 0);

  test('fits what every tenth vignette is told, and its page is whole', async () => {
    let count = 0;
    for (const vignette of some) {
      const { app, store } = serve({ topics, now: new Date(`${vignette.today}T12:00:00Z`), environment: { EXPLAIN: 'references' } });
      const { cards } = (await post(requestOf(topics[0]!, vignette, 'R4'), '/cds-services/imaging-advice-sign', app)).body;
      for (const { uuid } of cards) {
        const { body } = await request(app).get(`/explain/${uuid}`);
        isDocumented(body);
        expect([vignette.id, isDocumented.errors ?? []]).toEqual([vignette.id, []]);
        const { text } = await request(app).get(`/explain/${uuid}`).set('Accept', BROWSER);
        expect(text).not.toMatch(/undefined|\[object|NaN/);
        count += 1;
      }
      await store.close();
    }
    expect(count).toBeGreaterThan(60);
  }, 60_000);

  test('the schema refuses what is not documented', async () => {
    const { json } = await explained('acute-low-back-pain');
    expect(isDocumented(json)).toBe(true);
    expect(isDocumented({ ...json, patient: 'x' })).toBe(false);
    const [{ study: _, ...rest }] = json.decisions;
    expect(isDocumented({ ...json, decisions: [rest] })).toBe(false);
  });
});

test('a card that was held back says so, with the decision that answered it', async () => {
  const { app, store } = serve({ topics });
  const body = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8')) as object;
  const shown = (await post(body, '/cds-services/imaging-advice', app)).body.cards[0].uuid as string;
  await post({ ...body, hook: 'order-sign' }, '/cds-services/imaging-advice-sign', app);
  const [first] = await store.findCard(shown);
  const all = await store.decisionsOf(first!.orderId);
  expect(all.map(({ silence }) => silence)).toEqual([undefined, { because: 'shown-when-selected', decision: first!.id }]);
  expect(explanationOf(all, { tell: tellIn(topics[0]!.pages), recorded: recordedIn(topics, 'en'), addressOf: (id) => `./${id}` }).html).toContain('No card: the same advice was shown while this order was selected.');
});

describe('links into the knowledge', () => {
  const library = loadLibrary(CARDS);
  const pageOf = async (given: typeof library | undefined): Promise<string> => {
    const { app } = serve({ topics, ...(given !== undefined && { library: given }) });
    const { cards } = (await post(fixture('cauda-equina'), '/cds-services/imaging-advice', app)).body;
    return (await request(app).get(`/explain/${cards[0].uuid}`).set('Accept', BROWSER)).text;
  };

  test('findings, the variant, studies and the card lead to their pages', async () => {
    const page = await pageOf(library);
    for (const path of ['findings/saddleNumbness', 'findings/acuity', 'variants/V4', 'studies/MR_WO', 'cards/']) expect(page).toContain(`href="../knowledge/low-back-pain/${path}`);
  });

  test('what the loaded knowledge does not have stays words', async () => {
    expect(await pageOf(undefined)).not.toContain('href="../knowledge/');
    const [readable] = library.topics;
    const without = { ...library, topics: [{ ...readable!, topic: { ...readable!.topic, findings: readable!.topic.findings.filter(({ code }) => code !== 'saddleNumbness') } }] };
    const page = await pageOf(without);
    expect(page).toContain('findings/acuity');
    expect(page).not.toContain('findings/saddleNumbness');
  });
});
