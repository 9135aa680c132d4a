/** What cards offer to do, for each kind of client. */
import type { Action, Card } from '../../src/response/cds-response.ts';
import type { Resource } from '../../src/decision/chart.ts';
import type { ProfileName } from '../../src/response/profile.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import type { Judged } from '../../src/response/judged.ts';
import { checkR4 } from '../support/check-r4.ts';
import { checkResponse } from '../support/check-response.ts';
import { draftOrder, flag, judge, optionsFor } from '../support/judged-order.ts';

const RATING = 'http://fhir.org/argonaut/Extension/pama-rating';

function cardFor(judged: readonly Judged[], name: ProfileName = 'default'): Card {
  const response = writeResponse(judged, optionsFor(name));
  expect(checkResponse(response, { orders: judged.map(({ decision }) => decision.order) })).toEqual([]);
  return response.cards[0]!;
}

function steps(actions: readonly Action[]): readonly string[] {
  return actions.map((action) => (action.type === 'delete' ? `delete ${'resourceId' in action ? action.resourceId : action.resource}` : `${action.type} ${action.resource.resourceType}`));
}

function resourceOf(action: Action | undefined): Resource {
  if (action === undefined || action.type === 'delete') throw new Error('no resource');
  return action.resource;
}

function ratingCodes(resource: Resource): readonly string[] {
  const extensions = resource['extension'] as readonly { url: string; valueCodeableConcept?: { coding: readonly { code: string }[] } }[];
  return extensions.filter(({ url }) => url === RATING).flatMap(({ valueCodeableConcept }) => valueCodeableConcept!.coding.map(({ code }) => code));
}

const imaging = judge('xr', 'XR', 'V1', 'UNA', 'defer');

test('INF-R9: conservative care deletes the study and creates its items in one suggestion', () => {
  const [swap, remove] = cardFor([imaging]).suggestions!;
  expect(steps(swap!.actions)).toEqual([
    'delete ServiceRequest/xr', 'create CommunicationRequest', 'create CommunicationRequest', 'create ServiceRequest', 'create MedicationRequest', 'create ServiceRequest', 'create CommunicationRequest',
  ]);
  expect(swap!.isRecommended).toBe(true);
  expect(steps(remove!.actions)).toEqual(['delete ServiceRequest/xr']);
  expect(remove).not.toHaveProperty('isRecommended');
});

test('ACT-3: every created item is an R4 draft for this patient, without an id', () => {
  const created = cardFor([imaging]).suggestions![0]!.actions.slice(1).map(resourceOf);
  expect(created.flatMap(checkR4)).toEqual([]);
  for (const item of created) expect(item).toMatchObject({ status: 'draft', subject: { reference: 'Patient/p1' }, encounter: { reference: 'Encounter/e1' } });
  for (const item of created) expect(item).not.toHaveProperty('id');
  expect(created.at(-2)).toMatchObject({ code: { text: 'Re-evaluation of low back pain' }, occurrencePeriod: { start: '2026-07-13', end: '2026-07-27' } });
});

test('the sandbox swap is one update into the referral, rated and with a reason, then creates', () => {
  const [swap] = cardFor([imaging], 'sandbox').suggestions!;
  expect(steps(swap!.actions)).toEqual(['update ServiceRequest', 'create CommunicationRequest', 'create CommunicationRequest', 'create MedicationRequest', 'create ServiceRequest', 'create CommunicationRequest']);
  const referral = resourceOf(swap!.actions[0]);
  expect(referral).toMatchObject({ id: 'xr', code: { coding: [{ display: 'Referral to physiotherapy service' }, {}] }, reasonCode: [{ coding: [{ code: '279039007' }] }] });
  expect(ratingCodes(referral)).toEqual(['appropriate']);
  expect(checkR4(referral)).toEqual([]);
});

test('the sandbox swap leaves nothing of the study behind', () => {
  const order = judge('xr', 'XR', 'V1', 'UNA', 'defer', { orderChanges: { orderDetail: [{ text: 'lateral' }], bodySite: [{ text: 'lumbar' }], 'x-local': 'kept' } });
  const referral = resourceOf(cardFor([order], 'sandbox').suggestions![0]!.actions[0]);
  expect(referral).not.toHaveProperty('orderDetail');
  expect(referral).not.toHaveProperty('bodySite');
  expect(referral['x-local']).toBe('kept');
});

test('SUG-5: Epic chooses among single actions, gets messages as orders, and never updates', () => {
  const { suggestions, selectionBehavior } = cardFor([imaging], 'epic');
  expect(selectionBehavior).toBe('any');
  expect(suggestions!.map(({ label }) => label)).toEqual([
    'Cancel Radiography lumbar spine', 'Add advice to stay active', 'Add superficial heat', 'Add physical therapy referral', 'Add naproxen', 'Add re-evaluation in 4 to 6 weeks', 'Add return precautions',
  ]);
  const created = suggestions!.slice(1).map(({ actions }) => resourceOf(actions[0]));
  expect(created.map(({ resourceType }) => resourceType)).toEqual(['ServiceRequest', 'ServiceRequest', 'ServiceRequest', 'MedicationRequest', 'ServiceRequest', 'ServiceRequest']);
  expect(created.flatMap(checkR4)).toEqual([]);
  expect(created[0]).toMatchObject({ code: { text: 'Education and reassurance' }, patientInstruction: expect.stringContaining('Stay active') });
  expect(suggestions!.every(({ actions }) => actions.length === 1)).toBe(true);
  expect(suggestions!.filter(({ isRecommended }) => isRecommended)).toHaveLength(1);
});

test('ACT-8: a CDS Hooks 1.0 client gets the reference to delete where the resource goes', () => {
  expect(cardFor([imaging], 'hooks-1.0').suggestions![1]!.actions[0]).toEqual({ type: 'delete', description: 'Cancel Radiography lumbar spine', resource: 'ServiceRequest/xr' });
});

test('CARD-12: a card for two orders deletes both and creates the set once', () => {
  const [swap] = cardFor([imaging, judge('mr', 'MR_WO', 'V1', 'UNA', 'defer')]).suggestions!;
  expect(steps(swap!.actions).slice(0, 3)).toEqual(['delete ServiceRequest/xr', 'delete ServiceRequest/mr', 'create CommunicationRequest']);
  expect(swap!.actions).toHaveLength(8);
});

test('an item that is excluded or not ticked stays out, with the reason on the card', () => {
  const items = [
    { id: 'education', isTicked: true },
    { id: 'heat', isTicked: false, excluded: [{ because: 'loss of sensation', evidence: [{ fact: 'x', reference: 'Condition/c9', label: 'Neuropathy <b>', origin: 'code' as const }] }] },
    { id: 'physical-therapy', isTicked: false, cautions: [{ because: 'a reason', evidence: [{ fact: 'x', reference: 'Condition/c8', label: 'Gout', date: '2019', origin: 'code' as const }] }] },
    { id: 're-evaluation', isTicked: true },
    { id: 'return-precautions', isTicked: true },
  ];
  const advice = { row: 'r', kind: 'defer' as const, indicator: 'warning' as const, card: 'defer', orderSets: [{ id: 'conservative-care', items }] };
  const card = cardFor([judge('xr', 'XR', 'V1', 'UNA', 'defer', { advice })]);
  expect(steps(card.suggestions![0]!.actions)).toEqual(['delete ServiceRequest/xr', 'create CommunicationRequest', 'create ServiceRequest', 'create CommunicationRequest']);
  expect(card.detail).toContain('- superficial heat: loss of sensation (Neuropathy &lt;b&gt;, Condition/c9)');
  expect(card.detail).toContain('- physical therapy referral: a reason (Gout, Condition/c8, 2019)');
});

describe('options', () => {
  const items = [
    { id: 'education', isTicked: true }, { id: 'physical-therapy', isTicked: false }, { id: 're-evaluation', isTicked: true }, { id: 'return-precautions', isTicked: true },
    { id: 'naproxen', isTicked: false, cautions: [{ because: 'age of 75 or more', evidence: [] }], changed: [{ because: 'at most 5 days', evidence: [] }], draft: { resourceType: 'MedicationRequest', status: 'draft', subject: { reference: '{{patient}}' } } },
    { id: 'heat', isTicked: false, excluded: [{ because: 'loss of sensation', evidence: [] }] },
  ];
  const advice = { row: 'r', kind: 'defer' as const, indicator: 'warning' as const, card: 'defer', orderSets: [{ id: 'conservative-care', items }] };
  const order = judge('xr', 'XR', 'V1', 'UNA', 'defer', { advice });
  const secondFor = (name: ProfileName): Card => writeResponse([order], optionsFor(name)).cards[1]!;

  test('what is offered and not ticked has a button of its own on a second card, which interrupts nobody', () => {
    const second = secondFor('default');
    expect(second).toMatchObject({ indicator: 'info', selectionBehavior: 'any', summary: 'Also possible, nothing is ticked: physical therapy referral, naproxen.' });
    expect(second.suggestions!.map(({ label, actions }) => [label, steps(actions)])).toEqual([
      ['Add physical therapy referral', ['create ServiceRequest']], ['Add naproxen', ['create MedicationRequest']],
    ]);
    expect(second.detail).toContain('- naproxen: age of 75 or more');
    expect(second.detail).toContain('- naproxen: at most 5 days');
    expect(second).not.toHaveProperty('overrideReasons');
  });

  test('a changed draft is the one that is created', () => {
    expect(resourceOf(secondFor('default').suggestions![1]!.actions[0])).toEqual({ resourceType: 'MedicationRequest', status: 'draft', subject: { reference: 'Patient/p1' } });
  });

  test.each([['epic', 'any'], ['sandbox', 'any'], ['hooks-1.0', 'at-most-one']] as const)('CARD-10: %s gets them as %s', (name, behaviour) => {
    expect(secondFor(name)).toMatchObject({ selectionBehavior: behaviour, suggestions: [{}, {}] });
    expect(checkResponse(writeResponse([order], optionsFor(name)), { orders: ['ServiceRequest/xr'] })).toEqual([]);
  });

  test('nothing to offer, no second card', () => {
    expect(writeResponse([imaging], optionsFor()).cards).toHaveLength(1);
  });

  test('two cards with the same options offer them once', () => {
    const soft = judge('mr', 'MR_WO', 'V1', 'UNA', 'defer-soft', { advice: { ...advice, card: 'defer-soft', indicator: 'info' } });
    expect(writeResponse([order, soft], optionsFor()).cards.map(({ summary }) => summary.slice(0, 13))).toEqual([expect.any(String), expect.any(String), 'Also possible']);
  });

  test('a drug that is drafted already is not offered', () => {
    const drafted = { resourceType: 'MedicationRequest', status: 'draft', medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '198013' }] } };
    const usual = { ...advice, orderSets: [{ id: 'conservative-care', items: items.map(({ draft: _draft, ...item }) => item) }] };
    const judged = judge('xr', 'XR', 'V1', 'UNA', 'defer', { advice: usual });
    const [, second] = writeResponse([{ ...judged, chart: { ...judged.chart, resources: [drafted] } }], optionsFor()).cards;
    expect(second!.suggestions!.map(({ label }) => label)).toEqual(['Add physical therapy referral']);
  });
});

describe('the language of the patient', () => {
  const spanish = { communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'es', display: 'Spanish' }] }, preferred: true }] };
  const interpreter = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: true }] };
  const notesFor = (patient: Readonly<Record<string, unknown>>): unknown => {
    const judged = { ...imaging, chart: { ...imaging.chart, patient: { resourceType: 'Patient', id: 'p1', ...patient } } };
    return resourceOf(cardFor([judged]).suggestions![0]!.actions[1])['note'];
  };

  test.each([
    ['another language is named', spanish, ['Preferred language: Spanish. Please pass this on in that language.']],
    ['an interpreter is named', { ...spanish, ...interpreter }, ['Preferred language: Spanish. Please pass this on in that language.', 'The patient asks for an interpreter.']],
    ['US Core says it with a coding', { extension: [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed', valueCoding: { display: 'Yes' } }] }, ['The patient asks for an interpreter.']],
    ['a code alone is better than nothing', { communication: [{ language: { coding: [{ code: 'vi' }] } }] }, ['Preferred language: vi. Please pass this on in that language.']],
  ])('%s', (_, patient, notes) => {
    expect(notesFor(patient)).toEqual(notes.map((text) => ({ text })));
  });

  test.each([
    ['none on file', {}],
    ['English', { communication: [{ language: { coding: [{ code: 'en-US' }], text: 'English' }, preferred: true }] }],
    ['two and none preferred', { communication: [{ language: { text: 'Dutch' } }, { language: { text: 'French' } }] }],
    ['no interpreter', { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired', valueBoolean: false }] }],
  ])('nothing is said with %s', (_, patient) => {
    expect(notesFor(patient)).toBeUndefined();
  });
});

describe('replace', () => {
  const advice = { row: 'v7-una', kind: 'replace' as const, indicator: 'warning' as const, card: 'replace', orderSets: [] };
  const findings = [flag('cancer', 'Breast cancer', { leadsTo: 'V7' })];
  const kept = {
    bodySite: [{ text: 'Lumbar' }], note: [{ text: 'please call' }], orderDetail: [{ text: 'with contrast' }], priority: 'urgent',
    extension: [{ url: RATING, valueCodeableConcept: { coding: [{ code: 'appropriate' }] } }],
  };
  const order = judge('mr', 'MR_W', 'V7', 'UNA', 'replace', { advice, findings, orderChanges: kept });

  test('PAMA-10, ACT-7: the better study is a rated R4 draft with its code first, reason and site kept, study details gone', () => {
    const [swap] = cardFor([order]).suggestions!;
    expect(steps(swap!.actions)).toEqual(['delete ServiceRequest/mr', 'create ServiceRequest']);
    const better = resourceOf(swap!.actions[1]);
    expect(better).toMatchObject({
      status: 'draft', intent: 'order', priority: 'urgent', subject: { reference: 'Patient/p1' }, bodySite: [{ text: 'Lumbar' }], note: [{ text: 'please call' }],
      code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72158', display: 'MRI lumbar spine without and with contrast' }], text: 'MRI lumbar spine without and with IV contrast' },
      reasonCode: [{ coding: [{ code: '279039007' }] }],
    });
    expect(better).not.toHaveProperty('id');
    expect(better).not.toHaveProperty('orderDetail');
    expect(ratingCodes(better)).toEqual(['appropriate', 'UA']);
    expect(checkR4(better)).toEqual([]);
  });

  test('the sandbox gets it as an update of the same order', () => {
    const [swap] = cardFor([order], 'sandbox').suggestions!;
    expect(steps(swap!.actions)).toEqual(['update ServiceRequest']);
    expect(resourceOf(swap!.actions[0])).toMatchObject({ id: 'mr', code: { coding: [{ code: '72158' }] } });
  });

  test('Epic gets cancel and order as two suggestions', () => {
    expect(cardFor([order], 'epic').suggestions!.map(({ label }) => label)).toEqual(['Cancel MRI lumbar spine with IV contrast', 'Order MRI lumbar spine without and with IV contrast']);
  });

  test('no better study, no suggestion', () => {
    const none = judge('mr', 'MR_W', 'V1', 'UNA', 'replace', { advice, findings });
    expect(cardFor([none])).not.toHaveProperty('suggestions');
  });

  test('A25: while the scenario is only possible the replacement carries no rating, except for a client that shows nothing without', () => {
    const possible = judge('mr', 'MR_W', 'V7', 'UNA', 'replace', { advice, findings, scenario: { ...order.decision.scenario, certainty: 'possible' } });
    expect(resourceOf(cardFor([possible]).suggestions![0]!.actions[1])).not.toHaveProperty('extension');
    expect(ratingCodes(resourceOf(cardFor([possible], 'sandbox').suggestions![0]!.actions[0]))).toEqual(['appropriate', 'UA']);
  });
});

describe('raise', () => {
  const advice = { row: 'v4', kind: 'expedite' as const, indicator: 'critical' as const, card: 'emergency-raise', orderSets: [] };
  const findings = [flag('saddleNumbness', 'Saddle anaesthesia', { leadsTo: 'V4' })];
  const order = judge('mr', 'MR_WO', 'V4', 'UA', 'emergency-raise', { advice, findings, orderChanges: { 'x-local': { nested: [1] }, identifier: [{ value: '7' }] } });

  test('ACT-4: the whole order comes back with a new priority and nothing else changed but the rating', () => {
    const [raise] = cardFor([order]).suggestions!;
    expect(steps(raise!.actions)).toEqual(['update ServiceRequest', 'create ServiceRequest', 'create ServiceRequest']);
    const { extension: _rating, ...raised } = resourceOf(raise!.actions[0]);
    expect(raised).toEqual({ ...order.chart.order, priority: 'stat' });
    expect(raise!.actions.slice(1).map(resourceOf).flatMap(checkR4)).toEqual([]);
  });

  test('SUG-5: Epic gets the drafts only', () => {
    expect(cardFor([order], 'epic').suggestions!.map(({ label }) => label)).toEqual(['Add surgical consultation', 'Add bladder scan for residual volume']);
  });

  test('a consultation that is drafted already is not added twice', () => {
    const consult = draftOrder('c', 'XR', { code: { coding: [{ system: 'http://snomed.info/sct', code: '308482002' }] } });
    const [raise] = cardFor([judge('mr', 'MR_WO', 'V4', 'UA', 'emergency-raise', { advice, findings, otherOrders: [consult] })]).suggestions!;
    expect(raise!.actions.map(({ description }) => description)).toEqual(['Change MRI lumbar spine without IV contrast to stat', 'Add bladder scan for residual volume']);
  });

  test('a priority is never lowered', () => {
    const fast = judge('mr', 'MR_WO', 'V3U', 'UA', 'deficit-raise', { advice: { ...advice, card: 'deficit-raise' }, findings, priority: 'stat' });
    expect(steps(cardFor([fast]).suggestions![0]!.actions)).toEqual(['create ServiceRequest']);
  });
});

test('ACT-6: an order without an id is no target', () => {
  const { id: _id, ...order } = imaging.chart.order;
  const response = writeResponse([{ ...imaging, chart: { ...imaging.chart, order } }], optionsFor('sandbox'));
  expect(JSON.stringify(response)).not.toMatch(/"type":"(update|delete)"/);
});

test('JSON-2: a draft for an order that does not say whose it is falls back on the patient, else is not offered', () => {
  const { subject: _subject, ...order } = imaging.chart.order;
  const known = cardFor([{ ...imaging, chart: { ...imaging.chart, order } }]);
  expect(resourceOf(known.suggestions![0]!.actions[1])['subject']).toEqual({ reference: 'Patient/p1' });
  const { patient: _patient, ...chart } = imaging.chart;
  expect(cardFor([{ ...imaging, chart: { ...chart, order } }]).suggestions!.map(({ label }) => label)).toEqual(['Cancel the study only']);
});

test('a chart is looked through for drafts once, however many are offered and to however many clients', () => {
  let looks = 0;
  const resource: Resource = { resourceType: 'ServiceRequest', get status() { looks += 1; return 'active'; } };
  const chart = { ...imaging.chart, resources: [resource] };
  expect(cardFor([{ ...imaging, chart }]).suggestions![0]!.actions.length).toBeGreaterThan(3);
  cardFor([{ ...imaging, chart }], 'epic');
  expect(looks).toBe(1);
});
