/** One small chart with one order, drawn by lot. */

export interface SmallChart {
  readonly patient: { readonly resourceType: string };
  readonly resources: readonly { readonly resourceType: string }[];
  readonly orders: readonly { readonly resourceType: string }[];
}

const PROBLEMS = [['I10', 'Essential hypertension'], ['E11.9', 'Type 2 diabetes mellitus'], ['E78.5', 'Hyperlipidemia'], ['K21.9', 'Reflux'], ['F41.1', 'Anxiety'], ['M17.9', 'Osteoarthritis of knee'], ['J06.9', 'Common cold'], ['M54.50', 'Low back pain'], ['M54.16', 'Lumbar radiculopathy'], ['M81.0', 'Osteoporosis'], ['C50.919', 'Breast cancer']] as const;
const STUDIES = ['72148', '72100', '72131', '72158'] as const;

/** Ids are only its own: those of resources begin anew in each chart unless `isUnique`. */
export function smallChart(index: number, size: number, random: () => number, isUnique = true): SmallChart {
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const of = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const dayBefore = (days: number): string => new Date(Date.UTC(2026, 5, 15) - days * 86_400_000).toISOString().slice(0, 10);
  const subject = { reference: `Patient/p${index}` };
  const coded = (code: string, text: string) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code, display: text }], text });
  const status = (code: string) => ({ coding: [{ code }] });
  const id = (name: string): string => (isUnique ? `${name}-${index}` : name);
  const resources = Array.from({ length: size }, (_, each) => {
    const day = dayBefore(whole(1, 3000));
    if (each % 4 === 3) return { resourceType: 'Observation', id: id(`b${each}`), status: 'final', subject, code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }] }, effectiveDateTime: day, valueQuantity: { value: whole(50, 110), unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } };
    if (each % 7 === 5) return { resourceType: 'MedicationRequest', id: id(`m${each}`), status: of(['active', 'completed']), intent: 'order', subject, medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: of(['5640', '7258', '161', '8640']) }], text: of(['Ibuprofen 400 MG', 'Naproxen 500 MG', 'Lisinopril 10 MG', 'Prednisone 10 MG']) }, authoredOn: day };
    return { resourceType: 'Condition', id: id(`c${each}`), subject, clinicalStatus: status(of(['active', 'resolved'])), verificationStatus: status('confirmed'), code: coded(...of<readonly [string, string]>(PROBLEMS)), onsetDateTime: day, recordedDate: day };
  });
  const order = { resourceType: 'ServiceRequest', id: `o${index}`, status: 'active', intent: 'order', subject, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: of(STUDIES) }] }, reasonCode: [coded('M54.50', 'Low back pain')], authoredOn: '2026-06-15' };
  return { patient: { resourceType: 'Patient', id: `p${index}`, gender: of(['female', 'male']), birthDate: dayBefore(whole(20, 90) * 365) } as { readonly resourceType: string }, resources, orders: [order] };
}
