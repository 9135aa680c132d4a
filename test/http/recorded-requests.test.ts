/** What each recorded request stands for, with the real knowledge, on three days: recordings must not age. Whole answers: fixtures.test.ts. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { post, serve } from './call-service.ts';

const FOLDER = join(__dirname, '../../fixtures/requests');
const topics = loadTopics(CARDS);
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Record<string, any>;

const days = [new Date('2026-06-15T12:00:00Z'), new Date('2031-02-28T23:59:00Z'), new Date()];
const ask = async (name: string, now: Date, change: (body: Record<string, any>) => void = () => {}) => {
  const { app, lines } = serve({ topics, now });
  const body = read(name);
  change(body);
  const response = await post(body, '/cds-services/imaging-advice', app);
  return { response, line: lines.at(-1) as Record<string, any>, body };
};

describe.each(days)('on %s', (now) => {
  test.each(['sandbox-first-call', 'sandbox-clicked-tab', 'rx-view', 'no-orders-of-interest'])('%s: nothing to say', async (name) => {
    const { response } = await ask(name, now);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ cards: [] });
  });

  test('sandbox-lumbar-mri: one card on DSTU2 data, and an update that keeps the order\'s id', async () => {
    const { response } = await ask('sandbox-lumbar-mri', now);
    expect(response.body.cards).toHaveLength(2);
    expect(response.body.cards[0]).toMatchObject({ uuid: expect.any(String), selectionBehavior: 'at-most-one' });
    expect(response.body.cards[0].suggestions[0].actions[0]).toMatchObject({ type: 'update', resource: { id: 'example-request-id' } });
    expect(response.body.systemActions[0].resource.id).toBe('example-request-id');
    expect(response.body.extension.systemActions).toEqual(response.body.systemActions);
  });

  test.each([['epic-shaped', 'ServiceRequest'], ['epic-procedure-request', 'ProcedureRequest']])('%s: one warning about the %s, whose long id comes back whole', async (name, type) => {
    const { response, body } = await ask(name, now);
    const { id } = body['context'].draftOrders.entry.map(({ resource }: any) => resource).find(({ resourceType }: any) => resourceType === type);
    expect(id.length).toBeGreaterThan(150);
    expect(response.status).toBe(200);
    expect(response.body.cards[0]).toMatchObject({ indicator: 'warning' });
    expect(response.body.systemActions[0].resource).toMatchObject({ resourceType: type, id });
    expect(response.text).not.toContain('a-token-that-is-none');
  });

  test('epic-shaped: an empty search with a warning is empty, not unread', async () => {
    const { response } = await ask('epic-shaped', now);
    expect(response.body.cards[0].detail).not.toMatch(/observations[^\n]*not (?:be )?read|Not read: [^\n]*observations/i);
    const without = await ask('epic-shaped', now, (body) => { delete body['prefetch'].observations; });
    expect(without.response.body.cards[0].detail).not.toBe(response.body.cards[0].detail);
  });

  test('foreign-patient: the cancer of somebody else has no effect', async () => {
    const { response, line } = await ask('foreign-patient', now);
    const { response: without } = await ask('foreign-patient', now, (body) => { body['prefetch'].conditions.entry.pop(); body['prefetch'].conditions.total = 1; });
    expect(response.body).toEqual(without.body);
    expect(response.body.cards[0].indicator).toBe('warning');
    expect(line['foreign']).toBe(1);
    const own = await ask('foreign-patient', now, (body) => { body['prefetch'].conditions.entry[1].resource.subject.reference = 'Patient/p1'; });
    expect(own.line['orders']).not.toEqual(line['orders']);
  });

  test('rx-view: the drug of a medication tab is no reason to open the chart', async () => {
    expect((await ask('rx-view', now)).line['orders']).toEqual([]);
  });
});

test('every recorded request is a request', async () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
    expect((await ask(file.replace('.json', ''), new Date())).response.status).toBe(200);
  }
});

test('no recorded request holds a date: it would grow old', () => {
  for (const file of readdirSync(FOLDER)) expect(readFileSync(join(FOLDER, file), 'utf8').replace(/"birthDate": "[^"]*"/g, '')).not.toMatch(/"(?:19|20)\d\d-\d\d/);
});
