/** Says what is wrong with an answer to a hook: its schema, and the invariants a schema cannot state (CDS Hooks 2.0). */
import Ajv from 'ajv/dist/2020';
import schema from './response.schema.json';

/** What a response is checked against. */
export interface CheckedRequest {
  /** `Type/id` of every draft order of the request. */
  readonly orders: readonly string[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  /** The one of cards whose suggestions do not shut each other out, by their template; else as above. */
  readonly options?: { readonly card: string; readonly selectionBehavior: 'at-most-one' | 'any' };
}

type Json = Readonly<Record<string, unknown>>;

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
const HTML = /<[A-Za-z/!?]/;

/** Problems found, one line each, requirement id first; none for a good answer. */
export function checkResponse(response: unknown, request: CheckedRequest): readonly string[] {
  const body = JSON.parse(JSON.stringify(response)) as Json;
  if (!validate(body)) return (validate.errors ?? []).map((error) => `schema ${error.instancePath} ${error.message ?? ''}`);
  const cards = (body['cards'] ?? []) as readonly Json[];
  return [
    ...emptyMembers(body, ''),
    ...cards.flatMap(checkCard),
    ...checkUuids(cards),
    ...checkTargets(body, request),
    ...checkIndicators(cards),
    ...checkSystemActions(body),
    ...checkSelection(cards, request),
  ];
}

/** CARD-10: the behaviour the client knows. */
function checkSelection(cards: readonly Json[], { selectionBehavior, options }: CheckedRequest): readonly string[] {
  const templateOf = (card: Json): unknown => (((card['extension'] ?? {}) as Json)['org.backstop.decision'] as Json | undefined)?.['card'];
  const expected = (card: Json): unknown => (options !== undefined && templateOf(card) === options.card ? options.selectionBehavior : selectionBehavior);
  const other = cards.filter((card) => card['suggestions'] !== undefined && card['selectionBehavior'] !== expected(card));
  return selectionBehavior === undefined ? [] : other.map((card) => `CARD-10 ${String(card['selectionBehavior'])}`);
}

/** JSON-2: null and empty values, but for an empty list of cards. */
function emptyMembers(value: unknown, path: string): readonly string[] {
  if (value === null || value === '') return [`JSON-2 ${path}`];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value as object);
  if (entries.length === 0 && path !== '/cards') return [`JSON-2 ${path}`];
  return entries.flatMap(([name, part]) => emptyMembers(part, `${path}/${name}`));
}

function checkCard(card: Json): readonly string[] {
  const suggestions = (card['suggestions'] ?? []) as readonly Json[];
  const summary = card['summary'] as string;
  const recommended = suggestions.filter((suggestion) => suggestion['isRecommended'] === true);
  return [
    ...([...summary].length > 139 || summary.length > 139 ? [`CARD-2 ${summary}`] : []),
    ...(HTML.test(`${summary}\n${String(card['detail'] ?? '')}`) ? [`CARD-3 ${summary}`] : []),
    ...(`${summary}${String(card['detail'] ?? '')}`.includes('{{') ? [`template token left in: ${summary}`] : []),
    ...(recommended.length > 1 ? [`SUG-3 ${summary}`] : []),
    ...suggestions.flatMap((suggestion) => checkPairs(suggestion, summary)),
  ];
}

/** INF-R9: an alternative deletes and creates the same kind of resource. */
function checkPairs(suggestion: Json, summary: string): readonly string[] {
  const actions = suggestion['actions'] as readonly Json[];
  const types = new Set(actions.filter(({ type }) => type === 'create').map(({ resource }) => (resource as Json)['resourceType']));
  const isSwap = actions.length > 1 && actions.some(({ type }) => type === 'create');
  const unpaired = isSwap ? actions.filter(({ type, resourceId }) => type === 'delete' && typeof resourceId === 'string' && !types.has(resourceId.split('/')[0])) : [];
  return unpaired.length > 0 && !actions.some(({ type }) => type === 'update') ? [`INF-R9 ${summary}`] : [];
}

function checkUuids(cards: readonly Json[]): readonly string[] {
  const uuids = cards.flatMap((card) => [card['uuid'], ...((card['suggestions'] ?? []) as readonly Json[]).map((suggestion) => suggestion['uuid'])]);
  return new Set(uuids).size === uuids.length ? [] : ['SUG-2 uuids repeat'];
}

/** ACT-6: updates and deletes only touch orders of the request. */
function checkTargets(body: Json, { orders }: CheckedRequest): readonly string[] {
  const cards = (body['cards'] ?? []) as readonly Json[];
  const suggested = cards.flatMap((card) => ((card['suggestions'] ?? []) as readonly Json[]).flatMap((suggestion) => suggestion['actions'] as readonly Json[]));
  const actions = [...suggested, ...((body['systemActions'] ?? []) as readonly Json[]), ...systemActionsIn(body)];
  const targets = actions.filter(({ type }) => type !== 'create').map(targetOf);
  return targets.filter((target) => !orders.includes(target)).map((target) => `ACT-6 ${target}`);
}

function targetOf({ resource, resourceId }: Json): string {
  if (typeof resourceId === 'string') return resourceId;
  return typeof resource === 'string' ? resource : `${String((resource as Json)['resourceType'])}/${String((resource as Json)['id'])}`;
}

/** CARD-14: most urgent first; one card at most interrupts. */
function checkIndicators(cards: readonly Json[]): readonly string[] {
  const interrupting = cards.slice(1).filter(({ indicator }) => indicator !== 'info');
  return interrupting.map((card) => `CARD-14 ${String(card['summary'])}`);
}

/** SYS-3: the same actions in both places; PAMA-4: PAMA's rating first. */
function checkSystemActions(body: Json): readonly string[] {
  const [root, extension] = [body['systemActions'] as readonly Json[] | undefined, systemActionsIn(body)];
  const isDifferent = root !== undefined && extension.length > 0 && JSON.stringify(root) !== JSON.stringify(extension);
  const ratings = (root ?? extension).map(({ resource }) => ((resource as Json)['extension'] as readonly Json[]).filter(({ url }) => url === 'http://fhir.org/argonaut/Extension/pama-rating'));
  const isPama = (rating: Json): boolean => {
    const [first] = (rating['valueCodeableConcept'] as Json)['coding'] as readonly Json[];
    return first?.['system'] === 'http://fhir.org/argonaut/CodeSystem/pama-rating' && ['appropriate', 'not-appropriate', 'no-criteria-apply'].includes(String(first['code']));
  };
  return [
    ...(isDifferent ? ['SYS-3 the two places differ'] : []),
    ...ratings.filter((each) => each.length !== 1 || !isPama(each[0]!)).map(() => 'PAMA-4 rating'),
  ];
}

function systemActionsIn(body: Json): readonly Json[] {
  return (((body['extension'] ?? {}) as Json)['systemActions'] ?? []) as readonly Json[];
}
