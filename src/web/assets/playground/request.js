/** Changes to a hook request, as pure functions: the request is the one thing that is true on this page. */

const DAY_MS = 86_400_000;
/** Where each type says when. */
const DATES = {
  Condition: ['onsetDateTime', 'recordedDate'], Observation: ['effectiveDateTime'], Procedure: ['performedDateTime'], MedicationRequest: ['authoredOn'], MedicationStatement: ['effectiveDateTime'],
  AllergyIntolerance: ['recordedDate'], Encounter: [], DiagnosticReport: ['effectiveDateTime'], ImagingStudy: ['started'], ServiceRequest: ['authoredOn'],
};

export const localDay = (date = new Date()) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
const dayBefore = (today, days) => new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10);

const listOf = (value) => (Array.isArray(value) ? value : []);
const draftEntries = (request) => listOf(request?.context?.draftOrders?.entry);
export const draftsOf = (request) => draftEntries(request).filter((entry) => typeof entry?.resource?.resourceType === 'string');
export const patientOf = (request) => Object.values(request?.prefetch ?? {}).flatMap(resourcesIn).find(({ resourceType }) => resourceType === 'Patient');

function resourcesIn(value) {
  if (typeof value?.resourceType !== 'string') return [];
  return value.resourceType === 'Bundle' ? listOf(value.entry).map((entry) => entry?.resource).filter((each) => typeof each?.resourceType === 'string') : [value];
}

/** What stands in the chart, with the way to each: `{ key, index, resource }`. */
export function factsOf(request) {
  return Object.entries(request?.prefetch ?? {}).flatMap(([key, value]) => {
    if (value?.resourceType === 'OperationOutcome') return [];
    if (value?.resourceType !== 'Bundle') return resourcesIn(value).map((resource) => ({ key, resource }));
    return listOf(value.entry).flatMap((entry, index) => (typeof entry?.resource?.resourceType === 'string' ? [{ key, index, resource: entry.resource }] : []));
  }).filter(({ resource }) => resource.resourceType !== 'Patient');
}

/** With another resource in place of one of the chart; without it where there is no other. */
export function withFact(request, { key, index }, resource) {
  const prefetch = { ...request.prefetch };
  if (index === undefined) {
    if (resource === undefined) delete prefetch[key];
    else prefetch[key] = resource;
  } else {
    const held = prefetch[key];
    const entry = held.entry.flatMap((each, at) => (at !== index ? [each] : resource === undefined ? [] : [{ ...each, resource }]));
    prefetch[key] = withEntries(held, entry);
  }
  return { ...request, prefetch };
}

/** Other entries: a list that was cut short stays as much too short as it was. */
function withEntries(bundle, entry) {
  return { ...bundle, entry, ...(typeof bundle.total === 'number' && { total: bundle.total + entry.length - listOf(bundle.entry).length }) };
}

/** With a piece of the topic's value sets in the chart: as much of a resource as a code and a day are. */
export function addPiece(request, piece, { reads, today, value, id }) {
  const { resourceType, system, code, title } = piece;
  const concept = { coding: [{ system, code, display: title }], text: title };
  const [, number, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*(\S*)\s*$/.exec(value ?? '') ?? [];
  const resource = {
    resourceType, id, subject: { reference: `Patient/${request.context.patientId}` },
    ...{
      Condition: { clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }] }, code: concept, onsetDateTime: today, recordedDate: today },
      Observation: { status: 'final', code: concept, effectiveDateTime: today, ...(number === undefined ? {} : { valueQuantity: { value: Number(number), ...(unit !== '' && { unit, system: 'http://unitsofmeasure.org', code: unit }) } }) },
      Procedure: { status: 'completed', code: concept, performedDateTime: today },
      MedicationRequest: { status: 'active', intent: 'order', medicationCodeableConcept: concept, authoredOn: today },
      AllergyIntolerance: { clinicalStatus: { coding: [{ code: 'active' }] }, code: concept, patient: { reference: `Patient/${request.context.patientId}` }, recordedDate: today },
      Device: { status: 'active', type: concept, patient: { reference: `Patient/${request.context.patientId}` } },
    }[resourceType],
  };
  // A list that failed or was not sent stays so: a piece beside it does not make it a list that was read.
  const isList = (held) => held?.resourceType === 'Bundle' && (held.entry === undefined || Array.isArray(held.entry));
  const key = reads.find((read) => read.resourceType === resourceType && isList(request.prefetch?.[read.id]))?.id;
  const added = key === undefined ? { resourceType: 'Bundle', type: 'collection', entry: [{ resource }] } : withEntries(request.prefetch[key], [...listOf(request.prefetch[key].entry), { resource }]);
  return { ...request, prefetch: { ...request.prefetch, [key ?? `other-${id}`]: added } };
}

export function daysAgo(resource, today) {
  const [first] = (DATES[resource.resourceType] ?? []).map((name) => resource[name]).filter((date) => typeof date === 'string' && /^\d{4}-\d\d-\d\d/.test(date));
  return first === undefined ? undefined : Math.round((Date.parse(today) - Date.parse(first.slice(0, 10))) / DAY_MS);
}

/** Moved to so many days before today; all dates that stood with the first go with it. */
export function atDaysAgo(resource, days, today) {
  const names = (DATES[resource.resourceType] ?? []).filter((name) => resource[name] !== undefined);
  return { ...resource, ...Object.fromEntries((names.length > 0 ? names : DATES[resource.resourceType] ?? []).map((name) => [name, dayBefore(today, days)])) };
}

export function ageOf(patient, today) {
  const birth = patient?.birthDate;
  if (typeof birth !== 'string' || !/^\d{4}/.test(birth)) return undefined;
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (birth.length === 10 && birth.slice(5) > today.slice(5) ? 1 : 0);
}

export function withAge(request, age, today) {
  const [key, patient] = Object.entries(request.prefetch ?? {}).find(([, value]) => value?.resourceType === 'Patient') ?? [];
  if (key === undefined) return request;
  const birthDate = typeof patient.birthDate === 'string' ? patient.birthDate : today;
  const hasHadBirthday = !(birthDate.length === 10 && birthDate.slice(5) > today.slice(5));
  return { ...request, prefetch: { ...request.prefetch, [key]: { ...patient, birthDate: `${Number(today.slice(0, 4)) - age - (hasHadBirthday ? 0 : 1)}${birthDate.slice(4)}` } } };
}

/** With other draft orders; in order-select those of the basket that can be judged are selected. */
export function withDrafts(request, entries) {
  const { selections, ...context } = request.context;
  const selected = entries.map((entry) => entry?.resource).filter((resource) => /^(Service|Procedure)Request$/.test(resource?.resourceType)).map(({ resourceType, id }) => `${resourceType}/${id}`);
  return { ...request, context: { ...context, ...(request.hook === 'order-select' && { selections: selected }), draftOrders: { ...context.draftOrders, resourceType: 'Bundle', entry: entries } } };
}

/** Where the basket is no list, the hook alone is another: the service says what is wrong with the rest. */
export const withHook = (request, hook) => (Array.isArray(request?.context?.draftOrders?.entry) ? withDrafts({ ...request, hook }, draftEntries(request)) : typeof request === 'object' && request !== null ? { ...request, hook } : request);

/** What somebody pasted as a request: `{ request }` or `{ fault }`. A Bundle becomes the chart of its patient, with its drafts or the study chosen. Nobody knows what else was asked for, so a read it has nothing of was not sent, but for a `isWhole` chart; one that goes on elsewhere is a part. */
export function fromPasted(pasted, { reads, study, newId, isWhole = false }) {
  if (typeof pasted !== 'object' || pasted === null || Array.isArray(pasted)) return { fault: { id: 'neither' } };
  if (pasted.resourceType === undefined) return { request: pasted };
  if (pasted.resourceType !== 'Bundle') return { fault: { id: 'type', type: String(pasted.resourceType) } };
  const resources = resourcesIn(pasted);
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (patient === undefined) return { fault: { id: 'noPatient' } };
  const id = String(patient.id ?? 'pasted');
  const isDraft = ({ resourceType, status }) => resourceType === 'ServiceRequest' && status === 'draft';
  const drafts = resources.filter(isDraft);
  const orders = drafts.length > 0 ? drafts : [{ resourceType: 'ServiceRequest', id: newId(), status: 'draft', intent: 'order', subject: { reference: `Patient/${id}` }, code: { coding: [study.coding], text: study.coding.display } }];
  const next = listOf(pasted.link).filter((link) => link?.relation === 'next');
  const isCutShort = typeof pasted.total === 'number' && pasted.total > listOf(pasted.entry).length;
  const prefetch = {};
  for (const { id: key, resourceType } of reads) {
    const own = resources.filter((resource) => resource.resourceType === resourceType && !isDraft(resource));
    if (resourceType === 'Patient') prefetch[key] = patient;
    else if (own.length > 0 || isWhole) prefetch[key] = { resourceType: 'Bundle', type: 'searchset', ...(next.length === 0 && { total: own.length }), ...(isCutShort && { total: pasted.total }), ...(next.length > 0 && { link: next }), entry: own.map((resource) => ({ resource })) };
  }
  return { request: withDrafts({ hook: 'order-select', hookInstance: newId(), context: { userId: 'Practitioner/d', patientId: id, draftOrders: { resourceType: 'Bundle', type: 'collection' } }, prefetch }, orders.map((resource) => ({ resource }))) };
}
