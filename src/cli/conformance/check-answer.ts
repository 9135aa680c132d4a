/** What is wrong with one answer to a hook: its schemas, and what a schema cannot state (CDS Hooks 2.0, CDS Service Response). */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { answerSchemas, type Demand, type PieceKind } from './answer-schemas.ts';
import { isObject, isText, listOf, objectOf, type Json } from './json.ts';
import type { RequirementId } from './requirements.ts';

export interface AnswerFault {
  readonly id: RequirementId;
  readonly pointer: string;
  readonly words: string;
}

export interface AnswerFindings {
  /** What there was something to look at for: what was not there was not looked at. */
  readonly seen: ReadonlySet<RequirementId>;
  readonly faults: readonly AnswerFault[];
}

interface Piece {
  readonly kind: PieceKind;
  readonly pointer: string;
  readonly value: unknown;
}

const HTML = /<(?:[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?\/?>|\/[A-Za-z]|!--)/;
const ajv = new Ajv2020({ allErrors: true, strict: false });
const demands = answerSchemas.map((demand) => ({ ...demand, validate: ajv.compile(demand.schema) }));
const ACTION_KINDS: readonly PieceKind[] = ['suggestedAction', 'systemAction'];

/** `request` is what was asked: actions may name what is in it. */
export function checkAnswer(body: unknown, request: Json): AnswerFindings {
  const pieces = takeApart(body);
  const looked = pieces.flatMap((piece) => demands.filter((demand) => isFor(demand, piece)).map((demand) => ({ ...piece, ...demand })));
  const faults = looked.flatMap(({ id, validate, pointer, value }) => errorsOf(validate, value).map((error) => ({ id, pointer: `${pointer}${error.instancePath}`, words: wordsOf(error) })));
  const cards = pieces.filter(({ kind }) => kind === 'card');
  const touching = pieces.filter(({ kind, value }) => ACTION_KINDS.includes(kind) && ['update', 'delete'].includes(String(objectOf(value)['type'])));
  return {
    seen: new Set([...looked.map(({ id }) => id), 'JSON-2', ...(cards.length > 0 ? ['CARD-3'] as const : []), ...(touching.length > 0 ? ['ACT-6'] as const : [])]),
    faults: [...faults, ...emptyMembers(body, ''), ...cards.flatMap(checkWords), ...cards.flatMap(checkRecommended), ...repeated(pieces, 'card', 'CARD-1'), ...repeated(pieces, 'suggestion', 'SUG-2'), ...strangers(touching, request)],
  };
}

function isFor({ kinds, member, action }: Demand, { kind, value }: Piece): boolean {
  return kinds.includes(kind) && (member === undefined || objectOf(value)[member] !== undefined) && (action === undefined || objectOf(value)['type'] === action);
}

function takeApart(body: unknown): readonly Piece[] {
  const root = objectOf(body);
  const systemActions = piecesOf('systemAction', root['systemActions'], '/systemActions');
  const cards = piecesOf('card', root['cards'], '/cards');
  const under = (parents: readonly Piece[], member: string, kind: PieceKind): readonly Piece[] => parents.flatMap(({ pointer, value }) => piecesOf(kind, objectOf(value)[member], `${pointer}/${member}`));
  const suggestions = under(cards, 'suggestions', 'suggestion');
  return [{ kind: 'response', pointer: '', value: body }, ...cards, ...suggestions, ...under(suggestions, 'actions', 'suggestedAction'), ...systemActions, ...under(cards, 'links', 'link'), ...under(cards, 'overrideReasons', 'reason')];
}

function piecesOf(kind: PieceKind, list: unknown, pointer: string): readonly Piece[] {
  return listOf(list).map((value, index) => ({ kind, pointer: `${pointer}/${index}`, value }));
}

function errorsOf(validate: ValidateFunction, value: unknown): readonly ErrorObject[] {
  return validate(value) ? [] : (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf');
}

/** The words of the schema; never the value. */
function wordsOf({ message = 'is not as it should be', params }: ErrorObject): string {
  const { allowedValues, limit } = params as { readonly allowedValues?: readonly string[]; readonly limit?: number };
  return `${message}${allowedValues === undefined ? '' : `: ${allowedValues.join(', ')}`}${limit === undefined || message.includes(String(limit)) ? '' : ` (${limit})`}`;
}

/** What is inside of a resource is FHIR's affair (its lists may be padded with null), and what is inside of an extension its author's. */
function emptyMembers(value: unknown, pointer: string): readonly AnswerFault[] {
  const fault = (words: string): readonly AnswerFault[] => [{ id: 'JSON-2', pointer, words }];
  if (value === null) return fault('is null');
  if (value === '') return fault('is empty');
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value as object);
  if (entries.length === 0) return pointer === '/cards' || pointer === '' ? [] : fault('is empty');
  return entries.flatMap(([name, part]) => (isOfOthers(name, part) ? [] : emptyMembers(part, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)));
}

function isOfOthers(name: string, part: unknown): boolean {
  return name === 'extension' || (name === 'resource' && isText(objectOf(part)['resourceType']));
}

function checkWords({ pointer, value }: Piece): readonly AnswerFault[] {
  const card = objectOf(value);
  return ['summary', 'detail'].filter((name) => HTML.test(String(card[name] ?? ''))).map((name) => ({ id: 'CARD-3', pointer: `${pointer}/${name}`, words: 'has HTML in it' }));
}

function checkRecommended({ pointer, value }: Piece): readonly AnswerFault[] {
  const { suggestions, selectionBehavior } = objectOf(value);
  const recommended = listOf(suggestions).filter((each) => objectOf(each)['isRecommended'] === true);
  return recommended.length > 1 && selectionBehavior === 'at-most-one' ? [{ id: 'SUG-3', pointer: `${pointer}/suggestions`, words: `${recommended.length} are recommended where one can be chosen` }] : [];
}

function repeated(pieces: readonly Piece[], kind: PieceKind, id: RequirementId): readonly AnswerFault[] {
  const known = new Set<unknown>();
  return pieces.filter((piece) => piece.kind === kind).flatMap(({ pointer, value }) => {
    const { uuid } = objectOf(value);
    const isKnown = uuid !== undefined && known.has(uuid);
    known.add(uuid);
    return isKnown ? [{ id, pointer: `${pointer}/uuid`, words: 'is that of another' }] : [];
  });
}

function strangers(pieces: readonly Piece[], request: Json): readonly AnswerFault[] {
  const known = new Set(resourcesIn(request).map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`));
  return pieces.flatMap(({ pointer, value }) => {
    const { type, resource, resourceId } = objectOf(value);
    const { resourceType, id } = objectOf(resource);
    const target = typeof resourceId === 'string' ? resourceId : typeof resource === 'string' ? resource : `${String(resourceType)}/${String(id)}`;
    return known.has(target) ? [] : [{ id: 'ACT-6', pointer, words: `what the ${String(type)} names is not in the request` }];
  });
}

function resourcesIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn);
  if (!isObject(value)) return [];
  const inside = Object.values(value).flatMap(resourcesIn);
  return typeof value['resourceType'] === 'string' ? [value, ...inside] : inside;
}
