/** A day's dose from whatever a prescription says: amounts, pieces, rhythms, words, supplies, tapers. */
import { dosesOf } from '../../src/decision/daily-dose.ts';
import type { Resource } from '../../src/decision/chart.ts';

const TABLET = 'prednisone 5 MG Oral Tablet';
const order = (dosage: unknown, more: Readonly<Record<string, unknown>> = {}): Resource => ({ resourceType: 'MedicationRequest', dosageInstruction: [dosage].flat(), ...more });
const daily = { repeat: { frequency: 1, period: 1, periodUnit: 'd' } };
const dose = (value: number, unit: string): unknown => [{ doseQuantity: { value, unit, code: unit } }];

test.each<[string, Resource, string, number | undefined]>([
  ['an amount once a day', order({ timing: daily, doseAndRate: dose(7.5, 'mg') }), TABLET, 7.5],
  ['grams', order({ timing: daily, doseAndRate: dose(1, 'g') }), TABLET, 1000],
  ['tablets times strength', order({ timing: daily, doseAndRate: dose(2, '{tbl}') }), TABLET, 10],
  ['tablets spelt out', order({ timing: daily, doseAndRate: [{ doseQuantity: { value: 2, unit: 'TAB' } }] }), TABLET, 10],
  ['twice a day', order({ timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } }, doseAndRate: dose(10, 'mg') }), TABLET, 20],
  ['every eight hours', order({ timing: { repeat: { frequency: 1, period: 8, periodUnit: 'h' } }, doseAndRate: dose(10, 'mg') }), TABLET, 30],
  ['every other day', order({ timing: { repeat: { frequency: 1, period: 2, periodUnit: 'd' } }, doseAndRate: dose(10, 'mg') }), TABLET, 5],
  ['a timing code', order({ timing: { code: { coding: [{ code: 'BID' }] } }, doseAndRate: dose(10, 'mg') }), TABLET, 20],
  ['times of the day', order({ timing: { repeat: { timeOfDay: ['08:00:00', '20:00:00'] } }, doseAndRate: dose(5, 'mg') }), TABLET, 10],
  ['the upper end of a range', order({ timing: daily, doseAndRate: [{ doseRange: { low: { value: 5, unit: 'mg' }, high: { value: 10, unit: 'mg' } } }] }), TABLET, 10],
  ['millilitres of a solution', order({ timing: daily, doseAndRate: dose(10, 'mL') }), 'prednisolone 3 MG/ML Oral Solution', 30],
  ['words with milligrams', order({ text: 'Take 40 mg by mouth daily' }), TABLET, 40],
  ['words with tablets', order({ text: 'Take two tablets twice a day' }), TABLET, 20],
  ['words with half a tablet', order({ text: 'half tablet every morning' }), TABLET, 2.5],
  ['a morning and an evening dose', order([{ timing: daily, doseAndRate: dose(10, 'mg') }, { timing: daily, doseAndRate: dose(5, 'mg') }]), TABLET, 15],
  ['pieces over days of supply', { resourceType: 'MedicationDispense', quantity: { value: 60 }, daysSupply: { value: 30, unit: 'days' } }, TABLET, 10],
  ['one administration', { resourceType: 'MedicationAdministration', dosage: { dose: { value: 40, unit: 'mg' } } }, TABLET, 40],
  ['no amount at all', order({ text: 'as directed' }), 'prednisone', undefined],
])('%s', (_, resource, product, expected) => {
  expect(dosesOf(resource, product)[0]?.milligrams).toBe(expected);
});

test('a taper keeps its steps apart', () => {
  const step = (value: number, days: number): unknown => ({ timing: { repeat: { ...daily.repeat, boundsDuration: { value: days, unit: 'd' } } }, doseAndRate: dose(value, 'mg') });
  expect(dosesOf(order([step(40, 5), step(20, 5)]), TABLET)).toEqual([{ days: 5, milligrams: 40 }, { days: 5, milligrams: 20 }]);
});
