/** What is on file of one patient, from a Bundle or from a line that names its parts. */
import type { PatientRecord } from '../../chart/record-request.ts';
import { openPrefetch, shortfallOf, type SentResource } from '../../chart/open-prefetch.ts';
import { isObject } from '../../chart/shape/element.ts';
import { isResource } from '../../chart/shape/to-r4.ts';
import type { Day } from '../../decision/chart.ts';
import { dayRange } from '../../decision/calendar.ts';
import { RequestError, type Problem } from '../../errors.ts';

/** A record, its orders not yet told from the rest unless it names them itself. */
export interface OpenedRecord extends Omit<PatientRecord, 'orders'> {
  readonly orders?: readonly SentResource[];
  readonly asOf?: Day;
}

/** A Bundle of one patient, of any type. Throws RequestError for one of several patients, of none, or that cannot be read. */
export function openBundle(bundle: unknown): OpenedRecord {
  const opened = openPrefetch(bundle);
  if (opened.kind !== 'read') throw wrong('/entry', 'The Bundle cannot be read: entry must be an array.');
  return { ...ofOnePatient(opened.sent, '/entry'), isPartial: shortfallOf(opened) !== undefined };
}

/** `{"patient", "resources", "orders"?, "complete"?, "asOf"?}`; docs/command-line.md says what each may be. Throws RequestError. */
export function openParts({ patient, resources, orders, complete, asOf }: Readonly<Record<string, unknown>>): OpenedRecord {
  const problems: Problem[] = [];
  const check = (isRight: boolean, pointer: string, message: string): void => void (isRight || problems.push({ pointer, kind: 'structure', message }));
  const isTypes = Array.isArray(complete) && complete.every((type) => typeof type === 'string');
  const day = typeof asOf === 'string' && isDay(asOf);
  check(isResource(patient) && patient.resourceType === 'Patient', '/patient', 'patient must be a Patient.');
  check(Array.isArray(resources), '/resources', 'resources must be an array of FHIR resources.');
  check(orders === undefined || Array.isArray(orders), '/orders', 'orders must be an array of FHIR resources.');
  check(complete === undefined || typeof complete === 'boolean' || isTypes, '/complete', 'complete must be true, or an array of resource types.');
  check(asOf === undefined || day, '/asOf', 'asOf must be a day, YYYY-MM-DD.');
  if (problems.length > 0) throw new RequestError(problems);
  // Whatever tells of a Bundle that there is more, or that something failed, tells it of a list too.
  const opened = openPrefetch({ resourceType: 'Bundle', type: 'collection', entry: [patient, ...resources as readonly unknown[]].map((resource) => ({ resource })) });
  if (opened.kind !== 'read') throw wrong('/resources', 'The resources cannot be read.');
  return {
    ...ofOnePatient(opened.sent, '/resources'),
    isPartial: shortfallOf(opened) !== undefined || (orders !== undefined && !(orders as readonly unknown[]).every(isResource)),
    ...(orders !== undefined && { orders: (orders as readonly unknown[]).filter(isResource).map((resource) => ({ resource })) }),
    ...(complete !== undefined && { complete: isTypes ? complete as readonly string[] : complete === true ? 'all' : [] }),
    ...(day && { asOf }),
  };
}

/** True for a calendar day that there is. */
export function isDay(text: string): boolean {
  const range = dayRange(text);
  return /^\d{4}-\d\d-\d\d$/.test(text) && range !== undefined && range.earliest === range.latest;
}

/** A Patient that only its Bundle names takes its id from there. */
function ofOnePatient(sent: readonly SentResource[], pointer: string): Pick<OpenedRecord, 'patientId' | 'resources'> {
  const patients = sent.filter(({ resource }) => resource.resourceType === 'Patient');
  const [first] = patients;
  if (first === undefined) throw wrong(pointer, 'There is no Patient in it.');
  if (patients.some(({ resource }) => resource.id !== first.resource.id)) throw wrong(pointer, 'There are several Patients in it: it must be about one.');
  const id: unknown = first.resource.id ?? first.fullUrl?.split(/[:/]/).at(-1) ?? 'patient';
  if (!isObject(first.resource) || (typeof id !== 'string' && typeof id !== 'number')) throw wrong(pointer, 'The id of its Patient is none.');
  const named = first.resource.id === id ? sent : sent.map((each) => (each === first ? { ...each, resource: { ...each.resource, id: String(id) } } : each));
  return { patientId: String(id), resources: named };
}

function wrong(pointer: string, message: string): RequestError {
  return new RequestError([{ pointer, kind: 'structure', message }]);
}
