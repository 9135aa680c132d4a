/** Two topics are served side by side: each judges its own orders, and pages, discovery and FHIR have both. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { crawlKnowledge } from '../support/crawl-knowledge.ts';
import { post, serve } from './call-service.ts';

const topics = loadTopics(CARDS, 'all');
const headache = loadTopics(CARDS, ['headache']);
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';

function order(id: string, cpt: string, text: string, icd: string, reason: string): unknown {
  return { resource: { resourceType: 'ServiceRequest', id, status: 'draft', intent: 'order', subject: { reference: 'Patient/p' }, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: cpt }], text }, reasonCode: [{ coding: [{ system: ICD, code: icd }], text: reason }] } };
}
const BRAIN = order('brain', '70551', 'MRI brain without contrast', 'G43.909', 'Migraine');
const BACK = order('back', '72148', 'MRI lumbar spine without contrast', 'M54.50', 'Low back pain for 3 days');

function call(entries: readonly unknown[], conditions: readonly unknown[] = []): unknown {
  const bundle = (resources: readonly unknown[]): unknown => ({ resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource })) });
  const empty = ['observations', 'procedures', 'medications', 'medicationStatements', 'serviceRequests', 'encounters', 'devices', 'allergies'].map((read) => [read, bundle([])] as const);
  return {
    hook: 'order-sign', hookInstance: '00000000-0000-4000-8000-0000000000aa', context: { userId: 'Practitioner/d', patientId: 'p', draftOrders: { resourceType: 'Bundle', type: 'collection', entry: entries } },
    prefetch: { patient: { resourceType: 'Patient', id: 'p', birthDate: '1990-02-10', gender: 'female' }, conditions: bundle(conditions), ...Object.fromEntries(empty) },
  };
}

const answerTo = async (body: unknown, all = topics) => {
  const response = await post(body as never, '/cds-services/imaging-advice-sign', serve({ topics: all, now: new Date('2026-06-15T12:00:00Z') }).app);
  expect(response.status).toBe(200);
  return response.body.cards as readonly { readonly summary: string; readonly indicator: string; readonly detail: string; readonly source: { readonly topic: { readonly code: string } } }[];
};

describe('an order is judged by the topic it belongs to', () => {
  test('of the brain', async () => {
    const cards = await answerTo(call([BRAIN]));
    expect(cards.map(({ indicator, source }) => [indicator, source.topic.code])).toEqual([['warning', 'Headache']]);
    expect(cards[0]!.summary).toBe('MRI head without IV contrast: usually not appropriate for migraine or tension-type headache (ACR variant 2). No red flags recorded.');
    expect(cards[0]!.detail).toContain('This holds only if the neurological examination is normal today.');
  });

  test('of the back and of the brain in one basket', async () => {
    const codes = (await answerTo(call([BACK, BRAIN]))).map(({ source }) => source.topic.code);
    expect([...new Set(codes)].sort()).toEqual(['Headache', 'LowBackPain']);
  });

  test('of the brain where only low back pain is served: nobody', async () => expect(await answerTo(call([BRAIN]), loadTopics(CARDS))).toEqual([]));

  test('of the brain with a red flag in the chart: nobody says a word', async () => {
    const cancer = { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' }, code: { coding: [{ system: ICD, code: 'C50.911' }] }, clinicalStatus: { coding: [{ code: 'active' }] }, recordedDate: '2026-01-01' };
    expect(await answerTo(call([BRAIN], [cancer]))).toEqual([]);
  });

  test('a sudden headache is told CT first', async () => {
    const cards = await answerTo(call([order('brain', '70551', 'MRI brain without contrast', 'R51.9', 'Worst headache of life')]));
    expect(cards.map(({ indicator, summary }) => [indicator, summary])).toEqual([['warning', 'Sudden severe headache (Worst headache of life, 2026-06-15): CT head without contrast comes first, now (ACR variant 1).']]);
  });
});

test('discovery asks for each read once', async () => {
  const { body } = await request(serve({ topics }).app).get('/cds-services');
  const keys = Object.keys(body.services[0].prefetch);
  expect(keys).toEqual([...new Set(keys)]);
  for (const topic of topics) expect(topic.reads.filter(({ isOptional }) => !isOptional).map(({ id }) => id).filter((id) => !keys.includes(id))).toEqual([]);
});

describe('the pages of the knowledge', () => {
  let server: Server;
  let address: string;
  beforeAll(async () => {
    server = createServer(serve({ topics: headache, library: loadLibrary(CARDS, ['headache']) }).app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each(['en', 'es'])('of a topic without numbers, questions, order sets, measures and leaflet lead nowhere that is not there (%s)', async (language) => {
    const { seen, faults } = await crawlKnowledge(address, language, (text) => (/undefined|\[object|NaN|\{\{/.test(text) ? ['has a value that is none'] : []));
    expect(faults).toEqual([]);
    expect(seen.size).toBeGreaterThan(80);
  }, 120_000);
});
