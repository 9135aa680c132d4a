/** Changes to a hook request, as pure functions: the request is the one thing that is true on this page. */

const DAY_MS = 86_400_000;
/** Where each type says when. */
const DATES = {
  Condition: ['onsetDateTime', 'recordedDate'], Observation: ['effectiveDateTime'], Procedure: ['performedDateTime'], MedicationRequest: ['authoredOn'], MedicationStatement: ['effectiveDateTime'],
  AllergyIntolerance: ['recordedDate'], Encounter: [], DiagnosticReport: ['effectiveDateTime'], ImagingStudy: ['started'], ServiceRequest: ['authoredOn'],
};

export const localDay = (date = new Date()) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
const dayBefore = (today, days) => new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10);

export const draftsOf = (request) => (request?.context?.draftOrders?.entry ?? []).filter((entry) => typeof entry?.resource?.resourceType === 'string');
export const patientOf = (request) => Object.values(request?.prefetch ?? {}).flatMap(resourcesIn).find(({ resourceType }) => resourceType === 'Patient');

function resourcesIn(value) {
  if (typeof value?.resourceType !== 'string') return [];
  return value.resourceType === 'Bundle' ? (Array.isArray(value.entry) ? value.entry : []).map((entry) => entry?.resource).filter((each) => typeof each?.resourceType === 'string') : [value];
}

/** What stands in the chart, with the way to each: `{ key, index, resource }`. */
export function factsOf(request) {
  return Object.entries(request?.prefetch ?? {}).flatMap(([key, value]) => {
    if (value?.resourceType === 'OperationOutcome') return [];
    if (value?.resourceType !== 'Bundle') return resourcesIn(value).map((resource) => ({ key, resource }));
    return (Array.isArray(value.entry) ? value.entry : []).flatMap((entry, index) => (typeof entry?.resource?.resourceType === 'string' ? [{ key, index, resource: entry.resource }] : []));
  }).filter(({ resource }) => resource.resourceType !== 'Patient');
}

/** With another resource in place of one of the chart; without it where there is no other. */
export function withFact(request, { key, index }, resource) {
  const prefetch = { ...request.prefetch };
  if (index === undefined) {
    if (resource === undefined) delete prefetch[key];
    else prefetch[key] = resource;
  } else {
    const entry = prefetch[key].entry.flatMap((each, at) => (at !== index ? [each] : resource === undefined ? [] : [{ ...each, resource }]));
    prefetch[key] = { ...prefetch[key], entry, ...('total' in prefetch[key] && { total: entry.length }) };
  }
  return { ...request, prefetch };
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
  const key = reads.find((read) => read.resourceType === resourceType)?.id ?? `other-${id}`;
  const held = request.prefetch?.[key];
  const entry = [...(held?.resourceType === 'Bundle' && Array.isArray(held.entry) ? held.entry : []), { resource }];
  return { ...request, prefetch: { ...request.prefetch, [key]: { resourceType: 'Bundle', type: 'searchset', ...(held?.resourceType === 'Bundle' && held), entry, total: entry.length } } };
}

export function daysAgo(resource, today) {
  const [first] = (DATES[resource.resourceType] ?? []).map((name) => resource[name]).filter((date) => /^\d{4}-\d\d-\d\d/.test(date ?? ''));
  return first === undefined ? undefined : Math.round((Date.parse(today) - Date.parse(first.slice(0, 10))) / DAY_MS);
}

/** Moved to so many days before today; all dates that stood with the first go with it. */
export function atDaysAgo(resource, days, today) {
  const names = (DATES[resource.resourceType] ?? []).filter((name) => resource[name] !== undefined);
  return { ...resource, ...Object.fromEntries((names.length > 0 ? names : DATES[resource.resourceType] ?? []).map((name) => [name, dayBefore(today, days)])) };
}

export function ageOf(patient, today) {
  const birth = patient?.birthDate;
  if (!/^\d{4}/.test(birth ?? '')) return undefined;
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (birth.length === 10 && birth.slice(5) > today.slice(5) ? 1 : 0);
}

export function withAge(request, age, today) {
  const [key, patient] = Object.entries(request.prefetch ?? {}).find(([, value]) => value?.resourceType === 'Patient') ?? [];
  if (key === undefined) return request;
  const { birthDate = today } = patient;
  const hasHadBirthday = !(birthDate.length === 10 && birthDate.slice(5) > today.slice(5));
  return { ...request, prefetch: { ...request.prefetch, [key]: { ...patient, birthDate: `${Number(today.slice(0, 4)) - age - (hasHadBirthday ? 0 : 1)}${birthDate.slice(4)}` } } };
}

/** With other draft orders; in order-select those of the basket that can be judged are selected. */
export function withDrafts(request, entries) {
  const { selections, ...context } = request.context;
  const selected = entries.map(({ resource }) => resource).filter(({ resourceType }) => /^(Service|Procedure)Request$/.test(resourceType)).map(({ resourceType, id }) => `${resourceType}/${id}`);
  return { ...request, context: { ...context, ...(request.hook === 'order-select' && { selections: selected }), draftOrders: { ...context.draftOrders, resourceType: 'Bundle', entry: entries } } };
}

export const withHook = (request, hook) => withDrafts({ ...request, hook }, request.context?.draftOrders?.entry ?? []);

/** What somebody pasted as a request: `{ request }` or `{ fault }`. A Bundle becomes the chart of its patient, with its drafts or the study chosen. */
export function fromPasted(pasted, { reads, study, newId }) {
  if (typeof pasted !== 'object' || pasted === null || Array.isArray(pasted)) return { fault: 'This is neither a hook request nor a Bundle.' };
  if (pasted.resourceType === undefined) return { request: pasted };
  if (pasted.resourceType !== 'Bundle') return { fault: `This is a ${pasted.resourceType}. Paste a hook request, or a Bundle with a patient’s chart.` };
  const resources = resourcesIn(pasted);
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (patient === undefined) return { fault: 'There is no Patient in this Bundle.' };
  const id = String(patient.id ?? 'pasted');
  const isDraft = ({ resourceType, status }) => resourceType === 'ServiceRequest' && status === 'draft';
  const drafts = resources.filter(isDraft);
  const orders = drafts.length > 0 ? drafts : [{ resourceType: 'ServiceRequest', id: newId(), status: 'draft', intent: 'order', subject: { reference: `Patient/${id}` }, code: { coding: [study.coding], text: study.coding.display } }];
  const prefetch = { };
  for (const { id: key, resourceType } of reads) {
    const own = resources.filter((resource) => resource.resourceType === resourceType && !isDraft(resource));
    prefetch[key] = resourceType === 'Patient' ? patient : { resourceType: 'Bundle', type: 'searchset', total: own.length, entry: own.map((resource) => ({ resource })) };
  }
  return { request: withDrafts({ hook: 'order-select', hookInstance: newId(), context: { userId: 'Practitioner/d', patientId: id, draftOrders: { resourceType: 'Bundle', type: 'collection' } }, prefetch }, orders.map((resource) => ({ resource }))) };
}
