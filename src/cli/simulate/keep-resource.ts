/** Puts what a file holds into the work file: each resource where it belongs, and what is wrong with the rest. */
import { instantOf } from '../../chart/moment.ts';
import { isFailure } from '../../chart/open-prefetch.ts';
import { isResource, r4TypeOf, toR4 } from '../../chart/shape/to-r4.ts';
import { member, referenceTo } from '../../decision/concept.ts';
import type { Resource } from '../../decision/chart.ts';
import type { Topic } from '../../decision/topic.ts';
import { RequestError } from '../../errors.ts';
import { isFhirType } from '../../knowledge/is-fhir-type.ts';
import { openBundle } from '../decide/open-record.ts';
import { asDraft, coverageOf, type NotJudged } from './read-order.ts';
import type { WorkFile } from './open-work-file.ts';
import { findStrays } from './find-strays.ts';
import { placeResource } from './place-resource.ts';
import type { ReadTypes } from './read-types.ts';

/** What is wrong with a resource: where in it, and what; nothing of its content. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
  /** Whose read is short of it is written down already. */
  readonly isSettled?: boolean;
}

export interface Keeper {
  readonly work: WorkFile;
  readonly topics: readonly Topic[];
  readonly types: ReadTypes;
}

/** One parsed line or document of a file; a Bundle is one patient's. Answers what it was: its R4 type, and whether something is wrong. */
export function keepResource(value: unknown, text: string, file: string, keeper: Keeper): { readonly type?: string; readonly fault?: Fault } {
  if (!isResource(value)) return { fault: { pointer: '', message: 'is no FHIR resource: it has no resourceType.' } };
  if (value.resourceType === 'Bundle') return keepBundle(value, keeper);
  const type = r4TypeOf(value.resourceType);
  if (type === 'OperationOutcome') return isFailure(value) ? { type, fault: { pointer: '/issue', message: 'tells of an error of the export: something may be missing.' } } : { type };
  const { work, types } = keeper;
  const placed = placeResource(value, types);
  switch (placed.kind) {
    case 'unasked': return { type };
    case 'unknown': return { fault: { pointer: '/resourceType', message: 'is none that FHIR knows: it could be any.' } };
    case 'nobody':
      if (type === 'ServiceRequest') noteOrder(value, undefined, keeper);
      return { type, fault: { pointer: placed.pointer, message: placed.message } };
    case 'shared':
      work.run('INSERT INTO shared VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET updated = excluded.updated, body = excluded.body WHERE excluded.updated > updated', placed.reference, instantOf(member(value['meta'], 'lastUpdated')) ?? 0, text);
      break;
    case 'patient':
      work.run('INSERT OR IGNORE INTO patients VALUES (?)', placed.patientId);
      store(work, placed.patientId, type, value.id, undefined, false, text);
      break;
    case 'of-patient':
      store(work, placed.patientId, type, value.id, undefined, false, text);
      if (type === 'ServiceRequest') noteOrder(value, placed.patientId, keeper);
  }
  work.run('INSERT INTO types VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET resources = resources + 1', file, type);
  return { type };
}

/** Everything in it is its patient's; what names another one is nobody's, and a doubt about both. Orders stay, to be listed. */
function keepBundle(bundle: Resource, keeper: Keeper): { readonly type: string; readonly fault?: Fault } {
  try {
    const { patientId, resources, isPartial } = openBundle(bundle);
    const { work, types } = keeper;
    work.run('INSERT OR IGNORE INTO patients VALUES (?)', patientId);
    const isMisspelt = ({ resourceType }: Resource): boolean => !types.ofPatient.has(r4TypeOf(resourceType)) && !isFhirType(resourceType);
    work.run('INSERT INTO bundles VALUES (?, ?)', patientId, isPartial === true || resources.some(({ resource }) => isMisspelt(resource)) ? 1 : 0);
    const strays = findStrays(resources, patientId, types);
    for (const { type, patientIds } of strays) for (const each of patientIds) work.run('INSERT OR IGNORE INTO strays VALUES (?, ?)', each, type);
    const lost = new Set(strays.flatMap(({ sent, type }) => (type === 'ServiceRequest' ? [] : [sent])));
    for (const sent of resources) {
      const { fullUrl, resource } = sent;
      const type = r4TypeOf(resource.resourceType);
      if (lost.has(sent)) continue;
      if (!types.ofPatient.has(type) && !types.shared.has(type) && type !== 'Patient') continue;
      store(work, patientId, type, resource.id, fullUrl, true, JSON.stringify(resource));
      if (type === 'ServiceRequest') noteOrder(resource, patientId, keeper);
    }
    return { type: 'Bundle', ...(strays.length > 0 && { fault: { pointer: '/entry', message: `${strays.length} of its resources name another patient: whose they are cannot be told.`, isSettled: true } }) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const [problem] = error.problems;
    return { type: 'Bundle', fault: { pointer: problem?.pointer ?? '', message: problem?.message ?? 'cannot be read.' } };
  }
}

function store(work: WorkFile, patientId: string, type: string, id: unknown, url: string | undefined, isInBundle: boolean, body: string): void {
  work.run('INSERT INTO resources(patient, type, id, url, in_bundle, body) VALUES (?, ?, ?, ?, ?, ?)', patientId, type, typeof id === 'string' || typeof id === 'number' ? String(id) : null, url ?? null, isInBundle ? 1 : 0, body);
}

/** Orders that nobody covers are counted; those that lack what names a patient or a study are listed. */
function noteOrder(order: Resource, patientId: string | undefined, { work, topics }: Keeper): void {
  const shaped = toR4(order);
  const coverage = coverageOf(shaped, topics);
  work.run('INSERT INTO counts VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1', `order ${coverage}`);
  if (coverage === 'not-covered') return;
  if (coverage === 'none') return list(work, referenceTo(asDraft(shaped)), patientId, 'no-code');
  if (patientId === undefined) return list(work, referenceTo(shaped), undefined, 'no-patient');
  // It is the resource that was stored last.
  work.run('INSERT INTO orders SELECT max(n) FROM resources');
  work.run('INSERT OR IGNORE INTO wanted(patient, is_done) VALUES (?, 0)', patientId);
}

/** They stand before the orders of all patients. */
function list(work: WorkFile, order: string, patientId: string | undefined, reason: NotJudged): void {
  const body = JSON.stringify({ order, ...(patientId !== undefined && { patient: `Patient/${patientId}` }), notJudged: { reason } });
  work.run('INSERT INTO results SELECT 0, coalesce(max(place), 0) + 1, ? FROM results WHERE patient = 0', body);
}
