/** Resources as US Core servers write them: profile, both codings, the visit, who wrote it down and when. A Condition is about 1.5 KB. */
import type { Act, Drug, Measurement, Problem } from './codes.ts';

type Json = Readonly<Record<string, unknown>>;

/** One patient of a chart: makes resources with ids of their own. */
export interface Scribe {
  readonly condition: (problem: Problem, daysAgo: number) => Json;
  readonly observation: (measurement: Measurement, daysAgo: number) => Json;
  readonly medication: (drug: Drug, daysAgo: number) => Json;
  readonly procedure: (act: Act, daysAgo: number) => Json;
  readonly encounter: (daysAgo: number) => Json;
  /** YYYY-MM-DD. */
  readonly day: (daysAgo: number) => string;
}

const SYSTEMS = { icd: 'http://hl7.org/fhir/sid/icd-10-cm', snomed: 'http://snomed.info/sct', cpt: 'http://www.ama-assn.org/go/cpt', loinc: 'http://loinc.org', rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm', units: 'http://unitsofmeasure.org' } as const;
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** Writes about one patient; `today` is YYYY-MM-DD, `random` gives what must differ between resources. */
export function createScribe(patientId: string, today: string, random: () => number): Scribe {
  const subject = { reference: `Patient/${patientId}`, display: 'Sample, Jordan M.' };
  const day = (daysAgo: number): string => new Date(Date.parse(today) - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const clock = (): string => `${two(8 + Math.floor(random() * 10))}:${two(Math.floor(random() * 60))}:00-05:00`;
  const visit = (): Json => ({ reference: `Encounter/${idOf('visit', random)}`, display: 'Office visit' });
  const recorder = { reference: `Practitioner/${idOf('doctor', random)}`, display: 'Example, Casey, MD' };
  const written = (type: string, profile: string, daysAgo: number): Json => ({
    resourceType: type,
    id: idOf(type.toLowerCase(), random),
    meta: { versionId: String(1 + Math.floor(random() * 5)), lastUpdated: `${day(daysAgo)}T${clock()}`, profile: [`${US_CORE}/${profile}`] },
  });

  return {
    day,
    condition: ([icd, snomed, words], daysAgo) => ({
      ...written('Condition', 'us-core-condition-problems-health-concerns', daysAgo),
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: day(daysAgo) }],
      clinicalStatus: coded(`${TERMINOLOGY}/condition-clinical`, 'active', 'Active'),
      verificationStatus: coded(`${TERMINOLOGY}/condition-ver-status`, 'confirmed', 'Confirmed'),
      category: [coded(`${TERMINOLOGY}/condition-category`, 'problem-list-item', 'Problem List Item')],
      code: { coding: [{ system: SYSTEMS.icd, code: icd, display: words }, { system: SYSTEMS.snomed, code: snomed, display: words }], text: words },
      subject, encounter: visit(), onsetDateTime: day(daysAgo), recordedDate: `${day(daysAgo)}T${clock()}`, recorder,
    }),
    observation: ([loinc, words, value, unit], daysAgo) => ({
      ...written('Observation', 'us-core-vital-signs', daysAgo),
      status: 'final', category: [coded(`${TERMINOLOGY}/observation-category`, 'vital-signs', 'Vital Signs')], code: coded(SYSTEMS.loinc, loinc, words),
      subject, encounter: visit(), effectiveDateTime: `${day(daysAgo)}T${clock()}`, issued: `${day(daysAgo)}T${clock()}`, performer: [recorder], valueQuantity: { value, unit, system: SYSTEMS.units, code: unit },
    }),
    medication: ([rxnorm, words, dailyMg], daysAgo) => ({
      ...written('MedicationRequest', 'us-core-medicationrequest', daysAgo),
      status: 'active', intent: 'order', category: [coded(`${TERMINOLOGY}/medicationrequest-category`, 'outpatient', 'Outpatient')], medicationCodeableConcept: coded(SYSTEMS.rxnorm, rxnorm, words),
      subject, encounter: visit(), authoredOn: `${day(daysAgo)}T${clock()}`, requester: recorder,
      dosageInstruction: [{ text: 'Once a day by mouth', timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } }, route: coded(SYSTEMS.snomed, '26643006', 'Oral route'), doseAndRate: [{ doseQuantity: { value: dailyMg, unit: 'mg', system: SYSTEMS.units, code: 'mg' } }] }],
    }),
    procedure: ([system, code, words], daysAgo) => ({
      ...written('Procedure', 'us-core-procedure', daysAgo),
      status: 'completed', code: coded(SYSTEMS[system], code, words), subject, encounter: visit(), performedDateTime: `${day(daysAgo)}T${clock()}`, recorder, performer: [{ actor: recorder }],
    }),
    encounter: (daysAgo) => ({
      ...written('Encounter', 'us-core-encounter', daysAgo),
      status: 'finished', class: { system: `${TERMINOLOGY}/v3-ActCode`, code: 'AMB', display: 'ambulatory' }, type: [coded(SYSTEMS.snomed, '308335008', 'Patient encounter procedure')], subject,
      period: { start: `${day(daysAgo)}T09:00:00-05:00`, end: `${day(daysAgo)}T09:20:00-05:00` }, participant: [{ individual: recorder }],
    }),
  };
}

function coded(system: string, code: string, display: string): Json {
  return { coding: [{ system, code, display }], text: display };
}

function idOf(name: string, random: () => number): string {
  return `${name}-${Math.floor(random() * 0x1_0000_0000).toString(16).padStart(8, '0')}${Math.floor(random() * 0x1_0000_0000).toString(16).padStart(8, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
