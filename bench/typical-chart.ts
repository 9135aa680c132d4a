/** A chart as most are: many everyday problems, and a handful of resources that the knowledge asks for. */
import type { Chart, Resource } from '../src/decision/chart.ts';
import type { Topic } from '../src/decision/topic.ts';

const EVERYDAY = [['J06.9', 'Acute upper respiratory infection'], ['H52.4', 'Presbyopia'], ['L70.0', 'Acne vulgaris'], ['J30.2', 'Seasonal allergic rhinitis'], ['B35.1', 'Onychomycosis'], ['H61.23', 'Impacted cerumen'], ['E78.5', 'Hyperlipidemia'], ['K21.9', 'Gastro-esophageal reflux disease'], ['M17.9', 'Osteoarthritis of knee'], ['G43.909', 'Migraine']] as const;
const RELEVANT = [['M54.50', 'Low back pain'], ['M54.16', 'Lumbar radiculopathy'], ['I10', 'Essential hypertension'], ['E11.9', 'Type 2 diabetes mellitus'], ['M81.0', 'Osteoporosis'], ['N18.30', 'Chronic kidney disease stage 3']] as const;
const DRUGS = [['5640', 'Ibuprofen 400 MG Oral Tablet'], ['7258', 'Naproxen 500 MG Oral Tablet'], ['161', 'Acetaminophen 500 MG Oral Tablet'], ['29046', 'Lisinopril 10 MG Oral Tablet']] as const;
const STUDIES = ['72148', '72100', '72131', '72158'] as const;

/** `size` everyday Conditions with three to eight relevant resources among them (all relevant ones are added to a smaller chart). */
export function typicalChart(topic: Topic, random: () => number, size: number, index: number): Chart {
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const of = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const dayBefore = (days: number): string => new Date(Date.UTC(2026, 5, 15) - days * 86_400_000).toISOString().slice(0, 10);
  const subject = { reference: `Patient/p${index}` };
  const status = (code: string, system: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] });
  const coded = ([code, text]: readonly [string, string]) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code, display: text }], text });
  const condition = (id: string, named: readonly [string, string], days: number): Resource => ({
    resourceType: 'Condition', id, subject, clinicalStatus: status(of(['active', 'active', 'resolved']), 'condition-clinical'), verificationStatus: status('confirmed', 'condition-ver-status'),
    category: [status('problem-list-item', 'condition-category')], code: coded(named), onsetDateTime: dayBefore(days), recordedDate: dayBefore(days),
  });
  const relevant: readonly Resource[] = [
    ...Array.from({ length: whole(2, 5) }, (_, each) => condition(`r${each}`, of(RELEVANT), whole(1, 900))),
    ...Array.from({ length: whole(1, 2) }, (_, each): Resource => {
      const [code, text] = of(DRUGS);
      return { resourceType: 'MedicationRequest', id: `m${each}`, status: of(['active', 'completed']), intent: 'order', subject, medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code, display: text }], text }, authoredOn: dayBefore(whole(1, 400)) };
    }),
    ...Array.from({ length: whole(0, 1) }, (): Resource => ({ resourceType: 'Observation', id: 'b', status: 'final', subject, code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }] }, effectiveDateTime: dayBefore(whole(1, 300)), valueQuantity: { value: whole(50, 110), unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } })),
  ];
  const everyday = Array.from({ length: Math.max(size - relevant.length, 0) }, (_, each) => condition(`c${each}`, of(EVERYDAY), whole(1, 6000)));
  const resources = [...everyday];
  for (const resource of relevant) resources.splice(whole(0, resources.length), 0, resource);
  return {
    asOf: '2026-06-15',
    order: { resourceType: 'ServiceRequest', id: `o${index}`, status: 'active', intent: 'order', subject, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: of(STUDIES) }] }, reasonCode: [coded(['M54.50', 'Low back pain'])], authoredOn: '2026-06-15' },
    otherOrders: [],
    patient: { resourceType: 'Patient', id: `p${index}`, gender: of(['female', 'male']), birthDate: dayBefore(whole(20, 90) * 365) },
    resources,
    reads: topic.reads.map(({ id }) => ({ id, state: 'complete' })),
  };
}
