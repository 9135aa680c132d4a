/** Writes R4 resources as other FHIR versions do: the way back from what the service does. */
import type { Resource } from '../../src/decision/chart.ts';

export type Version = 'DSTU2' | 'STU3' | 'R4' | 'R5';
type Elements = Record<string, unknown>;

/** The resource as a server of that version would send it. */
export function writtenIn(version: Version, resource: Resource): Resource {
  if (version === 'R4') return resource;
  const copy = structuredClone(resource) as Elements & Resource;
  if (version === 'R5') toR5(copy);
  else toOlder(copy, version);
  return copy;
}

function rename(elements: Elements, from: string, to: string, change: (value: unknown) => unknown = (value) => value): void {
  if (elements[from] === undefined) return;
  const value = change(elements[from]);
  delete elements[from];
  if (value !== undefined) elements[to] = value;
}

const codeOf = (concept: unknown): unknown => (concept as { coding?: { code?: string }[] }).coding?.[0]?.code ?? concept;
const firstOf = (items: unknown): unknown => (Array.isArray(items) ? items[0] : items);
const textOf = (notes: unknown): unknown => (notes as { text: string }[]).map(({ text }) => text).join('; ');
const isSingle = (items: unknown): boolean => !Array.isArray(items) || items.length < 2;

function toOlder(elements: Elements, version: 'DSTU2' | 'STU3'): void {
  const isOldest = version === 'DSTU2';
  const type = elements['resourceType'];
  for (const element of ['clinicalStatus', 'verificationStatus']) rename(elements, element, element, codeOf);
  if (!isOldest && type !== 'AllergyIntolerance') rename(elements, 'encounter', 'context');
  if (isOldest) rename(elements, 'subject', 'patient');
  switch (type) {
    case 'Condition':
      rename(elements, 'recordedDate', isOldest ? 'dateRecorded' : 'assertedDate');
      if (isOldest) {
        rename(elements, 'onsetAge', 'onsetQuantity');
        if (isSingle(elements['category'])) rename(elements, 'category', 'category', firstOf);
        if (isSingle(elements['note'])) rename(elements, 'note', 'notes', textOf);
      }
      break;
    case 'Observation':
      if (isOldest && isSingle(elements['category'])) rename(elements, 'category', 'category', firstOf);
      if (isSingle(elements['note'])) rename(elements, 'note', isOldest ? 'comments' : 'comment', textOf);
      break;
    case 'Procedure':
      if (elements['status'] === 'not-done') Object.assign(elements, { status: 'completed', [isOldest ? 'notPerformed' : 'notDone']: true });
      if (elements['status'] === 'stopped') elements['status'] = 'aborted';
      break;
    case 'MedicationRequest':
      if (!isOldest) break;
      elements['resourceType'] = 'MedicationOrder';
      rename(elements, 'authoredOn', 'dateWritten');
      if (isSingle(elements['note'])) rename(elements, 'note', 'note', textOf);
      break;
    case 'ServiceRequest':
      elements['resourceType'] = 'ProcedureRequest';
      rename(elements, 'requester', isOldest ? 'orderer' : 'requester', (value) => (isOldest ? value : { agent: value }));
      if (isOldest) rename(elements, 'authoredOn', 'orderedOn');
      if (isOldest && isSingle(elements['reasonCode'])) rename(elements, 'reasonCode', 'reasonCodeableConcept', firstOf);
      if (isOldest && isSingle(elements['reasonReference'])) rename(elements, 'reasonReference', 'reasonReference', firstOf);
      break;
    case 'Encounter':
      rename(elements, 'reasonCode', 'reason');
      break;
    case 'AllergyIntolerance':
      if (isOldest) rename(elements, 'code', 'substance');
      break;
  }
}

function toR5(elements: Elements): void {
  const wrap = (): void => {
    const concepts = ((elements['reasonCode'] ?? []) as unknown[]).map((concept) => ({ concept }));
    const references = ((elements['reasonReference'] ?? []) as unknown[]).map((reference) => ({ reference }));
    delete elements['reasonCode'];
    delete elements['reasonReference'];
    const reason = [...concepts, ...references];
    if (reason.length > 0) elements['reason'] = elements['resourceType'] === 'Encounter' ? [{ value: reason }] : reason;
  };
  switch (elements['resourceType']) {
    case 'Procedure':
      for (const choice of ['DateTime', 'Period', 'String', 'Age', 'Range']) rename(elements, `performed${choice}`, `occurrence${choice}`);
      return wrap();
    case 'MedicationRequest':
    case 'MedicationStatement':
      rename(elements, 'medicationCodeableConcept', 'medication', (concept) => ({ concept }));
      rename(elements, 'medicationReference', 'medication', (reference) => ({ reference }));
      if (elements['status'] === 'not-taken') Object.assign(elements, { status: 'recorded', adherence: { code: { coding: [{ code: 'not-taken' }] } } });
      return wrap();
    case 'ServiceRequest':
      rename(elements, 'code', 'code', (concept) => ({ concept }));
      return wrap();
    case 'Encounter':
      rename(elements, 'period', 'actualPeriod');
      if (elements['status'] === 'finished') elements['status'] = 'completed';
      return wrap();
  }
}
