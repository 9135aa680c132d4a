/** Medications ordered, taken, dispensed and given: other type names in DSTU2 and R5, other words for "not taken", R5's CodeableReference. */
import { member, statusCode } from '../../decision/concept.ts';
import { conceptsIn, isObject, referencesIn } from './element.ts';
import { always, type Edit, type ElementKind, type Form } from './form.ts';

const elements: Readonly<Record<string, ElementKind>> = {
  medicationCodeableConcept: 'concept', category: 'concepts', reasonCode: 'concepts', reasonReference: 'objects',
  dosageInstruction: 'objects', note: 'notes', extension: 'objects',
};
const renamed = { patient: 'subject', context: 'encounter', reasonCodeableConcept: 'reasonCode' };
const oddities = { medication: always, reason: always, wasNotTaken: always, wasNotGiven: always, notGiven: always, taken: always, adherence: always };

/** R4 MedicationRequest; DSTU2 MedicationOrder. */
export const medicationRequest: Form = {
  type: 'MedicationRequest', elements, renamed: { ...renamed, dateWritten: 'authoredOn', prescriber: 'requester' }, oddities, adjust,
};

/** R4 MedicationStatement; MedicationUsage in R5 drafts. */
export const medicationStatement: Form = {
  type: 'MedicationStatement', elements: { ...elements, category: 'concept', dosage: 'objects' },
  renamed: { ...renamed, reasonForUseCodeableConcept: 'reasonCode', reasonForUseReference: 'reasonReference' }, oddities, adjust,
};

export const medicationDispense: Form = { type: 'MedicationDispense', elements: { ...elements, category: 'concept' }, renamed, oddities, adjust };

/** R5 spells the element `occurence`. */
export const medicationAdministration: Form = {
  type: 'MedicationAdministration', elements: { ...elements, category: 'concept' },
  renamed: {
    ...renamed, effectiveTimeDateTime: 'effectiveDateTime', effectiveTimePeriod: 'effectivePeriod',
    occurenceDateTime: 'effectiveDateTime', occurencePeriod: 'effectivePeriod', occurrenceDateTime: 'effectiveDateTime', occurrencePeriod: 'effectivePeriod',
  },
  oddities, adjust,
};

function adjust(edit: Edit): void {
  const medication = edit.get('medication');
  const concept = member(medication, 'concept');
  const reference = member(medication, 'reference');
  if (isObject(concept) && edit.get('medicationCodeableConcept') === undefined) edit.set('medicationCodeableConcept', concept);
  if (isObject(reference) && edit.get('medicationReference') === undefined) edit.set('medicationReference', reference);
  const reason = edit.get('reason');
  if (reason !== undefined && edit.get('reasonCode') === undefined) edit.set('reasonCode', conceptsIn(reason));
  if (reason !== undefined && edit.get('reasonReference') === undefined) edit.set('reasonReference', referencesIn(reason));
  if (isRefused(edit)) edit.set('status', edit.get('resourceType') === 'MedicationAdministration' ? 'not-done' : 'not-taken');
}

/** "Not taken" was an element of its own before R4 and is one again in R5; in R4 it is a status. */
function isRefused(edit: Edit): boolean {
  if (['wasNotTaken', 'wasNotGiven', 'notGiven'].some((element) => edit.get(element) === true)) return true;
  return edit.get('taken') === 'n' || statusCode(member(edit.get('adherence'), 'code')) === 'not-taken';
}
