/** Codes of the same meaning, however they are written. */
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const [topic] = loadTopics(CARDS);
const sets = (system: string | undefined, code: string): readonly string[] => topic!.codes.membership({ system, code }).included;

test.each([
  ['http://hl7.org/fhir/sid/icd-10-cm', 'M54.50', 'back-pain'], ['http://hl7.org/fhir/sid/icd-10-cm', 'M5450', 'back-pain'], ['http://hl7.org/fhir/sid/icd-10', 'm54.5', 'back-pain'],
  ['urn:oid:2.16.840.1.113883.6.90', 'C50.919', 'cancer'], [undefined, 'G83.4', 'cauda-equina-syndrome'], ['https://snomed.info/sct/', '192970008', 'cauda-equina-syndrome'],
  ['http://snomed.info/sct/731000124108/version/20250301', '279039007', 'back-pain'], ['urn:oid:2.16.840.1.113883.6.12', '72148', 'mri-lumbar-without'],
])('CTX-12 %s|%s is in %s', (system, code, set) => expect(sets(system, code)).toContain(set));

test.each([
  ['http://hl7.org/fhir/sid/icd-10-cm', 'C44.91', 'cancer'], ['http://hl7.org/fhir/sid/icd-10-cm', 'Z85.828', 'cancer-history'], ['http://hl7.org/fhir/sid/icd-10-cm', 'Z80.3', 'cancer'],
  ['http://hl7.org/fhir/sid/icd-10-cm', 'N39.3', 'loss-of-continence'], ['http://hl7.org/fhir/sid/icd-10-cm', 'Z94.7', 'organ-transplant'], ['http://example.org/local', 'G83.4', 'cauda-equina-syndrome'],
])('%s|%s is not in %s', (system, code, set) => expect(sets(system, code)).not.toContain(set));
