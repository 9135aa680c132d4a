/** /fhir: the knowledge as FHIR R4 that other tools can read. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { CARDS } from '../support/app.ts';
import { checkR4 } from '../support/check-r4.ts';
import { expectOutcome, serve } from './call-service.ts';

type Json = Readonly<Record<string, any>>;
const library = loadLibrary(CARDS);
const topics = library.topics.map(({ topic }) => topic);
const { app } = serve({ topics, library, environment: { PUBLIC_URL: 'https://backstop.example.com/cds' } });
const FHIR = 'http://backstop.example.org/fhir';

async function read(path: string, status = 200): Promise<Json> {
  const response = await request(app).get(`/fhir/${path}`).set('Accept', 'application/fhir+json');
  expect([response.status, response.headers['content-type']]).toEqual([status, 'application/fhir+json; charset=utf-8']);
  return JSON.parse(response.text || response.body.toString()) as Json;
}

/** Follows the links from page to page. */
async function readAll(type: string): Promise<readonly Json[]> {
  const resources: Json[] = [];
  for (let path: string | undefined = `${type}?_count=100`; path !== undefined;) {
    const bundle: Json = await read(path);
    expect(checkR4(withoutEntry(bundle))).toEqual([]);
    resources.push(...bundle['entry'].map(({ resource }: Json) => resource));
    path = bundle['link'].find(({ relation }: Json) => relation === 'next')?.url.replace('https://backstop.example.com/cds/fhir/', '');
    expect(bundle['total']).toBeGreaterThan(0);
  }
  return resources;
}

const withoutEntry = ({ entry, ...bundle }: Json): Json => bundle;

/** Every object in it. */
function within(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(within);
  return typeof value === 'object' && value !== null ? [value as Json, ...Object.values(value).flatMap(within)] : [];
}

describe('what is published', () => {
  test.each([['ValueSet', 181], ['PlanDefinition', 1], ['ActivityDefinition', 13]])('every %s is FHIR R4, has an id of its own, and reads the same alone', async (type, least) => {
    const resources = await readAll(type);
    expect(resources.length).toBeGreaterThanOrEqual(least);
    expect(new Set(resources.map(({ id }) => id)).size).toBe(resources.length);
    for (const resource of resources) {
      expect(checkR4(resource)).toEqual([]);
      expect(resource['id']).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
      expect(resource['url']).toBe(`${FHIR}/${type}/${resource['id']}`);
      // FHIR R4 inv-0.
      expect(resource['name']).toMatch(/^[A-Z][A-Za-z0-9_]{0,254}$/);
      expect(/.{30}(?:\{\{|"":|:null|:"").{30}/.exec(JSON.stringify(resource))?.[0]).toBeUndefined();
    }
    for (const resource of resources.slice(0, 5)) expect(await read(`${type}/${resource['id']}`)).toEqual(resource);
  });

  test('metadata says what can be read and searched, and nothing else', async () => {
    const capability = await read('metadata');
    expect(checkR4(capability)).toEqual([]);
    expect(capability).toMatchObject({ fhirVersion: '4.0.1', kind: 'instance', implementation: { url: 'https://backstop.example.com/cds/fhir' } });
    expect(capability['rest'][0].resource.map(({ type }: Json) => type)).toEqual(['ActivityDefinition', 'PlanDefinition', 'ValueSet']);
  });

  test('a value set is the one the decisions use, copyright and all', async () => {
    const file = JSON.parse(readFileSync(join(CARDS, 'low-back-pain/value-sets/mri-lumbar-without.json'), 'utf8')) as Json;
    expect(await read('ValueSet/mri-lumbar-without')).toEqual(file);
    expect(file['copyright']).toContain('CPT: (c) American Medical Association; numbers only.');
  });

  test('the topic as a plan: rows in order with conditions in words, all 77 ratings, the order set with its drafts', async () => {
    const plan = await read('PlanDefinition/low-back-pain');
    const [criteria, ratings, offers] = plan['action'] as readonly Json[];
    expect(criteria!['selectionBehavior']).toBe('exactly-one');
    expect(criteria!['action'][1]).toMatchObject({ id: 'row.cauda-equina-definite', title: 'Variant 4: Suspected cauda equina syndrome', condition: [{ kind: 'applicability', expression: { language: 'text/plain', expression: 'Red flags of “Suspected cauda equina syndrome”: definite' } }] });
    // A row that fits whatever the answers are has no condition.
    expect(criteria!['action'].filter(({ condition }: Json) => condition === undefined).map(({ id }: Json) => id)).toEqual(['row.duration-open']);
    expect(ratings!['action'].flatMap(({ action }: Json) => action)).toHaveLength(77);
    expect(ratings!['action'][0].action.find(({ title }: Json) => title.startsWith('Radiography'))).toMatchObject({ title: 'Radiography lumbar spine: usually not appropriate', description: 'Relative radiation level ☢☢☢ (1–10 mSv).' });
    const naproxen = offers!['action'].find(({ id }: Json) => id === 'conservative-care.naproxen');
    expect(naproxen.condition[0].expression.expression).toContain('anticoagulation');
    const ids = within(plan['action']).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { actionId } of within(plan['action']).filter((each) => each['actionId'] !== undefined)) expect(ids).toContain(actionId);
    const drafts = (await readAll('ActivityDefinition')).map(({ url }) => url);
    for (const { definitionCanonical } of within(plan['action']).filter((each) => each['definitionCanonical'] !== undefined)) expect(drafts).toContain(definitionCanonical);
    expect(plan['relatedArtifact']).toContainEqual({ type: 'citation', label: 'ACR Appropriateness Criteria, Low Back Pain: 2021 Update', url: 'https://doi.org/10.1016/j.jacr.2021.08.002' });
    expect(plan['purpose']).toContain('No clinician has reviewed this topic yet.');
  });

  test('a draft keeps its drug, dose and times, and nothing that waits for a patient', async () => {
    expect(await read('ActivityDefinition/conservative-care.naproxen')).toMatchObject({ kind: 'MedicationRequest', title: 'naproxen', productCodeableConcept: { coding: [expect.any(Object)] }, dosage: expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining('500 mg'), doseAndRate: expect.any(Array) })]) });
    expect(await read('ActivityDefinition/conservative-care.physical-therapy')).toMatchObject({ kind: 'ServiceRequest', intent: 'proposal', priority: 'routine', timingTiming: { repeat: { frequency: 1, period: 1 } } });
    expect(await read('ActivityDefinition/drafts.surgical-consult')).toMatchObject({ kind: 'ServiceRequest', priority: 'stat', code: { text: 'Spine surgery or neurosurgery consultation' } });
  });
});

describe('searching', () => {
  test.each([
    ['_id=crp', ['crp']], ['_id=crp,esr', ['crp', 'esr']], [`url=${FHIR}/ValueSet/crp`, ['crp']], ['title=c-reactive', ['crp']], ['name=Crp', ['crp']], ['title=c-reactive&_id=esr', []], ['_id=nothing', []],
  ])('%s', async (query, ids) => {
    const bundle = await read(`ValueSet?${query}`);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: ids.length });
    expect((bundle['entry'] ?? []).map(({ resource }: Json) => resource.id)).toEqual(ids);
    if (ids.length > 0) expect(bundle['entry'][0]).toMatchObject({ fullUrl: `https://backstop.example.com/cds/fhir/ValueSet/${ids[0]}`, search: { mode: 'match' } });
  });

  test('a page at a time: twenty unless told otherwise, none for a count of nought', async () => {
    expect((await read('ValueSet'))['entry']).toHaveLength(20);
    expect((await read('ValueSet?_count=3&page=2'))['entry']).toHaveLength(3);
    const counted = await read('ValueSet?_count=0');
    expect(counted['entry']).toBeUndefined();
    expect(counted['total']).toBeGreaterThan(150);
    expect((await read('ValueSet?_count=-1&page=x'))['entry']).toHaveLength(20);
  });
});

describe('how it is served', () => {
  test('it may be kept and is asked for by its tag', async () => {
    const { headers } = await request(app).get('/fhir/ValueSet/crp');
    expect(headers['cache-control']).toBe('public, max-age=300');
    expect((await request(app).get('/fhir/ValueSet/crp').set('If-None-Match', headers['etag']!)).status).toBe(304);
  });

  test.each(['ValueSet/nothing', 'ValueSet/__proto__', 'Patient', 'Patient/1', 'metadata/x', 'ValueSet/crp/_history', ''])('%s is not there, and an OperationOutcome says so', async (path) => {
    expectOutcome(await read(path, 404));
  });

  test('XML is refused, by format and by Accept; JSON by any of its names is given', async () => {
    expectOutcome(await read('ValueSet/crp?_format=xml', 406));
    expect((await request(app).get('/fhir/ValueSet/crp').set('Accept', 'application/fhir+xml')).status).toBe(406);
    for (const format of ['json', 'application/fhir%2Bjson', 'application/fhir+json', 'application/json']) expect((await request(app).get(`/fhir/ValueSet/crp?_format=${format}`)).status).toBe(200);
    for (const accept of ['*/*', 'application/json', 'text/html,*/*;q=0.8']) expect((await request(app).get('/fhir/ValueSet/crp').set('Accept', accept)).status).toBe(200);
    expect((await request(app).post('/fhir/ValueSet')).status).toBe(405);
  });
});
