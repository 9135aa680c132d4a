/** Encounter: `reason` was a list of concepts before R4 and is a list of CodeableReferences in R5; R5 renamed the period. */
import { list, member } from '../../decision/concept.ts';
import { conceptsIn, isObject, referencesIn } from './element.ts';
import { always, isAmong, type Edit, type Form } from './form.ts';

const STATUS_IN_R4: Readonly<Record<string, string>> = { discharged: 'finished', completed: 'finished', 'on-hold': 'onleave', discontinued: 'cancelled' };

export const encounter: Form = {
  type: 'Encounter',
  elements: { type: 'concepts', reasonCode: 'concepts', reasonReference: 'objects', diagnosis: 'objects', location: 'objects', participant: 'objects', extension: 'objects' },
  renamed: { patient: 'subject', actualPeriod: 'period', indication: 'reasonReference' },
  oddities: { reason: always, status: isAmong(STATUS_IN_R4) },
  adjust,
};

function adjust(edit: Edit): void {
  const status = edit.get('status');
  if (typeof status === 'string' && Object.hasOwn(STATUS_IN_R4, status)) edit.set('status', STATUS_IN_R4[status]);
  const reasons = list(edit.get('reason'));
  if (reasons.length === 0) return;
  const values = reasons.flatMap((reason) => list(member(reason, 'value')));
  const concepts = values.length > 0 ? conceptsIn(values) : reasons.filter(isObject);
  if (edit.get('reasonCode') === undefined) edit.set('reasonCode', concepts);
  if (edit.get('reasonReference') === undefined) edit.set('reasonReference', referencesIn(values));
}
