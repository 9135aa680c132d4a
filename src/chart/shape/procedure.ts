/** Procedure: R5 says `occurrence[x]` and `reason`, STU3 `notDone`, DSTU2 `notPerformed` and other statuses. */
import { conceptsIn, referencesIn } from './element.ts';
import { always, isAmong, type Edit, type Form } from './form.ts';

const STATUS_IN_R4: Readonly<Record<string, string>> = { aborted: 'stopped', suspended: 'on-hold' };

export const procedure: Form = {
  type: 'Procedure',
  elements: {
    code: 'concept', category: 'concept', bodySite: 'concepts', outcome: 'concept', reasonCode: 'concepts', reasonReference: 'objects',
    note: 'notes', extension: 'objects',
  },
  renamed: {
    patient: 'subject', context: 'encounter', notes: 'note', reasonCodeableConcept: 'reasonCode',
    occurrenceDateTime: 'performedDateTime', occurrencePeriod: 'performedPeriod', occurrenceString: 'performedString',
    occurrenceAge: 'performedAge', occurrenceRange: 'performedRange',
  },
  oddities: { reason: always, notDone: always, notPerformed: always, status: isAmong(STATUS_IN_R4) },
  adjust,
};

function adjust(edit: Edit): void {
  const reason = edit.get('reason');
  if (reason !== undefined && edit.get('reasonCode') === undefined) edit.set('reasonCode', conceptsIn(reason));
  if (reason !== undefined && edit.get('reasonReference') === undefined) edit.set('reasonReference', referencesIn(reason));
  const status = edit.get('status');
  if (edit.get('notDone') === true || edit.get('notPerformed') === true) edit.set('status', 'not-done');
  else if (typeof status === 'string' && Object.hasOwn(STATUS_IN_R4, status)) edit.set('status', STATUS_IN_R4[status]);
}
