/** Stage 1: understands the body of a hook call, or says everything that is wrong with it (REQ-2 to REQ-4, CTX-1 to CTX-8). */
import type { DraftEntry, HookName, HookRequest } from './hook-request.ts';
import { isObject } from './shape/element.ts';
import { isResource } from './shape/to-r4.ts';
import { list, member } from '../decision/concept.ts';
import { RequestError, type Problem } from '../errors.ts';

const HOOKS: readonly HookName[] = ['order-select', 'order-sign'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Logical model invariant ord-1. Ids may be far longer than FHIR allows: Epic's run to 200 characters (CTX-2). */
const REFERENCE = /^[\d\w]+\/[\d\w.-]+$/;

/** RFC 6750 b64token, and whatever else can stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** No service asks for a tenth of that. */
const MOST_KEYS = 1000;

const NO_DRAFT_ORDERS = 'is missing. It holds the unsigned orders, and an EHR sends it only to a client that is registered for them '
  + '(at Epic: the scopes named "Unsigned Order", and exactly the endpoint URL that was registered).';

export interface ParseOptions {
  /** The sandbox posts neither orders nor selections when its active tab is clicked again; nothing is asked, so there is nothing to say. */
  readonly allowsNoOrders: boolean;
}

/** The request. Unknown members are ignored (JSON-4). Throws RequestError with one problem for everything that is wrong. */
export function parseHookRequest(body: unknown, { allowsNoOrders }: ParseOptions): HookRequest {
  if (!isObject(body)) throw new RequestError([{ pointer: '', kind: 'structure', message: 'The body must be a JSON object with hook, hookInstance and context.' }]);
  const problems: Problem[] = [];
  const oddities: string[] = [];
  const hook = HOOKS.find((each) => each === body['hook']);
  if (hook === undefined) problems.push({ pointer: '/hook', kind: body['hook'] === undefined || body['hook'] === null ? 'required' : 'value', message: `hook must be ${HOOKS.join(' or ')}.` });
  const hookInstance = requireText(body, 'hookInstance', '', problems);
  if (hookInstance !== '' && !UUID.test(hookInstance)) oddities.push('hookInstance is no UUID');
  if (!isObject(body['context'])) problems.push({ pointer: '/context', kind: kindOf(body['context']), message: 'context must be an object.' });
  const context = isObject(body['context']) ? body['context'] : undefined;
  const prefetch = body['prefetch'] ?? {};
  if (!isObject(prefetch)) oddities.push('prefetch is no object');
  else if (Object.keys(prefetch).length > MOST_KEYS) problems.push({ pointer: '/prefetch', kind: 'structure', message: `prefetch has more than ${MOST_KEYS} keys.` });

  const checked = context === undefined ? undefined : parseContext(context, hook, allowsNoOrders, problems, oddities);
  if (hook === undefined || checked === undefined || problems.length > 0) throw new RequestError(problems);
  return { hook, hookInstance, ...checked, ...parseFhirAccess(body, oddities), prefetch: isObject(prefetch) ? prefetch : {}, oddities };
}

/** Half an authorization is none: the call is answered from what it holds (REQ-5, REQ-6). */
function parseFhirAccess(body: Context, oddities: string[]): Pick<HookRequest, 'fhirServer' | 'fhirAuthorization'> {
  const { fhirServer, fhirAuthorization } = body;
  const server = typeof fhirServer === 'string' && fhirServer.trim() !== '' ? { fhirServer: fhirServer.trim() } : {};
  if (fhirAuthorization === undefined || fhirAuthorization === null) return server;
  const { access_token: token, token_type: type, expires_in: expiresIn, scope, subject, patient } = isObject(fhirAuthorization) ? fhirAuthorization : {} as Context;
  const isToken = typeof token === 'string' && TOKEN.test(token) && typeof type === 'string' && type.toLowerCase() === 'bearer';
  if (!isToken || typeof expiresIn !== 'number' || typeof scope !== 'string' || typeof subject !== 'string') {
    oddities.push('fhirAuthorization is incomplete');
    return server;
  }
  return { ...server, fhirAuthorization: { token, expiresIn, ...(typeof patient === 'string' && patient !== '' && { patient }) } };
}

type Context = Readonly<Record<string, unknown>>;

function parseContext(context: Context, hook: HookName | undefined, allowsNoOrders: boolean, problems: Problem[], oddities: string[]): Pick<HookRequest, 'patientId' | 'selections' | 'draftOrders' | 'tokens'> {
  const patientId = requireText(context, 'patientId', '/context', problems);
  if (patientId.endsWith('/')) problems.push({ pointer: '/context/patientId', kind: 'value', message: 'patientId must be the id of a Patient, without a URL.' });
  const { userId } = context;
  if (userId === undefined || userId === null) problems.push({ pointer: '/context/userId', kind: 'required', message: 'userId is missing.' });
  else if (typeof userId !== 'string' || !REFERENCE.test(userId)) oddities.push('userId is no reference');
  else if (!/^Practitioner(Role)?\//.test(userId)) oddities.push('userId is no Practitioner or PractitionerRole');

  const hasSelections = context['selections'] !== undefined && context['selections'] !== null;
  const hasOrders = context['draftOrders'] !== undefined && context['draftOrders'] !== null;
  const asksNothing = allowsNoOrders && !hasSelections && !hasOrders;
  if (asksNothing) return { patientId, selections: [], draftOrders: [], tokens: {} };
  const selections = hook === 'order-select' ? parseSelections(context['selections'], problems) : [];
  const id = patientId.split('/').at(-1)!;
  return { patientId: id, selections, draftOrders: parseDraftOrders(context['draftOrders'], problems), tokens: tokensOf(id, userId, context['encounterId']) };
}

const USER_TOKENS: Readonly<Record<string, string>> = {
  Practitioner: 'userPractitionerId', PractitionerRole: 'userPractitionerRoleId', Patient: 'userPatientId', RelatedPerson: 'userRelatedPersonId',
};

/** What prefetch templates may ask of a context (TOK-2, TOK-3). */
function tokensOf(patientId: string, userId: unknown, encounterId: unknown): Readonly<Record<string, string>> {
  const [, type = '', id = ''] = typeof userId === 'string' ? /^(\w+)\/([\w.-]+)$/.exec(userId) ?? [] : [];
  const userToken = USER_TOKENS[type];
  return {
    'context.patientId': patientId,
    ...(typeof userId === 'string' && { 'context.userId': userId }),
    ...(typeof encounterId === 'string' && { 'context.encounterId': encounterId }),
    ...(userToken !== undefined && { [userToken]: id }),
  };
}

/** Items that are no text match nothing, and what matches nothing is ignored (CTX-5). */
function parseSelections(selections: unknown, problems: Problem[]): readonly string[] {
  if (Array.isArray(selections)) return selections.filter((selection) => typeof selection === 'string');
  problems.push({ pointer: '/context/selections', kind: kindOf(selections), message: 'selections must be an array of references to entries of draftOrders, such as "ServiceRequest/123".' });
  return [];
}

/** A Bundle may lack type, entry and fullUrl, and hold entries without a resource (CTX-8). */
function parseDraftOrders(bundle: unknown, problems: Problem[]): readonly DraftEntry[] {
  const pointer = '/context/draftOrders';
  if (bundle === undefined || bundle === null) problems.push({ pointer, kind: 'required', cause: 'draft-orders-not-sent', message: `draftOrders ${NO_DRAFT_ORDERS}` });
  else if (!isObject(bundle)) problems.push({ pointer, kind: 'structure', message: 'draftOrders must be a FHIR Bundle.' });
  else if (bundle['resourceType'] !== 'Bundle') problems.push({ pointer: `${pointer}/resourceType`, kind: 'value', message: 'draftOrders must be a FHIR Bundle: its resourceType must be "Bundle".' });
  else return list(bundle['entry']).flatMap((entry, index) => {
    // JSON has numbers that no program keeps, and an order that is changed is handed back whole. Names of members are not told, as anything may stand in them.
    if (member(member(entry, 'resource'), 'resourceType') === 'ServiceRequest' && holdsInfinity(entry)) problems.push({ pointer: `${pointer}/entry/${index}`, kind: 'value', message: 'holds a number that is too large to be kept, such as 1e400.' });
    return readEntry(entry);
  });
  return [];
}

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}

function readEntry(entry: unknown): readonly DraftEntry[] {
  const resource = member(entry, 'resource');
  const fullUrl = member(entry, 'fullUrl');
  if (!isResource(resource)) return [];
  return [{ resource, ...(typeof fullUrl === 'string' && { fullUrl }) }];
}

function requireText(object: Context, name: string, parent: string, problems: Problem[]): string {
  const value = object[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  const message = value === undefined || value === null ? `${name} is missing.` : `${name} must be a non-empty string.`;
  problems.push({ pointer: `${parent}/${name}`, kind: kindOf(value), message });
  return '';
}

/** Not there, or there in another shape. */
function kindOf(value: unknown): 'required' | 'structure' {
  return value === undefined || value === null ? 'required' : 'structure';
}
