/** Judges the orders of one patient, each on what was known when it was written: the stages are those of a call of the hook on that day. */
import { asOf, type Earlier } from '../../chart/as-of.ts';
import { gatherCharts } from '../../chart/gather-charts.ts';
import { momentOf, type Moment } from '../../chart/moment.ts';
import type { SentResource } from '../../chart/open-prefetch.ts';
import { recordRequest } from '../../chart/record-request.ts';
import { isResource, toR4 } from '../../chart/shape/to-r4.ts';
import type { Resource } from '../../decision/chart.ts';
import { list, member, referenceTo, relativeReference } from '../../decision/concept.ts';
import { decide } from '../../decision/decide.ts';
import type { Decision } from '../../decision/decision.ts';
import { tellUnrated, type Unrated } from '../../decision/tell-unrated.ts';
import type { Topic } from '../../decision/topic.ts';
import { BackstopError, PreconditionError } from '../../errors.ts';
import { faultOf } from '../decide/fault-of.ts';
import { nameResources, type Names } from './name-resources.ts';
import type { PatientWork, StoredResource } from './patient-work.ts';
import { placedOrders } from './placed-orders.ts';
import { asDraft, whyNoOrder, writtenOn, type NotJudged } from './read-order.ts';
import { sortVersions } from './sort-versions.ts';

/** What came of an order: a line of the output. */
export interface Outcome {
  readonly order: string;
  readonly patient: string;
  readonly requester?: string;
  /** As written. */
  readonly writtenOn?: string;
  readonly notJudged?: { readonly reason: NotJudged; readonly message?: string };
  readonly unrated?: Unrated;
  /** How many resources the decision rests on without its being certain that they were known, or stood so; `later` are those left out for their date. */
  readonly uncertain?: Readonly<Partial<Record<Exclude<Earlier['certainty'], 'known'> | 'later', number>>>;
  readonly decision?: Decision;
}

/** One outcome an order and topic, in the order of the inputs. */
export async function judgePatient(work: PatientWork, topics: readonly Topic[], timeZone: string): Promise<readonly Outcome[]> {
  const resources = work.resources.map(open);
  const names = nameResources(resources);
  const ofBundles = new Set(resources.filter((_, index) => work.resources[index]!.isInBundle === true));
  const versions = sortVersions(resources, (sent) => !ofBundles.has(sent));
  const outcomes: Outcome[] = [];
  const seen = new Set<string>();
  for (const sent of placedOrders(resources, topics, names, timeZone)) {
    const { resource: order } = sent;
    const about = aboutOrder(order, work.patientId);
    const isAgain = order.id !== undefined && seen.has(about.order);
    seen.add(about.order);
    const moment = momentOf(writtenOn(order), timeZone);
    const reason = whyNoOrder(order, names) ?? (isAgain ? 'same-id' : moment === undefined ? 'no-date' : !work.isKnown ? 'unknown-patient' : work.isTooLarge ? 'too-large' : undefined);
    const judged: readonly Judged[] = reason !== undefined ? [{ notJudged: { reason } }] : await judgeOrder(sent, moment!, versions.at(moment!), names, work, topics).catch((error: unknown) => [{ notJudged: whyFailed(error) }]);
    for (const each of judged) outcomes.push({ ...about, ...each });
  }
  return outcomes;
}

type Judged = Pick<Outcome, 'notJudged' | 'unrated' | 'uncertain' | 'decision'>;

async function judgeOrder(sent: SentResource, moment: Moment, chart: readonly SentResource[], names: Names, work: PatientWork, topics: readonly Topic[]): Promise<readonly Judged[]> {
  const { resource: order } = sent;
  const shared = work.shared.map(open);
  const { resources, doubtful, uncertain } = knownAt(moment, withoutOutcome(sent, chart, names), shared, names);
  const reads = [...new Map(topics.flatMap((topic) => topic.reads).map((read) => [read.id, read])).values()];
  const request = recordRequest({ ...work, resources: [...resources, ...shared], doubtful, orders: [{ resource: asDraft(asOf(order, moment, () => undefined)?.resource ?? order) }] }, reads);
  const { orders } = await gatherCharts(request, topics, { today: moment.day, asOf: moment.day });
  if (orders.length === 0) return [{ notJudged: { reason: 'other-patient' } }];
  return orders.map(({ topic, chart: gathered }): Judged => {
    const decision = decide(topic, gathered)!;
    const unrated = tellUnrated(topic, decision);
    return { ...(unrated !== undefined && { unrated }), ...(Object.keys(uncertain).length > 0 && { uncertain }), decision };
  });
}

/** Types that no date is looked for in. */
const TIMELESS = ['Patient', 'Medication', 'PractitionerRole'];

interface KnownChart {
  readonly resources: readonly SentResource[];
  readonly doubtful: ReadonlySet<Resource>;
  readonly uncertain: NonNullable<Outcome['uncertain']>;
}

/** The chart as it was, which of it may not have been there, and how much was left out. */
function knownAt(moment: Moment, chart: readonly SentResource[], shared: readonly SentResource[], names: Names): KnownChart {
  const visits = new Map(chart.flatMap((sent) => (sent.resource.resourceType === 'Encounter' ? [[names.of(sent) ?? '', member(sent.resource['period'], 'start')] as const] : [])));
  const drugs = new Set([...shared, ...chart].flatMap(({ resource }) => (resource.resourceType === 'Medication' ? [referenceTo(resource)] : [])));
  const resources: SentResource[] = [];
  const doubtful = new Set<Resource>();
  const uncertain: Record<string, number> = {};
  for (const { fullUrl, resource } of chart) {
    const earlier = asOf(resource, moment, (reference) => visits.get(names.at(reference) ?? ''));
    if (earlier === undefined) {
      uncertain['later'] = (uncertain['later'] ?? 0) + 1;
      continue;
    }
    resources.push({ ...(fullUrl !== undefined && { fullUrl }), resource: earlier.resource });
    if (earlier.isDoubtfulCare || isDrugUnread(resource, drugs)) doubtful.add(earlier.resource);
    const { certainty } = earlier;
    if (certainty !== 'known' && !TIMELESS.includes(resource.resourceType)) uncertain[certainty] = (uncertain[certainty] ?? 0) + 1;
  }
  return { resources, doubtful, uncertain };
}

/** Which drug it is stands in a Medication that was not read: one drug of this patient is not known. */
function isDrugUnread(resource: Resource, drugs: ReadonlySet<string>): boolean {
  const reference = resource['medicationReference'];
  const written = member(reference, 'reference');
  if (typeof written !== 'string' || resource['medicationCodeableConcept'] !== undefined || member(reference, 'display') !== undefined) return false;
  return !written.startsWith('#') && !written.startsWith('urn:') && !drugs.has(relativeReference(written) ?? '');
}

/** The chart without the order, and without what came of it: that was not there yet, whatever day it bears (FHIR R4 Event.basedOn). */
function withoutOutcome(order: SentResource, chart: readonly SentResource[], names: Names): readonly SentResource[] {
  const name = names.of(order);
  if (name === undefined) return chart.filter(({ resource }) => resource !== order.resource);
  const own = new Set([name]);
  const isOutcome = (resource: Resource): boolean => list(resource['basedOn']).some((each) => own.has(names.at(each)?.replace(/^ProcedureRequest\//, 'ServiceRequest/') ?? ''));
  // Other systems make orders of their own of it, and name those.
  for (const sent of chart) if (sent.resource.resourceType === 'ServiceRequest' && isOutcome(sent.resource)) own.add(names.of(sent) ?? name);
  return chart.filter((sent) => sent.resource !== order.resource && names.of(sent) !== name && !isOutcome(sent.resource));
}

function aboutOrder(order: Resource, patientId: string): Pick<Outcome, 'order' | 'patient' | 'requester' | 'writtenOn'> {
  const patient = member(list(order['subject'])[0], 'reference');
  const requester = member(order['requester'], 'reference');
  const written = writtenOn(order);
  return {
    order: referenceTo(order), patient: typeof patient === 'string' ? patient : `Patient/${patientId}`,
    ...(typeof requester === 'string' && requester !== '' && { requester }), ...(typeof written === 'string' && { writtenOn: written }),
  };
}

function whyFailed(error: unknown): NonNullable<Outcome['notJudged']> {
  const { message } = faultOf(error);
  if (error instanceof PreconditionError) return { reason: 'unreadable', message };
  return { reason: error instanceof BackstopError && error.code === 'invalid-request' ? 'too-large' : 'failed', message };
}

/** Was read once before, when it was put into the work file. */
function open({ body, fullUrl }: StoredResource): SentResource {
  const value: unknown = JSON.parse(body);
  if (!isResource(value)) throw new TypeError('What was stored is no resource.');
  return { ...(fullUrl !== undefined && { fullUrl }), resource: toR4(value) };
}
