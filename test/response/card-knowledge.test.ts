/** The files behind the cards: shape, references, valid drafts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { fillDraft } from '../../src/response/fill-draft.ts';
import { checkR4 } from '../support/check-r4.ts';
import { cardsFolder, cardTopic, readCards, readKnowledge } from '../support/card-topic.ts';
import { judge } from '../support/judged-order.ts';

const cards = readCards();
const files: readonly (readonly [string, string])[] = [
  ...cards.map(({ id }) => ['card', `cards/${id}.yaml`] as const),
  ['order-set', 'order-sets/conservative-care.yaml'],
  ['drafts', 'order-sets/drafts.yaml'],
  ['override-reasons', 'override-reasons.yaml'],
  ['links', 'links.yaml'],
];

test.each(files)('%s: %s has the shape its schema asks for', (schema, file) => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(cardsFolder, `../schema/${schema}.schema.json`), 'utf8')) as object);
  validate(readKnowledge(file));
  expect(validate.errors).toBeNull();
});

test('all names on cards exist', () => {
  const missing = cards.flatMap(({ id, overrideReasons, links, suggestions }) => [
    ...overrideReasons.filter((reason) => !cardTopic.overrideReasons.has(reason)),
    ...links.filter((link) => !cardTopic.links.has(link)),
    ...suggestions.flatMap((suggestion) => ('add' in suggestion ? suggestion.add.filter((draft) => !cardTopic.drafts.has(draft)) : [])),
    ...suggestions.flatMap((suggestion) => (suggestion.kind === 'orderSet' && !cardTopic.orderSets.has(suggestion.orderSet) ? [suggestion.orderSet] : [])),
  ].map((name) => `${id}: ${name}`));
  expect(missing).toEqual([]);
});

test('OVR-2: every override reason has its own code', () => {
  const codes = [...cardTopic.overrideReasons.values()].map(({ system, code }) => `${system}|${code}`);
  expect(new Set(codes).size).toBe(codes.length);
});

test('every reason and link is used by a card', () => {
  const used = new Set(cards.flatMap(({ overrideReasons }) => overrideReasons));
  expect([...cardTopic.overrideReasons.keys()].filter((id) => !used.has(id))).toEqual([]);
  const linked = new Set(cards.flatMap(({ links }) => links));
  expect([...cardTopic.links.keys()].filter((id) => !linked.has(id))).toEqual([]);
});

test('every card can be asked why, and says so first', () => {
  expect(cards.filter(({ links }) => links[0] !== 'why-this-card').map(({ id }) => id)).toEqual([]);
});

const drafts = [...[...cardTopic.orderSets.values()].flatMap(({ items }) => items), ...cardTopic.drafts.values()];

test.each(drafts.map((item) => [item.id, item] as const))('ACT-3: the draft of %s is R4, with everything known and with next to nothing known', (_id, item) => {
  const full = judge('xr', 'XR', 'V1', 'UNA', 'defer', { orderChanges: { reasonReference: [{ reference: 'Condition/c1' }, { reference: '#here' }] } });
  const filled = fillDraft(item.draft, full, { publicUrl: 'https://backstop.example.org' })!;
  expect(checkR4(filled)).toEqual([]);
  expect(JSON.stringify(filled)).not.toMatch(/\{\{|#here/);
  const bare = { ...full, chart: { ...full.chart, order: { resourceType: 'ServiceRequest', subject: { reference: 'Patient/p1' } } } };
  const least = fillDraft(item.draft, bare, { publicUrl: 'https://backstop.example.org' })!;
  expect(checkR4(least)).toEqual([]);
  expect(JSON.stringify(least)).not.toMatch(/\{\{|null|\[\]|\{\}/);
});

test('what a draft says to everybody is not written anew', () => {
  const draft = { resourceType: 'Task', code: { text: 'fixed' }, for: { reference: '{{patient}}' }, note: [{ text: 'fixed' }, { text: 'on {{asOf}}' }, { text: 'in {{language}}' }] };
  const filled = fillDraft(draft, judge('xr', 'XR', 'V1', 'UNA', 'defer'), { publicUrl: 'https://backstop.example.org' })!;
  expect(filled).toEqual({ resourceType: 'Task', code: { text: 'fixed' }, for: { reference: 'Patient/p1' }, note: [{ text: 'fixed' }, { text: 'on 2026-06-15' }] });
  expect(filled['code']).toBe(draft.code);
  expect((filled['note'] as readonly unknown[])[0]).toBe(draft.note[0]);
});

test.each([
  ['a token without a value keeps its place beside its twin', { given: ['{{language}}', 'Ada'], _given: [{ id: 'x' }, null] }, { given: [null, 'Ada'], _given: [{ id: 'x' }, null] }],
  ['and in the twin', { given: ['Ada', null], _given: [null, { id: '{{language}}' }] }, { given: ['Ada', null], _given: [null, null] }],
  ['what is empty and has no tokens is dropped', { code: { text: '' }, note: [null, {}, { text: 'x' }], reason: [], status: 'draft' }, { note: [{ text: 'x' }], status: 'draft' }],
  ['a member of any name is a member', JSON.parse('{"__proto__": {"text": "{{asOf}}"}}') as object, JSON.parse('{"__proto__": {"text": "2026-06-15"}}') as object],
])('of a draft, %s', (_, parts, expected) => {
  const filled = fillDraft({ resourceType: 'Task', for: '{{patient}}', ...parts }, judge('xr', 'XR', 'V1', 'UNA', 'defer'), { publicUrl: 'https://backstop.example.org' })!;
  expect(JSON.stringify(filled)).toBe(JSON.stringify({ resourceType: 'Task', for: 'Patient/p1', ...expected }));
});

const order = { resourceType: 'MedicationRequest', status: 'draft', intent: 'proposal', subject: { reference: 'Patient/p1' }, medicationCodeableConcept: { text: 'x' } };
const mg = { value: 5, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' };

test.each([
  ['no drug', { ...order, medicationCodeableConcept: undefined }, 'medication[x] is missing'],
  ['a drug twice', { ...order, medicationReference: { reference: 'Medication/1' } }, 'medication[x] is chosen 2 times'],
  ['an unknown intent', { ...order, intent: 'suggestion' }, 'intent has no code suggestion'],
  ['a dose without a unit', { ...order, dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 5 } }] }] }, 'unit is missing'],
  ['a unit that is no code of UCUM', { ...order, dosageInstruction: [{ doseAndRate: [{ doseQuantity: { ...mg, code: 'milligram' } }] }] }, 'no unit of UCUM'],
  ['a dose twice', { ...order, dosageInstruction: [{ doseAndRate: [{ doseQuantity: mg, doseRange: { low: mg } }] }] }, 'dose[x] is chosen 2 times'],
  ['a period without a unit', { ...order, dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 6 } } }] }, 'periodUnit'],
  ['a limit without its day', { ...order, dosageInstruction: [{ maxDosePerPeriod: { numerator: mg } }] }, 'denominator is missing'],
  ['no word on refills', { ...order, dispenseRequest: { expectedSupplyDuration: mg } }, 'numberOfRepeatsAllowed is missing'],
  ['a message without words', { resourceType: 'CommunicationRequest', status: 'draft', payload: [{}] }, 'content[x] is missing'],
])('the check of drafts finds %s', (_, resource, says) => {
  expect(checkR4(JSON.parse(JSON.stringify(resource)) as Record<string, unknown>).join('\n')).toContain(says);
});
