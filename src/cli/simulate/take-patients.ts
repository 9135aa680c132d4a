/** Hands out the patients with orders, a batch at a time, each with all the inputs hold of them. */
import type { WorkFile, WorkRow } from './open-work-file.ts';
import { ANY_TYPE } from './load-inputs.ts';
import type { PatientWork, StoredResource } from './patient-work.ts';
import type { TypeStates } from './settle-types.ts';

export interface TakeOptions {
  readonly work: Pick<WorkFile, 'all'>;
  readonly states: TypeStates;
  /** Types the user says are whole, though no file of theirs was read. */
  readonly complete: readonly string[];
  /** The last number that is wanted; all where left out. */
  readonly upTo?: number;
}

/** So much goes to a process at once. */
const BATCH_BYTES = 1_048_576;
const BATCH_PATIENTS = 64;
/** Much more than the service takes in one call. */
const MOST_RESOURCES = 25_000;
const MOST_BYTES = 134_217_728;
/** What resources refer to and nobody owns, found in their text. */
const SHARED_REFERENCE = /"(?:[^"\s]*\/)?((?:Medication|PractitionerRole)\/[\w.-]+)(?:\/_history\/[^"]*)?"/g;
const ESCAPED = /\\[/u]/;

/** Each is named with the reason: all of them, and of each no more than tells it from another. */
const ORDERS_ALONE = 'SELECT url, json_remove(body, \'$.text\', \'$.contained\', \'$.note\', \'$.supportingInfo\') AS body FROM resources WHERE patient = ? AND n IN (SELECT n FROM orders) ORDER BY n';

/** Patients that are not judged yet, from number `after` on; none at the end. */
export function takePatients(after: number, options: TakeOptions): readonly PatientWork[] {
  const { work, upTo = Number.MAX_SAFE_INTEGER } = options;
  const batch: PatientWork[] = [];
  let bytes = 0;
  for (const { n, patient } of work.all(`SELECT n, patient FROM wanted WHERE n > ? AND n <= ? AND is_done = 0 ORDER BY n LIMIT ${BATCH_PATIENTS}`, after, upTo)) {
    const taken = takePatient(Number(n), String(patient), options);
    bytes += taken.resources.reduce((sum, { body }) => sum + body.length, 0);
    batch.push(taken);
    if (bytes >= BATCH_BYTES) break;
  }
  return batch;
}

function takePatient(n: number, patientId: string, options: TakeOptions): PatientWork {
  const { work, states } = options;
  const [size] = work.all('SELECT count(*) AS resources, total(length(body)) AS bytes FROM resources WHERE patient = ?', patientId);
  const isTooLarge = Number(size!['resources']) > MOST_RESOURCES || Number(size!['bytes']) > MOST_BYTES;
  const rows = work.all(isTooLarge ? ORDERS_ALONE : 'SELECT url, in_bundle, body FROM resources WHERE patient = ? ORDER BY n', patientId);
  const resources = rows.map(stored);
  const bundles = work.all('SELECT total(is_partial) AS partial FROM bundles WHERE patient = ?', patientId)[0]!;
  // Of each type: whether some of it did not come in a Bundle of the patient.
  const held = new Map(work.all('SELECT type, min(in_bundle) AS bundled FROM resources WHERE patient = ? GROUP BY type', patientId).map(({ type, bundled }) => [String(type), Number(bundled) === 0]));
  const strays = new Set(work.all('SELECT type FROM strays WHERE patient = ?', patientId).map(({ type }) => String(type)));
  return {
    n, patientId, resources, isTooLarge,
    isKnown: !states.given.has('Patient') || held.has('Patient'),
    shared: sharedOf(resources, work),
    ...reachOf(held, strays, options),
    isPartial: Number(bundles['partial']) > 0,
  };
}

/**
 * A type is whole where files of it were read to their end, where the user says so, or as far as a Bundle of the patient holds it. A document of
 * its own proves nothing of the others there may be, and what could not be read, and could be anything, may be of any type and anybody's.
 */
function reachOf(held: ReadonlyMap<string, boolean>, strays: ReadonlySet<string>, { states: { given, short }, complete }: TakeOptions): Pick<PatientWork, 'complete' | 'failed'> {
  const claimed = new Set([...given, ...complete]);
  const isShort = (type: string): boolean => short.has(ANY_TYPE) || short.has(type) || strays.has(type) || (held.get(type) === true && !claimed.has(type));
  const types = [...new Set([...claimed, ...held.keys(), ...short, ...strays])];
  // A Patient that was read is read, whatever became of others.
  return { complete: [...claimed].filter((type) => !isShort(type)), failed: types.filter((type) => isShort(type) && !(type === 'Patient' && held.has(type))) };
}

function sharedOf(resources: readonly StoredResource[], work: TakeOptions['work']): readonly StoredResource[] {
  const references = new Set(resources.flatMap(({ body }) => [...plain(body).matchAll(SHARED_REFERENCE)].map(([, reference]) => reference!)));
  return [...references].flatMap((reference) => work.all('SELECT body FROM shared WHERE reference = ?', reference)).map(stored);
}

/** JSON may write any character as an escape, a slash in two ways. */
function plain(body: string): string {
  return ESCAPED.test(body) ? JSON.stringify(JSON.parse(body)) : body;
}

function stored({ url, in_bundle: inBundle, body }: WorkRow): StoredResource {
  return { body: String(body), ...(typeof url === 'string' && { fullUrl: url }), ...(inBundle === 1 && { isInBundle: true }) };
}
