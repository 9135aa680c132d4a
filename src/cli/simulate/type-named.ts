/** The type a file is called by: `Condition.ndjson`, `Condition.000.ndjson`, `condition_1.ndjson.gz`. */
import { r4TypeOf } from '../../chart/shape/to-r4.ts';

/** What files are named by, where the case may be lost on the way. */
const ALL_CASES = ['Patient', 'Condition', 'Observation', 'Procedure', 'Encounter', 'Device', 'ServiceRequest', 'ProcedureRequest', 'MedicationRequest', 'MedicationOrder', 'MedicationStatement', 'MedicationUsage', 'MedicationDispense', 'MedicationAdministration', 'AllergyIntolerance', 'DiagnosticReport', 'ImagingStudy', 'QuestionnaireResponse'];

/** One that a topic asks for, as R4 calls it. */
export function typeNamed(name: string, isAsked: (type: string) => boolean): string | undefined {
  const [word = ''] = /^[A-Za-z]+/.exec(name) ?? [];
  const known = [word, ...ALL_CASES.filter((type) => type.toLowerCase() === word.toLowerCase())];
  return known.map(r4TypeOf).find(isAsked);
}
