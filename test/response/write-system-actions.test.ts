/** Ratings recorded on the orders (Argonaut CDS Hooks for PAMA). */
import type { Resource } from '../../src/decision/chart.ts';
import type { RatingCategory } from '../../src/decision/decision.ts';
import type { CdsResponse } from '../../src/response/cds-response.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { checkResponse } from '../support/check-response.ts';
import { judge, optionsFor } from '../support/judged-order.ts';

const BASE = 'http://fhir.org/argonaut/Extension/pama-rating';
const imaging = judge('xr', 'XR', 'V1', 'UNA', 'defer');

function rated(response: CdsResponse): Resource {
  const [action] = response.systemActions ?? [];
  if (action?.type !== 'update') throw new Error('no rating');
  return action.resource;
}

test('PAMA-3: the order comes back as it was, with the rating extensions and nothing else', () => {
  const order = judge('xr', 'XR', 'V1', 'UNA', 'defer', { orderChanges: { 'x-local': { deep: [1, { two: 2 }] }, extension: [{ url: 'http://local.example/a', valueBoolean: false }] } });
  const { extension, ...rest } = rated(writeResponse([order], optionsFor()));
  const { extension: _own, ...sent } = order.chart.order;
  expect(rest).toEqual(sent);
  expect(extension).toEqual([
    { url: 'http://local.example/a', valueBoolean: false },
    { url: BASE, valueCodeableConcept: { coding: [
      { system: 'http://fhir.org/argonaut/CodeSystem/pama-rating', code: 'not-appropriate' },
      { system: 'http://backstop.example.org/fhir/CodeSystem/appropriateness-category', code: 'UNA', display: 'usually not appropriate' },
    ] } },
    { url: `${BASE}-consult-id`, valueUri: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
    { url: `${BASE}-auc-applied`, valueUri: 'https://acsearch.acr.org/docs/69483/Narrative/' },
  ]);
});

test.each<[RatingCategory, string]>([['UNA', 'not-appropriate'], ['MBA', 'appropriate'], ['MBA-D', 'appropriate'], ['UA', 'appropriate']])('PAMA-4: %s is recorded as %s', (category, code) => {
  const extension = rated(writeResponse([judge('xr', 'XR', 'V7', category, 'replace')], optionsFor()))['extension'] as readonly { valueCodeableConcept: { coding: readonly { code: string }[] } }[];
  expect(extension[0]!.valueCodeableConcept.coding.map((coding) => coding.code)).toEqual([code, category]);
});

test('PAMA-5: the mechanism is named only when one is configured', () => {
  expect(JSON.stringify(writeResponse([imaging], optionsFor()))).not.toContain('qcdsm');
  expect(JSON.stringify(writeResponse([imaging], optionsFor('default', { mechanismId: 'example-gcode' })))).toContain('"valueString":"example-gcode"');
});

test('PAMA-9: an older rating is replaced, also one with a stray tab in its address', () => {
  const older = [{ url: BASE, valueCodeableConcept: { coding: [] } }, { url: `${BASE}-consult-id`, valueUri: 'urn:uuid:old' }, { url: `${BASE}-auc-applied\t`, valueUri: 'x' }];
  const extension = rated(writeResponse([judge('xr', 'XR', 'V1', 'UNA', 'defer', { orderChanges: { extension: older } })], optionsFor()))['extension'];
  expect(extension).toHaveLength(3);
  expect(JSON.stringify(extension)).not.toContain('old');
});

test('PAMA-6: every order of a request is its own consultation', () => {
  const response = writeResponse([imaging, judge('mr', 'MR_WO', 'V1', 'UNA', 'defer')], optionsFor());
  const ids = JSON.stringify(response.systemActions).match(/urn:uuid:[0-9a-f-]+/g);
  expect(new Set(ids).size).toBe(2);
});

test('PAMA-2, A25: nothing is recorded while the scenario is only possible, nor without a rating', () => {
  const possible = judge('xr', 'XR', 'V7', 'UA', 'two-branch', { scenario: { ...imaging.decision.scenario, certainty: 'possible' } });
  const route = judge('ct', 'XR', 'ROUTE_TRAUMA', undefined, 'route');
  const response = writeResponse([possible, route], optionsFor('sandbox'));
  expect(response).not.toHaveProperty('systemActions');
  expect(response).not.toHaveProperty('extension');
});

test('SYS-3: root, extension or both, as the client reads them', () => {
  const place = (name: Parameters<typeof optionsFor>[0]): readonly boolean[] => {
    const response = writeResponse([imaging], optionsFor(name));
    return [response.systemActions !== undefined, response.extension?.systemActions !== undefined];
  };
  expect([place('default'), place('epic'), place('sandbox'), place('hooks-1.0')]).toEqual([[true, false], [true, false], [true, true], [false, true]]);
  const { systemActions, extension } = writeResponse([imaging], optionsFor('sandbox'));
  expect(systemActions).toEqual(extension!.systemActions);
});

test('JSON-2: empty members of an order do not come back, padded primitives stay in step', () => {
  const order = judge('xr', 'XR', 'V1', 'UNA', 'defer', { orderChanges: { reasonCode: [], note: [{}], performer: null, instantiatesUri: ['a', null], _instantiatesUri: [null, { id: 'x' }] } });
  const sent = rated(writeResponse([order], optionsFor()));
  expect(sent).not.toHaveProperty('reasonCode');
  expect(sent).not.toHaveProperty('note');
  expect(sent).not.toHaveProperty('performer');
  expect(sent).toMatchObject({ instantiatesUri: ['a', null], _instantiatesUri: [null, { id: 'x' }] });
});

test('the request is left as it was', () => {
  const before = structuredClone(imaging.chart.order);
  const response = writeResponse([imaging], optionsFor('sandbox'));
  expect(imaging.chart.order).toEqual(before);
  expect(checkResponse(response, { orders: ['ServiceRequest/xr'] })).toEqual([]);
});
