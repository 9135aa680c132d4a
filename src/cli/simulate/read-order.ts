/** Which requests of an export are imaging orders that a topic covers, and which of those somebody really placed. */
import { dayRange } from '../../decision/calendar.ts';
import type { Resource } from '../../decision/chart.ts';
import { codingsOf, list, member, statusCode, wordsOf } from '../../decision/concept.ts';
import { recogniseStudy } from '../../decision/recognise-study.ts';
import type { Topic } from '../../decision/topic.ts';
import type { Names } from './name-resources.ts';

/** Why an order is not judged. */
export type NotJudged =
  /** Nobody placed it, it was a mistake, or it is another system's copy of an order. */
  | 'draft' | 'proposal' | 'entered-in-error' | 'do-not-perform' | 'copy'
  /** It lacks what a judgement needs. */
  | 'no-date' | 'no-patient' | 'no-code'
  /** Its patient, or its chart. */
  | 'unknown-patient' | 'other-patient' | 'same-id' | 'too-large' | 'unreadable' | 'failed';

/** FHIR R4 request-intent of what is no order yet. */
const PROPOSED = ['proposal', 'plan', 'directive', 'option'];
/** FHIR R4 request-intent of what another system makes of an order. */
const COPIED = ['filler-order', 'instance-order'];

/** The order as it was while it could still be changed. */
export function asDraft(order: Resource): Resource {
  const { doNotPerform: _, ...rest } = order;
  return { ...rest, resourceType: order.resourceType, status: 'draft' } as Resource;
}

/** `none` where nothing says what was ordered. The order is in R4 shape. */
export function coverageOf(order: Resource, topics: readonly Topic[]): 'covered' | 'not-covered' | 'none' {
  if (codingsOf(order['code']).length === 0 && wordsOf(order['code']).length === 0) return 'none';
  const draft = asDraft(order);
  return topics.some((topic) => recogniseStudy(topic, draft) !== undefined) ? 'covered' : 'not-covered';
}

/** `undefined` for an order that somebody placed, whatever became of it. */
export function whyNoOrder(order: Resource, names: Names): NotJudged | undefined {
  const status = statusCode(order['status']);
  const intent = String(order['intent']);
  if (status === 'entered-in-error' || status === 'draft') return status;
  if (order['doNotPerform'] === true) return 'do-not-perform';
  if (PROPOSED.includes(intent)) return 'proposal';
  const isBased = list(order['basedOn']).some((each) => /^(ServiceRequest|ProcedureRequest)\//.test(names.at(each) ?? ''));
  return COPIED.includes(intent) && isBased ? 'copy' : undefined;
}

/** When it was written, as written; what it was for where that names no day. */
export function writtenOn(order: Resource): unknown {
  const dates = [order['authoredOn'], order['occurrenceDateTime'], member(order['occurrencePeriod'], 'start')];
  return dates.find(isDay) ?? dates.find((date) => date !== undefined && date !== null);
}

function isDay(date: unknown): boolean {
  const range = dayRange(date);
  return range !== undefined && range.earliest === range.latest;
}

