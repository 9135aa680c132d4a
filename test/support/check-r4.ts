/** Says where a resource is not FHIR R4: unknown elements, lists that should be single, missing required elements, wrong codes. */
import r4 from 'fhirpath/fhir-context/r4';

type Json = Readonly<Record<string, unknown>>;

const types = (r4 as unknown as { readonly path2Type: Readonly<Record<string, string>> }).path2Type;
const repeating = (r4 as unknown as { readonly path2Repeating: Readonly<Record<string, boolean>> }).path2Repeating;

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ServiceRequest: ['status', 'intent', 'subject'],
  CommunicationRequest: ['status'],
  MedicationRequest: ['status', 'intent', 'subject'],
};
const CODES: Readonly<Record<string, readonly string[]>> = {
  'ServiceRequest.intent': ['proposal', 'plan', 'directive', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option'],
  'ServiceRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'CommunicationRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'ServiceRequest.status': ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'],
  'CommunicationRequest.status': ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'],
};
const DATE = /^\d{4}(-\d{2}(-\d{2}(T.+)?)?)?$/;

/** Problems of one resource, one line each; extensions and contained resources are not looked into. */
export function checkR4(resource: Json): readonly string[] {
  const type = String(resource['resourceType']);
  const missing = (REQUIRED[type] ?? []).filter((name) => resource[name] === undefined).map((name) => `${type}.${name} is missing`);
  return [...missing, ...checkElements(resource, type, type)];
}

function checkElements(value: Json, path: string, shown: string): readonly string[] {
  return Object.entries(value).flatMap(([name, part]) => {
    if (name === 'resourceType' || name === 'extension' || name === 'contained' || name.startsWith('_')) return [];
    const type = types[`${path}.${name}`];
    if (type === undefined) return [`${shown}.${name} is no element of R4`];
    const isList = repeating[`${path}.${name}`] === true;
    if (Array.isArray(part) !== isList) return [`${shown}.${name} should ${isList ? '' : 'not '}be a list`];
    return (Array.isArray(part) ? part : [part]).flatMap((item) => checkValue(item, type, `${path}.${name}`, `${shown}.${name}`));
  });
}

function checkValue(value: unknown, type: string, path: string, shown: string): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    const own = Object.keys(types).some((each) => each.startsWith(`${path}.`));
    return checkElements(value as Json, own ? path : type === 'Duration' ? 'Quantity' : type, shown);
  }
  if ((type === 'dateTime' || type === 'date') && !DATE.test(String(value))) return [`${shown} is no date: ${String(value)}`];
  const codes = CODES[shown];
  return codes === undefined || codes.includes(String(value)) ? [] : [`${shown} has no code ${String(value)}`];
}
