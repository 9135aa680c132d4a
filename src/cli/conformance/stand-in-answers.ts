/** What a service may answer, one of each kind, and what it may do wrong: for a client to show what it makes of it. No advice in it is meant. */
import { listOf, objectOf, type Json } from './json.ts';

export const RIGHT_ANSWERS = ['info', 'warning', 'critical', 'create', 'update', 'delete', 'links', 'override-reasons', 'system-actions', 'empty'] as const;
export const WRONG_ANSWERS = ['412', '500', 'slow', 'invalid-json'] as const;
export type AnswerKind = (typeof RIGHT_ANSWERS)[number] | (typeof WRONG_ANSWERS)[number];

export interface StandInAnswer {
  readonly status: number;
  readonly body: string;
  readonly delayMs: number;
}

const SLOW_MS = 15_000;
const SOURCE = { label: 'Conformance kit', url: 'https://example.org/conformance-kit' };
const REASONS = [{ code: 'not-applicable', system: 'https://example.org/override-reasons', display: 'Does not apply to this patient' }, { code: 'later', system: 'https://example.org/override-reasons', display: 'Will be done later' }];

/** Orders that an answer changes are taken from the request; where it has none, an order is created instead. */
export function standInAnswer(kind: AnswerKind, request: Json, newId: () => string): StandInAnswer {
  switch (kind) {
    case '412': return { status: 412, body: JSON.stringify(outcome('required')), delayMs: 0 };
    case '500': return { status: 500, body: JSON.stringify(outcome('exception')), delayMs: 0 };
    case 'invalid-json': return { status: 200, body: '{"cards": [', delayMs: 0 };
    case 'slow': return { status: 200, body: JSON.stringify({ cards: [card({ indicator: 'info' }, newId)] }), delayMs: SLOW_MS };
    default: return { status: 200, body: JSON.stringify(answerOf(kind, request, newId)), delayMs: 0 };
  }
}

function answerOf(kind: (typeof RIGHT_ANSWERS)[number], request: Json, newId: () => string): Json {
  const order = firstOrder(request);
  const id = `${String(order?.['resourceType'])}/${String(order?.['id'])}`;
  const create = { type: 'create', description: 'Adds an order that is none', resource: { resourceType: 'ServiceRequest', status: 'draft', intent: 'order', code: { text: 'Nothing: a conformance check' }, subject: { reference: `Patient/${String(objectOf(request['context'])['patientId'])}` } } };
  const suggesting = (action: Json): Json => ({ cards: [card({ indicator: 'info', selectionBehavior: 'at-most-one', suggestions: [{ label: String(action['description']), uuid: newId(), isRecommended: true, actions: [action] }], overrideReasons: REASONS }, newId)] });
  switch (kind) {
    case 'empty': return { cards: [] };
    case 'info': case 'warning': case 'critical': return { cards: [card({ indicator: kind }, newId)] };
    case 'create': return suggesting(create);
    case 'update': return suggesting(order === undefined ? create : { type: 'update', description: 'Leaves the order as it is', resource: order });
    case 'delete': return suggesting(order === undefined ? create : { type: 'delete', description: 'Removes the order', resourceId: id });
    case 'links': return { cards: [card({ indicator: 'info', links: [{ label: 'A page', url: 'https://example.org/page', type: 'absolute' }, { label: 'A SMART app', url: 'https://example.org/launch', type: 'smart', appContext: 'conformance-check' }] }, newId)] };
    case 'override-reasons': return { cards: [card({ indicator: 'warning', overrideReasons: REASONS }, newId)] };
    case 'system-actions': return { cards: [], ...(order !== undefined && { systemActions: [{ type: 'update', description: 'Leaves the order as it is', resource: order }] }) };
  }
}

function card(changes: Json, newId: () => string): Json {
  const kind = changes['indicator'];
  return { uuid: newId(), summary: `A card of the conformance kit (${String(kind)})`, detail: 'It means nothing. It shows **bold**, *italics*, a list:\n\n- one\n- two', source: SOURCE, ...changes };
}

function firstOrder(request: Json): Json | undefined {
  const { draftOrders } = objectOf(request['context']);
  return listOf(objectOf(draftOrders)['entry']).map((entry) => objectOf(objectOf(entry)['resource'])).find(({ resourceType, id }) => typeof resourceType === 'string' && typeof id === 'string');
}

function outcome(code: string): Json {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text: 'Answered on purpose by the conformance kit.' } }] };
}
