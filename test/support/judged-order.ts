/** Judged orders for tests of the response: a draft order, a chart and a decision, each overridable. */
import type { Resource } from '../../src/decision/chart.ts';
import type { Decision, Finding, OrderSetChoice, RatingCategory } from '../../src/decision/decision.ts';
import type { Judged, ResponseOptions } from '../../src/response/judged.ts';
import { profiles, type ProfileName } from '../../src/response/profile.ts';
import { cardTopic } from './card-topic.ts';

type Changes = Partial<Decision> & { readonly priority?: string; readonly orderChanges?: Readonly<Record<string, unknown>>; readonly otherOrders?: readonly Resource[] };

/** A draft order for a study, as an EHR sends it. */
export function draftOrder(id: string, study: string, changes: Readonly<Record<string, unknown>> = {}): Resource {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'draft',
    intent: 'order',
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148', display: studyTitle(study) }] },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    requester: { reference: 'Practitioner/d1' },
    reasonCode: [{ coding: [{ system: 'http://snomed.info/sct', code: '279039007', display: 'Low back pain' }] }],
    ...changes,
  };
}

/** A finding with one piece of evidence. */
export function flag(code: string, label: string, changes: Partial<Finding> = {}): Finding {
  return { code, title: code, grade: 'A', because: [{ fact: code, reference: `Condition/${code}`, label, date: '2016', origin: 'code' }], ...changes };
}

/** What is chosen for a patient with acute radicular pain and an empty chart. */
export const choices: readonly OrderSetChoice[] = [
  { id: 'education', isTicked: true }, { id: 'heat', isTicked: true }, { id: 'physical-therapy', isTicked: true }, { id: 'naproxen', isTicked: true },
  { id: 're-evaluation', isTicked: true }, { id: 'return-precautions', isTicked: true },
];

/** One judged order; `row` doubles as the name of the card where `card` is not given in `advice`. */
export function judge(id: string, study: string, scenario: string, category: RatingCategory | undefined, card: string, changes: Changes = {}): Judged {
  const { priority, orderChanges, otherOrders = [], ...decided } = changes;
  const definition = cardTopic.scenarios.get(scenario)!;
  const { title, radiation, dose } = cardTopic.studies.find((each) => each.id === study)!;
  const better = definition.better.filter((other) => other !== study)
    .map((other) => ({ study: other, title: studyTitle(other), category: 'UA' as const, radiation: 'O' }));
  const decision: Decision = {
    topic: { id: cardTopic.id, version: cardTopic.version },
    asOf: '2026-06-15',
    order: `ServiceRequest/${id}`,
    study: { id: study, ratedAs: study, title, basis: 'code', isApproximate: false, isContrastOpen: false },
    age: 45,
    findings: [{ code: 'acuity', title: 'Duration', answer: 'acute', because: [], values: { minDays: 3, maxDays: 3 } }],
    scenario: {
      id: scenario, kind: definition.kind, row: scenario, title: definition.title, alternatives: [],
      ...(definition.number !== undefined && { number: definition.number, certainty: 'definite' as const }),
    },
    ...(category !== undefined && { rating: { category, variant: scenario, radiation, dose, better, alternatives: [] } }),
    urgency: 'routine',
    advice: { row: card, kind: 'defer', indicator: 'warning', card, orderSets: [{ id: 'conservative-care', items: [...choices] }] },
    wouldChange: [],
    looked: ['problem list', 'observations', 'procedures', 'medications', 'referrals'],
    gaps: [],
    notes: [],
    measures: [],
    ...decided,
  };
  const order = draftOrder(id, study, { ...(priority !== undefined && { priority }), ...orderChanges });
  return { topic: cardTopic, decision, chart: { asOf: '2026-06-15', order, otherOrders, resources: [], reads: [], patient: { resourceType: 'Patient', id: 'p1' } } };
}

/** Settings with counted ids in place of random ones. */
export function optionsFor(name: ProfileName = 'default', changes: Partial<ResponseOptions> = {}): ResponseOptions {
  let count = 0;
  const newId = (): string => `00000000-0000-4000-8000-${String(count += 1).padStart(12, '0')}`;
  return { profile: profiles[name], hook: 'order-select', newId, publicUrl: 'https://backstop.example.org', ...changes };
}

function studyTitle(id: string): string {
  return cardTopic.studies.find((each) => each.id === id)!.title;
}
