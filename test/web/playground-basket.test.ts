/** What the playground's own modules do with actions, pointers and pasted text: loaded as a browser loads them. */
import { describe, expect, test } from '@jest/globals';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const { applyActions } = require('../../src/web/assets/playground/basket.js');
const { placeOf } = require('../../src/web/assets/playground/json-place.js');
const { addPiece, ageOf, atDaysAgo, daysAgo, draftsOf, factsOf, fromPasted, withAge, withDrafts, withFact, withHook } = require('../../src/web/assets/playground/request.js');

const order = (id: string, more = {}) => ({ resource: { resourceType: 'ServiceRequest', id, ...more } });
const newId = () => 'fresh';
const { pages } = loadTopics(CARDS)[0]!;

describe('actions on the basket', () => {
  test('create adds a draft, with an id of the client where it has none or one that is taken', () => {
    const { entries, changes } = applyActions([order('a')], [
      { type: 'create', description: 'One', resource: { resourceType: 'ServiceRequest', id: 'b' } },
      { type: 'create', description: 'Two', resource: { resourceType: 'MedicationRequest' } },
      { type: 'create', description: 'Three', resource: { resourceType: 'ServiceRequest', id: 'a' } },
    ], newId);
    expect(entries.map(({ resource }: any) => `${resource.resourceType}/${resource.id}`)).toEqual(['ServiceRequest/a', 'ServiceRequest/b', 'MedicationRequest/fresh', 'ServiceRequest/fresh']);
    expect(changes.map(({ did }: any) => did)).toEqual(['added', 'added', 'added']);
  });

  test('update replaces the order of that type and id alone, and keeps its full URL', () => {
    const before = [{ fullUrl: 'urn:uuid:1', ...order('a', { priority: 'routine' }) }, { resource: { resourceType: 'MedicationRequest', id: 'a' } }];
    const { entries } = applyActions(before, [{ type: 'update', description: '', resource: { resourceType: 'ServiceRequest', id: 'a', priority: 'stat' } }], newId);
    expect(entries).toEqual([{ fullUrl: 'urn:uuid:1', ...order('a', { priority: 'stat' }) }, before[1]]);
  });

  test.each([
    ['ServiceRequest/a', { resourceId: 'ServiceRequest/a' }], ['an absolute reference', { resourceId: 'https://ehr.example.org/fhir/ServiceRequest/a' }],
    ['the form of CDS Hooks 1.0', { resource: 'ServiceRequest/a' }], ['a whole resource', { resource: { resourceType: 'ServiceRequest', id: 'a' } }],
  ])('delete takes %s', (_, target) => {
    expect(applyActions([order('a'), order('b')], [{ type: 'delete', description: '', ...target }], newId).entries).toEqual([order('b')]);
  });

  test.each([
    ['an id nobody has', { type: 'update', resource: { resourceType: 'ServiceRequest', id: 'zzz' } }], ['no id', { type: 'update', resource: { resourceType: 'ServiceRequest' } }],
    ['the same id of another type', { type: 'delete', resourceId: 'MedicationRequest/a' }], ['a bare id', { type: 'delete', resourceId: 'a' }], ['nothing at all', { type: 'delete' }],
    ['__proto__', { type: 'delete', resourceId: '__proto__' }], ['a number', { type: 'delete', resourceId: 7 }], ['no resource', { type: 'create' }], ['an unknown type', { type: 'burn', resourceId: 'ServiceRequest/a' }],
  ])('%s changes nothing, and it is said', (_, action) => {
    const { entries, changes } = applyActions([order('a'), { fullUrl: 'empty' }], [action], newId);
    expect(entries).toEqual([order('a'), { fullUrl: 'empty' }]);
    expect(changes).toMatchObject([{ did: 'nothing', description: '' }]);
    expect(Object.keys(pages.texts)).toContain(`playground.because.${changes[0].because}`);
  });

  test('ids may hold what no pattern foresees', () => {
    const odd = 'ServiceRequest/ü é.$&^1';
    expect(applyActions([order('ü é.$&^1')], [{ type: 'delete', description: '', resourceId: odd }], newId).entries).toEqual([]);
  });
});

describe('a JSON pointer', () => {
  const text = JSON.stringify({ hook: 'x', context: { draftOrders: { entry: [{ a: '}"]' }, { 'b/c~d': 12 }] }, '': null } }, null, 2);
  const at = (pointer: string) => { const { start, end } = placeOf(text, pointer); return text.slice(start, end); };

  test.each([['/hook', '"x"'], ['/context/draftOrders/entry/0/a', '"}\\"]"'], ['/context/draftOrders/entry/1/b~1c~0d', '12'], ['/context/', 'null']])('%s leads to its value', (pointer, value) => {
    expect(at(pointer)).toBe(value);
  });

  test('to what is not there leads to what is around it', () => {
    expect(at('/context/draftOrders/resourceType')).toBe(at('/context/draftOrders'));
    expect(at('/prefetch')).toBe(text);
    expect(at('')).toBe(text);
  });
});

describe('the request', () => {
  const reads = [{ id: 'patient', resourceType: 'Patient' }, { id: 'conditions', resourceType: 'Condition' }];
  const pasted = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'q', birthDate: '1980-12-24' } }, { resource: { resourceType: 'Condition', id: 'c', onsetDateTime: '2026-06-01', recordedDate: '2026-06-03' } }, {}, null] };
  const { request } = fromPasted(pasted, { reads, study: { coding: { system: 's', code: 'c', display: 'MRI' } }, newId });

  test('of a pasted Bundle holds its chart and the study chosen', () => {
    expect(request.context).toMatchObject({ patientId: 'q', selections: ['ServiceRequest/fresh'] });
    expect(request.prefetch.conditions.entry).toHaveLength(1);
    expect(factsOf(request).map(({ resource }: any) => resource.id)).toEqual(['c']);
  });

  test.each([['text', 'abc'], ['a list', []], ['nothing', null], ['a Patient', { resourceType: 'Patient' }], ['a Bundle without one', { resourceType: 'Bundle' }]])('%s is no request, and it is said', (_, value) => {
    expect(Object.keys(pages.texts)).toContain(`playground.fault.${fromPasted(value, { reads, study: undefined, newId }).fault.id}`);
  });

  test('changes by pieces: days, age, hook, basket', () => {
    const [fact] = factsOf(request);
    expect(daysAgo(fact.resource, '2026-06-15')).toBe(14);
    expect(withFact(request, fact, atDaysAgo(fact.resource, 50, '2026-06-15')).prefetch.conditions.entry[0].resource).toMatchObject({ onsetDateTime: '2026-04-26', recordedDate: '2026-04-26' });
    expect(withFact(request, fact).prefetch.conditions).toMatchObject({ total: 0, entry: [] });
    expect(ageOf(request.prefetch.patient, '2026-06-15')).toBe(45);
    expect(withAge(request, 70, '2026-06-15').prefetch.patient.birthDate).toBe('1955-12-24');
    expect(withHook(request, 'order-sign').context).not.toHaveProperty('selections');
    expect(withDrafts(request, [order('z')]).context.selections).toEqual(['ServiceRequest/z']);
  });

  const piece = { resourceType: 'Condition', system: 's', code: 'c', title: 'Fever' };
  const settings = { reads, today: '2026-06-15', id: 'new' };
  const holding = (conditions: unknown) => ({ ...request, prefetch: { ...request.prefetch, conditions } });
  const cutShort = { resourceType: 'Bundle', type: 'searchset', total: 50, link: [{ relation: 'next', url: 'https://ehr.example.org/2' }], entry: request.prefetch.conditions.entry };

  test.each([['failed', { resourceType: 'OperationOutcome', issue: [] }], ['was not sent', undefined], ['is null', null]])('keeps a list that %s so when a piece is added', (_, conditions) => {
    const { prefetch } = addPiece(holding(conditions), piece, settings);
    expect(prefetch.conditions).toBe(conditions);
    expect(prefetch['other-new'].entry).toMatchObject([{ resource: { resourceType: 'Condition', id: 'new' } }]);
  });

  test('keeps a list that was cut short as much too short, whatever is added or removed', () => {
    expect(addPiece(holding(cutShort), piece, settings).prefetch.conditions).toMatchObject({ total: 51, link: cutShort.link, entry: [{}, {}] });
    const [fact] = factsOf(holding(cutShort));
    expect(withFact(holding(cutShort), fact).prefetch.conditions).toMatchObject({ total: 49, link: cutShort.link, entry: [] });
    expect(addPiece(request, piece, settings).prefetch.conditions.total).toBe(2);
  });

  describe('of a pasted Bundle', () => {
    const more = [...reads, { id: 'medications', resourceType: 'MedicationRequest' }];
    const of = (changes: object, isWhole?: boolean) => fromPasted({ ...pasted, ...changes }, { reads: more, study: { coding: { system: 's', code: 'c', display: 'MRI' } }, newId, isWhole }).request.prefetch;

    test('sends no list the Bundle has nothing of, but for a whole chart', () => {
      expect(Object.keys(of({}))).toEqual(['patient', 'conditions']);
      expect(of({}, true).medications).toMatchObject({ total: 0, entry: [] });
    });

    test('is a part where the Bundle is a page', () => {
      const { conditions } = of({ link: [{ relation: 'self', url: 'x' }, ...cutShort.link] });
      expect(conditions.link).toEqual(cutShort.link);
      expect(conditions).not.toHaveProperty('total');
      expect(of({ total: 50 }).conditions.total).toBe(50);
      expect(of({ total: 4 }).conditions.total).toBe(1);
    });
  });

  test.each([
    ['a birth date that is a number', { prefetch: { patient: { resourceType: 'Patient', birthDate: 19800101 } } }], ['a basket that is no list', { context: { draftOrders: { entry: {} } } }],
    ['a basket of nothing', { context: { draftOrders: { entry: [null, {}, 7] } } }], ['no context', {}], ['nothing at all', null],
  ])('may have %s', (_, odd: any) => {
    expect(ageOf(odd?.prefetch?.patient, '2026-06-15')).toBeUndefined();
    expect(draftsOf(odd)).toEqual([]);
    expect(factsOf(odd)).toEqual([]);
    expect(withHook(odd, 'order-sign')?.hook).toBe(odd === null ? undefined : 'order-sign');
  });
});
