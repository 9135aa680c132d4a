/** The conservative-care order set: every condition of every item is reached by a patient and missed by another; doses as specified. */
import { fillDraft } from '../../src/response/fill-draft.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import type { Reservation } from '../../src/decision/topic.ts';
import type { Caution, OrderSetChoice } from '../../src/decision/decision.ts';
import { CARDS } from '../support/app.ts';
import { checkR4 } from '../support/check-r4.ts';
import { allergy, ago, chartOf, choicesFor, drug, egfr, measured, problem, type Patient } from '../support/order-set-chart.ts';
import { cases, type Case } from './order-set-cases.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const { items } = topic.orderSets.get('conservative-care')!;

function choiceFor(item: string, patient: Patient): OrderSetChoice | undefined {
  return choicesFor(topic, chartOf(topic, patient)).get(item);
}

function reservationsOf(item: string, effect: Case['effect']): readonly Reservation[] {
  return items.find(({ id }) => id === item)![effect];
}

const nameOf = (reservation: Reservation): string => reservation.because ?? reservation.when!.text;

/** The words of an effect on a choice. */
function cautionsOf(choice: OrderSetChoice | undefined, effect: Case['effect']): readonly Caution[] {
  return (effect === 'exclude' ? choice?.excluded : effect === 'untick' ? choice?.cautions : choice?.changed) ?? [];
}

function isReached({ items: [item], effect, because }: Case, patient: Patient): boolean {
  return cautionsOf(choiceFor(item!, patient), effect).some((caution) => caution.because === because);
}

describe.each(cases.map((each) => [`${each.items[0]}: ${each.effect}: ${each.because}`, each] as const))('%s', (_, each) => {
  test.each(each.hits.map((patient, index) => [index + 1, patient] as const))('applies to patient %i, with its evidence', (_index, patient) => {
    const [item] = each.items;
    expect(isReached(each, patient)).toBe(true);
    const choice = choiceFor(item!, patient)!;
    if (each.effect !== 'adjust') expect(choice.isTicked).toBe(false);
    const known = reservationsOf(item!, each.effect).find((reservation) => nameOf(reservation) === each.because)!;
    const evidence = cautionsOf(choice, each.effect).find(({ because }) => because === each.because)?.evidence ?? [];
    if (known.evidence.length > 0) expect(evidence.length).toBeGreaterThan(0);
    for (const { reference, label } of evidence) {
      expect(reference).toMatch(/^(?:Condition|Observation|Procedure|AllergyIntolerance|Medication\w+)\/[rd]\d+(?:#component\[\d\])?$|^ServiceRequest\/order#reason$/);
      expect(label).toMatch(/\S/);
    }
  });

  test.each(each.misses.map((patient, index) => [index + 1, patient] as const))('near miss %i', (_index, patient) => {
    expect(isReached(each, patient)).toBe(false);
  });
});

describe('coverage', () => {
  const conditions = items.flatMap((item) => (['exclude', 'untick', 'adjust'] as const).flatMap((effect) => item[effect].map((reservation) => `${item.id}: ${effect}: ${nameOf(reservation)}`)));

  test('every exclusion, doubt and change has a patient and a near miss', () => {
    const covered = cases.filter(({ hits, misses }) => hits.length > 0 && misses.length > 0).map((each) => `${each.items[0]}: ${each.effect}: ${each.because}`);
    expect(conditions.filter((condition) => !covered.includes(condition))).toEqual([]);
    expect(covered.filter((condition) => !conditions.includes(condition))).toEqual([]);
  });

  test('no condition is there twice', () => {
    expect(conditions.filter((condition, index) => conditions.indexOf(condition) !== index)).toEqual([]);
  });
});

describe('what a patient gets', () => {
  const chosen = (patient: Patient): Readonly<Record<string, string>> =>
    Object.fromEntries([...choicesFor(topic, chartOf(topic, patient))].map(([id, choice]) => [id, choice.excluded !== undefined ? 'excluded' : choice.isTicked ? 'ticked' : 'offered']));

  test('five days of pain and an empty chart: an NSAID, no relaxant, no acetaminophen', () => {
    expect(chosen({})).toEqual({
      education: 'ticked', heat: 'ticked', 'physical-therapy': 'offered', naproxen: 'ticked', 're-evaluation': 'ticked', 'risk-stratification': 'offered', 'return-precautions': 'ticked',
    });
  });

  test.each<[string, Patient, string]>([
    ['radicular pain by code', { chart: [problem('', { code: 'M54.42' })] }, 'ticked'],
    ['radicular pain as the reason', { reason: 'Low back pain with left sciatica' }, 'ticked'],
    ['14 days of pain', { pain: 14 }, 'offered'],
    ['15 days of pain', { pain: 15 }, 'ticked'],
    ['STarT Back: high', { chart: [measured('STarT Back risk group', 'high')] }, 'ticked'],
    ['STarT Back: 4 points', { chart: [measured('STarT Back total score', 4)] }, 'ticked'],
    ['STarT Back: low, 3 points', { chart: [measured('STarT Back risk group', 'low'), measured('STarT Back total score', 3)] }, 'offered'],
  ])('physical therapy with %s', (_, patient, expected) => {
    expect(chosen(patient)['physical-therapy']).toBe(expected);
  });

  test('a STarT Back result on file is not asked for again', () => {
    expect(chosen({ chart: [measured('STarT Back risk group', 'low')] })).not.toHaveProperty('risk-stratification');
  });

  test('acetaminophen is offered where the NSAID is left out or not ticked, and never ticked', () => {
    expect(chosen({ chart: [allergy('Aspirin')] })).toMatchObject({ naproxen: 'excluded', acetaminophen: 'offered' });
    expect(chosen({ chart: [drug('Sertraline 50 mg')] })).toMatchObject({ naproxen: 'offered', acetaminophen: 'offered' });
  });

  test('a muscle relaxant is offered only with a documented spasm in acute pain; methocarbamol only where cyclobenzaprine is left out', () => {
    expect(chosen({ spasm: true })).toMatchObject({ cyclobenzaprine: 'offered' });
    expect(chosen({ spasm: true })).not.toHaveProperty('methocarbamol');
    expect(chosen({ reason: 'Low back pain with paraspinal muscle spasm' })).toMatchObject({ cyclobenzaprine: 'offered' });
    expect(chosen({ spasm: true, chart: [drug('Sertraline 50 mg')] })).toMatchObject({ cyclobenzaprine: 'excluded', methocarbamol: 'offered' });
    expect(chosen({ spasm: true, pain: 60 })).not.toHaveProperty('cyclobenzaprine');
  });

  test('variant 2: physical therapy, words on what helps when pain lasts, review in six weeks', () => {
    for (const pain of [42, 200]) {
      expect(chosen({ pain, spasm: true })).toEqual({
        education: 'ticked', heat: 'ticked', 'physical-therapy': 'ticked', naproxen: 'ticked', 'lasting-pain': 'ticked', 'review-in-6-weeks': 'ticked', 'return-precautions': 'ticked',
      });
    }
  });

  test('a red flag takes physical therapy away and offers a specialist', () => {
    expect(chosen({ chart: [problem('Breast cancer')] })).toMatchObject({ 'physical-therapy': 'excluded', 'specialist-review': 'offered' });
  });

  test('return precautions are never taken away', () => {
    expect(items.find(({ id }) => id === 'return-precautions')).toMatchObject({ isTicked: true, needs: [], exclude: [], untick: [] });
  });
});

test('the evidence of a measurement says what was measured', () => {
  const low = { ...egfr(28), valueQuantity: { value: 28, unit: 'mL/min' } };
  expect(choiceFor('naproxen', { egfr: false, chart: [low] })!.excluded).toEqual([
    { because: 'eGFR below 30 or severe kidney disease', evidence: [expect.objectContaining({ label: 'eGFR 28 mL/min', date: ago(30), reference: 'Observation/r1' })] },
  ]);
});

describe('what was not read', () => {
  test.each<[string, string]>([['allergies', 'allergies could not be read'], ['medications', 'medications could not be read'], ['observations', 'observations could not be read'], ['conditions', 'problem list could not be read']])('without %s no drug is ticked', (read, because) => {
    for (const state of ['failed', 'incomplete'] as const) {
      const choice = choiceFor('naproxen', { reads: { [read]: state } })!;
      expect(choice).toMatchObject({ isTicked: false, cautions: [{ because, evidence: [] }] });
    }
  });

  test('statements stand in for orders that were never sent, not for those that failed', () => {
    expect(choiceFor('naproxen', { reads: { medications: 'absent' } })!.isTicked).toBe(true);
    expect(choiceFor('naproxen', { reads: { medications: 'failed' } })!.isTicked).toBe(false);
    expect(choiceFor('naproxen', { reads: { medications: 'absent', medicationStatements: 'absent' } })!.isTicked).toBe(false);
  });

  test('leaving out goes before not reading', () => {
    expect(choiceFor('naproxen', { reads: { medications: 'failed' }, chart: [allergy('Naproxen')] })!.excluded).toHaveLength(1);
  });
});

describe('doses (§5.2)', () => {
  type Dosage = { readonly text: string; readonly maxDosePerPeriod: { numerator: { value: number; unit: string } }; readonly timing: { repeat: Record<string, unknown> }; readonly doseAndRate: readonly Record<string, unknown>[] };
  const draftOf = (item: string, patient: Patient): Record<string, unknown> => {
    const chart = chartOf(topic, patient);
    const choice = choicesFor(topic, chart).get(item)!;
    const draft = choice.draft ?? items.find(({ id }) => id === item)!.draft;
    return fillDraft(draft, { topic, chart, decision: { asOf: chart.asOf, age: patient.age ?? 45, findings: [], gaps: [] } as never }, { publicUrl: 'https://backstop.example.org' }) as unknown as Record<string, unknown>;
  };
  const dosages = (draft: Record<string, unknown>): readonly Dosage[] => draft['dosageInstruction'] as readonly Dosage[];
  const most = (draft: Record<string, unknown>): readonly string[] => dosages(draft).map(({ maxDosePerPeriod: { numerator } }) => `${numerator.value} ${numerator.unit}`);
  const supply = (draft: Record<string, unknown>): unknown => (draft['dispenseRequest'] as { expectedSupplyDuration: { value: number } }).expectedSupplyDuration.value;

  test('naproxen: 500 mg once, then 250 mg every 6 to 8 hours, 10 days', () => {
    const draft = draftOf('naproxen', {});
    expect(dosages(draft).map(({ doseAndRate: [dose] }) => (dose!['doseQuantity'] as { value: number }).value)).toEqual([500, 250]);
    expect(dosages(draft)[0]!.timing.repeat).toEqual({ count: 1 });
    expect(dosages(draft)[1]!.timing.repeat).toMatchObject({ frequency: 1, period: 6, periodMax: 8, periodUnit: 'h', boundsDuration: { value: 10, code: 'd' } });
    expect(dosages(draft)[1]!.text).toContain('500 mg every 12 hours');
    expect(most(draft)).toEqual(['1250 mg', '1000 mg']);
    expect(supply(draft)).toBe(10);
  });

  test('naproxen in moderate kidney disease: 5 days', () => {
    const draft = draftOf('naproxen', { egfr: false, chart: [egfr(50)] });
    expect(dosages(draft)[1]!.timing.repeat).toMatchObject({ boundsDuration: { value: 5 } });
    expect(supply(draft)).toBe(5);
    expect(draft['dispenseRequest']).toMatchObject({ numberOfRepeatsAllowed: 0 });
  });

  test('acetaminophen: 650 to 1,000 mg, 3 g a day; 2 g a day with chronic liver disease', () => {
    const draft = draftOf('acetaminophen', { chart: [allergy('Naproxen')] });
    expect(dosages(draft)[0]!.doseAndRate[0]!['doseRange']).toMatchObject({ low: { value: 650 }, high: { value: 1000 } });
    expect(most(draft)).toEqual(['3 g']);
    expect(JSON.stringify(draft['note'])).toContain('Limited benefit in trials');
    expect(most(draftOf('acetaminophen', { chart: [allergy('Naproxen'), problem('Chronic hepatitis C')] }))).toEqual(['2 g']);
  });

  test('cyclobenzaprine: 5 mg at bedtime up to 3 times a day, 7 days', () => {
    const draft = draftOf('cyclobenzaprine', { spasm: true });
    expect(dosages(draft)[0]).toMatchObject({ text: expect.stringContaining('5 mg at bedtime, up to 3 times a day'), timing: { repeat: { frequencyMax: 3, period: 1, periodUnit: 'd' } } });
    expect([most(draft), supply(draft)]).toEqual([['15 mg'], 7]);
  });

  test('methocarbamol: 1,500 mg 4 times a day for 2 to 3 days, then 750 to 1,000 mg, 7 days in all', () => {
    const draft = draftOf('methocarbamol', { spasm: true, chart: [problem('Glaucoma')] });
    expect(most(draft)).toEqual(['6 g', '4 g']);
    expect(dosages(draft).map(({ timing: { repeat } }) => repeat['frequency'])).toEqual([4, 4]);
    expect(supply(draft)).toBe(7);
  });

  const drugs: readonly (readonly [string, Patient])[] = [
    ['naproxen', {}], ['naproxen', { egfr: false, chart: [egfr(50)] }], ['acetaminophen', { chart: [allergy('Naproxen')] }], ['acetaminophen', { chart: [allergy('Naproxen'), problem('Fatty liver')] }],
    ['cyclobenzaprine', { spasm: true }], ['cyclobenzaprine', { spasm: true, chart: [problem('Fatty liver')] }], ['methocarbamol', { spasm: true, chart: [problem('Glaucoma')] }],
  ];

  test.each(drugs)('%s is a valid draft to sign: no refill, dose with unit, when needed, code and words', (item, patient) => {
    const draft = draftOf(item, patient);
    expect(checkR4(draft)).toEqual([]);
    expect(draft).toMatchObject({
      resourceType: 'MedicationRequest', status: 'draft', intent: 'proposal', subject: { reference: 'Patient/p' },
      medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: expect.stringMatching(/^\d+$/) }], text: expect.any(String) },
      dispenseRequest: { numberOfRepeatsAllowed: 0, expectedSupplyDuration: { value: expect.any(Number), code: 'd' } },
      note: [{ text: expect.stringContaining('Draft for the clinician to check and sign') }],
    });
    for (const dosage of dosages(draft)) expect(dosage).toMatchObject({ text: expect.any(String), asNeededCodeableConcept: {}, maxDosePerPeriod: { numerator: {}, denominator: { value: 1, code: 'd' } }, doseAndRate: [{}] });
  });

  test('the follow-up does not end before six weeks of pain, and is six weeks off in variant 2', () => {
    expect(draftOf('re-evaluation', { pain: 0 })['occurrencePeriod']).toEqual({ start: ago(-28), end: ago(-42) });
    expect(draftOf('review-in-6-weeks', { pain: 60 })['occurrencePeriod']).toEqual({ start: ago(-42), end: ago(-56) });
  });

  test('advice names what people of that age have without pain', () => {
    const payload = (patient: Patient): unknown => (draftOf('education', patient) as { payload: readonly { contentString: string }[] }).payload.map(({ contentString }) => contentString).slice(1);
    expect(payload({ age: 45 })).toEqual([expect.stringMatching(/around 40 .*68% have disc degeneration/), expect.stringMatching(/leaflet\/low-back-pain$/)]);
  });

  test('no opioid, benzodiazepine, steroid or gabapentinoid is ever drafted', () => {
    expect(JSON.stringify(items.map(({ draft }) => draft['medicationCodeableConcept']))).not.toMatch(/codone|tramadol|azepam|predniso|gabapentin|pregabalin|carisoprodol/i);
  });
});
