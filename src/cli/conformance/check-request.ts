/** What is wrong with a call of a hook (CDS Hooks 2.0, Calling a CDS Service; the hooks' own definitions). */
import { hookFields, type HookField } from './hook-fields.ts';
import { isObject, isText, listOf, objectOf, UUID, type Json } from './json.ts';
import type { Described } from './neutral-request.ts';
import { parseTemplate } from './parse-template.ts';
import type { RequirementId } from './requirements.ts';

export interface CallFault {
  readonly id: RequirementId;
  readonly pointer: string;
  readonly words: string;
}

export interface CallFindings {
  /** What there was something to look at for. */
  readonly seen: readonly RequirementId[];
  readonly faults: readonly CallFault[];
}

const USER = /^(?:Practitioner|PractitionerRole|Patient|RelatedPerson)\/[\w.-]+$/;

/** `isKnown` says whether a hookInstance was there before. */
export function checkRequest(body: Json, service: Described, isKnown: (hookInstance: string) => boolean): CallFindings {
  const { hook, hookInstance, context, prefetch, fhirServer, fhirAuthorization } = body;
  const fields = hookFields[service.hook] ?? [];
  const faults = [
    ...found('C-REQ-2', '/hook', isText(hook), 'is missing, or no text'), ...found('C-REQ-2', '/context', isObject(context), 'is missing, or no object'),
    ...found('C-REQ-2', '/hookInstance', isText(hookInstance) && UUID.test(hookInstance.toLowerCase()), 'is missing, or no UUID'),
    ...found('C-REQ-3', '/hook', hook === undefined || hook === service.hook, 'is not the hook of this service'),
    ...found('C-REQ-4', '/hookInstance', !isText(hookInstance) || !isKnown(hookInstance), 'was that of an earlier call'),
    ...found('C-REQ-5', '/fhirServer', fhirServer === undefined ? fhirAuthorization === undefined : isText(fhirServer) && /^https?:\/\/[^/\s]+/.test(fhirServer), fhirServer === undefined ? 'is missing beside fhirAuthorization' : 'is no address'),
    ...(fhirAuthorization === undefined ? [] : checkAuthorization(fhirAuthorization)),
    ...emptyMembers(body, ''), ...checkExtensions(body), ...fields.flatMap((field) => checkField(field, objectOf(context))), ...checkDrafts(objectOf(context)), ...checkPrefetch(prefetch, service, objectOf(context)),
  ];
  return {
    seen: [
      'C-REQ-2', 'C-REQ-3', 'C-REQ-4', 'C-JSON-2', 'C-CTX-1', 'C-CTX-2',
      ...(fhirServer !== undefined || fhirAuthorization !== undefined ? ['C-REQ-5'] as const : []), ...(fhirAuthorization !== undefined ? ['C-REQ-6'] as const : []), ...(extended(body).length > 0 ? ['C-EXT-1'] as const : []),
      ...(objectOf(context)['draftOrders'] !== undefined ? ['C-CTX-3'] as const : []), ...(objectOf(context)['selections'] !== undefined ? ['C-CTX-4'] as const : []),
      ...(prefetch === undefined ? [] : ['C-PF-1', 'C-PF-2'] as const), ...(hasPatients(prefetch, objectOf(context)) ? ['C-PF-3'] as const : []),
    ],
    faults,
  };
}

function found(id: RequirementId, pointer: string, isFine: boolean, words: string): readonly CallFault[] {
  return isFine ? [] : [{ id, pointer, words }];
}

function checkAuthorization(value: unknown): readonly CallFault[] {
  if (!isObject(value)) return found('C-REQ-6', '/fhirAuthorization', false, 'is no object');
  const texts = ['access_token', 'scope', 'subject'].flatMap((name) => found('C-REQ-6', `/fhirAuthorization/${name}`, isText(value[name]), 'is missing, or no text'));
  return [...texts, ...found('C-REQ-6', '/fhirAuthorization/token_type', value['token_type'] === 'Bearer', 'is not Bearer'), ...found('C-REQ-6', '/fhirAuthorization/expires_in', Number.isInteger(value['expires_in']), 'is missing, or no whole number')];
}

/** Inside of resources FHIR rules, inside of extensions their authors; prefetch may be null where nothing was found. */
function emptyMembers(value: unknown, pointer: string): readonly CallFault[] {
  if (value === null) return found('C-JSON-2', pointer, /^\/prefetch\/[^/]+$/.test(pointer), 'is null');
  if (value === '') return found('C-JSON-2', pointer, false, 'is empty');
  if (typeof value !== 'object' || (pointer !== '' && typeof objectOf(value)['resourceType'] === 'string')) return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return found('C-JSON-2', pointer, false, 'is empty');
  return entries.flatMap(([name, part]) => (name === 'extension' ? [] : emptyMembers(part, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)));
}

function extended(body: Json): readonly (readonly [string, unknown])[] {
  return [['', body], ['/context', body['context']], ['/fhirAuthorization', body['fhirAuthorization']]].map(([pointer, value]) => [`${String(pointer)}/extension`, objectOf(value)['extension']] as const).filter(([, value]) => value !== undefined);
}

function checkExtensions(body: Json): readonly CallFault[] {
  return extended(body).flatMap(([pointer, value]) => found('C-EXT-1', pointer, isObject(value), 'is no object'));
}

function checkField({ name, kind, isRequired }: HookField, context: Json): readonly CallFault[] {
  const value = context[name];
  const pointer = `/context/${name}`;
  if (value === undefined) return found('C-CTX-1', pointer, !isRequired, 'is missing');
  switch (kind) {
    case 'user': return isText(value) ? found('C-CTX-2', pointer, USER.test(value), 'is no reference to a user (Type/id)') : found('C-CTX-1', pointer, false, 'is no text');
    case 'id': return isText(value) ? found('C-CTX-2', pointer, !/[/\s]/.test(value), 'is no id alone') : found('C-CTX-1', pointer, false, 'is no text');
    case 'text': return found('C-CTX-1', pointer, isText(value), 'is no text');
    case 'references': return found('C-CTX-1', pointer, listOf(value).length > 0 && listOf(value).every(isText), 'is no list of texts, or empty');
    case 'bundle': case 'resource': return found('C-CTX-1', pointer, isObject(value), 'is no object');
  }
}

function checkDrafts({ draftOrders, selections }: Json): readonly CallFault[] {
  const pointer = '/context/draftOrders';
  const entries = listOf(objectOf(draftOrders)['entry']).map((entry) => objectOf(objectOf(entry)['resource']));
  const names = entries.map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`);
  return [
    ...(draftOrders === undefined ? [] : [...found('C-CTX-3', `${pointer}/resourceType`, objectOf(draftOrders)['resourceType'] === 'Bundle', 'is not Bundle'), ...entries.flatMap(({ resourceType }, index) => found('C-CTX-3', `${pointer}/entry/${index}/resource`, isText(resourceType), 'is no resource'))]),
    ...listOf(selections).flatMap((selection, index) => found('C-CTX-4', `/context/selections/${index}`, names.includes(String(selection)), 'names no entry of draftOrders')),
  ];
}

function checkPrefetch(prefetch: unknown, service: Described, context: Json): readonly CallFault[] {
  if (prefetch === undefined) return [];
  if (!isObject(prefetch)) return found('C-PF-1', '/prefetch', false, 'is no object');
  const values = Object.entries(prefetch).flatMap(([key, value]) => {
    const template = service.prefetch[key];
    const pointer = `/prefetch/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (template === undefined) return found('C-PF-1', pointer, false, 'is no key of discovery');
    const { type, isSearch } = parseTemplate(template);
    const expected = isSearch ? 'Bundle' : type;
    return found('C-PF-2', pointer, value === null || ['OperationOutcome', expected].includes(objectOf(value)['resourceType'] as string), `is no ${String(expected)}, null or OperationOutcome`);
  });
  const { id } = objectOf(prefetch['patient']);
  return [...values, ...found('C-PF-3', '/prefetch/patient/id', !hasPatients(prefetch, context) || id === idOf(context['patientId']), 'is not context.patientId')];
}

/** Whether there are two to compare: a patientId that is missing is a fault with a number of its own. */
function hasPatients(prefetch: unknown, { patientId }: Json): boolean {
  return objectOf(objectOf(prefetch)['patient'])['resourceType'] === 'Patient' && isText(patientId);
}

/** So is a patientId with its type. */
function idOf(patientId: unknown): string {
  return String(patientId).replace(/^Patient\//, '');
}
