/** Names of FHIR R4, as the model that expressions are evaluated with has them. */
import r4 from 'fhirpath/fhir-context/r4';

interface Model {
  readonly path2Type: Readonly<Record<string, string>>;
  readonly choiceTypePaths: Readonly<Record<string, unknown>>;
  readonly type2Parent: Readonly<Record<string, string>>;
}

const model = r4 as unknown as Model;
const PARENTS = ['DomainResource', 'Resource'];

/** All elements, choice types by their stem. */
export function elementNames(): ReadonlySet<string> {
  const paths = [...Object.keys(model.path2Type), ...Object.keys(model.choiceTypePaths)];
  return new Set([...paths.flatMap((path) => path.split('.').slice(1)), ...Object.keys(model.type2Parent), 'value', 'code', 'text']);
}

/** All types of resources. */
export function resourceTypes(): readonly string[] {
  return Object.entries(model.type2Parent).filter(([type, parent]) => PARENTS.includes(parent) && !PARENTS.includes(type)).map(([type]) => type);
}
