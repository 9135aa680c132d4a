/** One input, recognised by its shape, as the calls a service would get. */
import type { HookRequest } from '../../chart/hook-request.ts';
import type { SentResource } from '../../chart/open-prefetch.ts';
import { parseHookRequest } from '../../chart/parse-hook-request.ts';
import { recordRequest } from '../../chart/record-request.ts';
import { isObject } from '../../chart/shape/element.ts';
import { r4TypeOf, toR4 } from '../../chart/shape/to-r4.ts';
import type { Day, Resource } from '../../decision/chart.ts';
import { writtenDate } from '../../decision/calendar.ts';
import { recogniseStudy } from '../../decision/recognise-study.ts';
import type { Topic } from '../../decision/topic.ts';
import { RequestError } from '../../errors.ts';
import { isDay, openBundle, openParts, type OpenedRecord } from './open-record.ts';
import type { DecideSettings } from './settings.ts';

/** A call with the day it is made on; a record's is judged on a day of its own. */
export interface Call {
  readonly request: HookRequest;
  readonly today: Day;
  readonly asOf?: Day;
}

export type CallSettings = Pick<DecideSettings, 'today' | 'asOf' | 'study' | 'complete' | 'profile'>;

/** One call for a hook request; for a record one for each day its orders were written on. Throws RequestError. */
export function readCalls(value: unknown, topics: readonly Topic[], settings: CallSettings): readonly Call[] {
  const today = settings.asOf ?? settings.today;
  if (isObject(value) && value['resourceType'] === 'Bundle') return callsOf({ complete: settings.complete, ...openBundle(value) }, topics, settings);
  if (isObject(value) && value['resources'] !== undefined) return callsOf({ complete: settings.complete, ...openParts(value) }, topics, settings);
  if (isObject(value) && (value['hook'] !== undefined || value['context'] !== undefined)) return [{ request: parseHookRequest(value, { allowsNoOrders: settings.profile === 'sandbox' }), today }];
  throw new RequestError([{ pointer: '', kind: 'structure', message: 'This is no hook request, no Bundle and no object with patient and resources.' }]);
}

function callsOf(record: OpenedRecord, topics: readonly Topic[], settings: CallSettings): readonly Call[] {
  const reads = [...new Map(topics.flatMap((topic) => topic.reads).map((read) => [read.id, read])).values()];
  const asOf = settings.asOf ?? record.asOf;
  if (settings.study !== undefined) {
    const day = asOf ?? settings.today;
    const order = { resource: draftOf(settings.study, topics, record.patientId, day) };
    return [{ request: recordRequest({ ...record, orders: [order] }, reads), today: day, asOf: day }];
  }
  const isJudged = ({ resource }: SentResource): boolean => isImagingOrder(resource, topics);
  const judged = (record.orders ?? record.resources).filter(isJudged);
  const drafts = record.orders?.filter((each) => !isJudged(each)) ?? record.resources.filter((each) => each.resource['status'] === 'draft' && !isJudged(each));
  const byDay = Map.groupBy(judged, ({ resource }) => asOf ?? dayOf(resource) ?? settings.today);
  return [...byDay].map(([day, orders]) => {
    const taken = new Set([...orders, ...drafts]);
    const resources = [...record.resources, ...record.orders ?? []].filter((each) => !taken.has(each));
    return { request: recordRequest({ ...record, resources, orders: [...taken] }, reads), today: day, asOf: day };
  });
}

function isImagingOrder(resource: Resource, topics: readonly Topic[]): boolean {
  if (r4TypeOf(resource.resourceType) !== 'ServiceRequest') return false;
  const order = toR4(resource);
  return topics.some((topic) => recogniseStudy(topic, order) !== undefined);
}

/** The day an order was written, where it names one. */
function dayOf(order: Resource): Day | undefined {
  const written = writtenDate(toR4(order)['authoredOn']);
  return written !== undefined && isDay(written) ? written : undefined;
}

/** The order somebody might write. `study` is known to be one of the knowledge. */
function draftOf(study: string, topics: readonly Topic[], patientId: string, authoredOn: Day): Resource {
  const { coding } = topics.flatMap((topic) => topic.studies).find(({ id }) => id === study)!;
  return { resourceType: 'ServiceRequest', id: 'not-ordered', status: 'draft', intent: 'order', subject: { reference: `Patient/${patientId}` }, code: { coding: [coding], text: coding.display }, authoredOn };
}
