/** Discovery, prefetch templates, addresses and documents (CDS Hooks 2.0, Discovery; Prefetch). */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import r4 from 'fhirpath/fhir-context/r4';
import { hookBody, order, post, serve } from '../http/call-service.ts';
import { asClient, clientOf, profiles, topics, type Json } from './answers.ts';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { app } = serve({ topics, environment: { PUBLIC_URL: 'https://cds.example.org' } });
const templates = Object.entries(topics.flatMap(({ reads }) => reads).reduce<Record<string, string>>((all, { id, query }) => ({ ...all, [id]: query }), {}));
const types = (r4 as unknown as { readonly path2Type: Readonly<Record<string, string>> }).path2Type;

/** What is wrong with a template, by requirement. */
const lint: Readonly<Record<string, (template: string) => boolean>> = {
  'TOK-1 braces come in pairs': (template) => template.replace(/\{\{[^{}]*\}\}/g, '').search(/[{}]/) < 0,
  'TOK-2 TOK-3 TOK-9 the only token is the patient': (template) => [...template.matchAll(/\{\{(.*?)\}\}/g)].every(([, token]) => token === 'context.patientId'),
  'TOK-4 a read, or a search by reference, token, date, count or order': (template) => /^[A-Z]\w+\/[^?/]+$|^[A-Z]\w+\?[a-z_-]+=[^&]*(&[a-z_-]+=[^&]*)*$/.test(template) && !/_include|_revinclude|:(?!in=)[a-z]+=|\w\.\w+=/.test(template.replace(/\{\{.*?\}\}/g, '')),
  'TOK-5 no template depends on another': (template) => !template.includes('%'),
  'TOK-6 no parameter is there twice': (template) => { const names = [...template.matchAll(/[?&]([^=&]+)=/g)].map(([, name]) => name); return new Set(names).size === names.length; },
  'TOK-7 nothing needs encoding': (template) => /^[A-Za-z0-9/?=&._{},:-]+$/.test(template),
  'TOK-8 no parameter that only some FHIR versions know': (template) => !/clinical-?status|category=|[?&]status=/.test(template),
};
const bad: Readonly<Record<string, string>> = {
  'TOK-1 braces come in pairs': 'Patient/{{context.patientId}', 'TOK-2 TOK-3 TOK-9 the only token is the patient': 'Encounter/{{context.encounterId}}', 'TOK-4 a read, or a search by reference, token, date, count or order': 'Condition?subject.name=x',
  'TOK-5 no template depends on another': 'Condition?patient={{%patient.id}}', 'TOK-6 no parameter is there twice': 'Observation?date=a&date=b', 'TOK-7 nothing needs encoding': 'Observation?code=http://loinc.org|1', 'TOK-8 no parameter that only some FHIR versions know': 'Condition?clinical-status=active',
};

describe('prefetch templates', () => {
  test.each(Object.entries(lint))('%s', (name, isFine) => {
    expect(templates.length).toBeGreaterThan(10);
    for (const [, template] of templates) expect([template, isFine(template)]).toEqual([template, true]);
    expect(isFine(bad[name]!)).toBe(false);
  });

  test('TOK-10 every read is of a type some rule looks at', () => {
    const used = new Set(topics.flatMap(({ facts }) => facts.flatMap(({ resources }) => resources)));
    for (const { resourceType } of topics.flatMap(({ reads }) => reads)) expect([resourceType, resourceType === 'Patient' || resourceType === 'QuestionnaireResponse' || used.has(resourceType)]).toEqual([resourceType, true]);
  });

  test('DISC-6 keys have no stray blanks, and every type is one of FHIR', () => {
    for (const [key, template] of templates) {
      expect(key).toMatch(/^\S+( \S+)*$/);
      expect(types[`${/^\w+/.exec(template)![0]}.id`]).toBeDefined();
    }
  });
});

describe('discovery', () => {
  test('INF-D2 INF-D3 answers JSON with well-formed services, token or not', async () => {
    for (const token of ['', 'Bearer a.b.c']) {
      const { status, headers, body } = await request(app).get('/cds-services').set('Accept', 'application/json').set('Authorization', token);
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
      for (const { hook, description, id } of body.services) expect([typeof hook, typeof description, typeof id]).toEqual(['string', 'string', 'string']);
    }
  });

  test('DISC-18 is the same for every client', async () => {
    const documents = await Promise.all(profiles.map(async (profile) => (await request(serve({ topics, clients: [clientOf(profile)] }).app).get('/cds-services')).text));
    expect(new Set(documents).size).toBe(1);
  });

  test('DISC-11 each endpoint tells hooks apart by the body', async () => {
    for (const id of ['imaging-advice', 'imaging-advice-sign']) {
      const unselected = { ...hookBody([order()]), context: { ...(hookBody([order()])['context'] as object), selections: [] } };
      const small = serve().app;
      expect((await post({ ...unselected, hook: 'order-select' }, `/cds-services/${id}`, small)).body.cards).toHaveLength(0);
      expect((await post({ ...unselected, hook: 'order-sign' }, `/cds-services/${id}`, small)).body.cards).toHaveLength(1);
    }
  });
});

describe('addresses', () => {
  const body = asClient(JSON.parse(read('fixtures/requests/acute-low-back-pain.json')) as Json);

  test('TLS-3 the public address is a setting: no header changes it', async () => {
    const response = await request(app).post('/cds-services/imaging-advice').set('Host', 'evil.example.org').set('X-Forwarded-Host', 'evil.example.org').set('X-Forwarded-Proto', 'http').set('Forwarded', 'host=evil.example.org').send(body);
    expect(response.body.cards[0].source.icon).toBe('https://cds.example.org/icon.png');
    expect(response.text).not.toContain('evil');
  });

  test('CARD-7 the icon is an opaque PNG of 100 × 100 that browsers keep', async () => {
    const { headers, body: png } = await request(app).get('/icon.png').responseType('blob');
    expect(headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': expect.stringContaining('max-age=604800'), 'cross-origin-resource-policy': 'cross-origin' });
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 100, 100]);
    // Colour type 2 is RGB, without alpha.
    expect(png[25]).toBe(2);
    expect((await request(app).post('/icon.png')).status).toBe(405);
  });

  test('TEN-2 what one client is told and tells is not another\'s', async () => {
    const { app: both, store } = serve({ topics, clients: [clientOf('default'), { ...clientOf('epic'), fhirServers: ['https://other.example.org/fhir'] }] });
    const { body: answer } = await post(body, '/cds-services/imaging-advice', both);
    const jwt = `x.${Buffer.from(JSON.stringify({ iss: 'epic' })).toString('base64url')}.x`;
    const report = { card: answer.cards[0].uuid, outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z' };
    await request(both).post('/cds-services/imaging-advice/feedback').set('Authorization', `Bearer ${jwt}`).send({ feedback: [report] });
    const [kept] = await store.listFeedback();
    expect(kept).toMatchObject({ client: 'epic', isMatched: false });
  });
});

describe('documents', () => {
  const readme = read('README.md');

  test('DISC-20 the protocol page names services, hooks, versions, profiles and what cards hold', () => {
    const page = read('docs/protocol.md');
    for (const word of ['imaging-advice', 'imaging-advice-sign', 'order-select', 'order-sign', '2.0.1', ...profiles, 'systemActions', 'overrideReasons']) expect(page).toContain(word);
  });

  test('FHIR-7 README names the scopes reads need', () => {
    expect(readme).toMatch(/user\/Condition\.read/);
    expect(readme).toContain('ServiceRequest (Unsigned Order)');
  });

  test('LINK-6 the protocol page lists every address a card may point to', () => {
    const page = read('docs/protocol.md');
    for (const topic of topics) {
      for (const { url } of topic.links.values()) expect(page).toContain(url);
      for (const scenario of topic.scenarios.values()) if ('url' in scenario && scenario.url !== undefined) expect(page).toContain(scenario.url);
    }
  });
});
