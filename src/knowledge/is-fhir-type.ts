/** Names of resource types, of all versions that are read. */
import dstu2 from 'fhirpath/fhir-context/dstu2';
import r4 from 'fhirpath/fhir-context/r4';
import r5 from 'fhirpath/fhir-context/r5';
import stu3 from 'fhirpath/fhir-context/stu3';

/** FHIR R5 has two more kinds of resources between these and its types. */
const PARENTS = ['DomainResource', 'Resource', 'CanonicalResource', 'MetadataResource'];
const names = new Set([dstu2, stu3, r4, r5].flatMap(({ type2Parent }) => Object.entries(type2Parent as Readonly<Record<string, string>>).filter(([type, parent]) => PARENTS.includes(parent) && !PARENTS.includes(type)).map(([type]) => type)));

/** False for what no version knows: it may be misspelt. */
export function isFhirType(type: string): boolean {
  return names.has(type);
}
