/** Condition: DSTU2 and STU3 have plain status codes and other names for dates and notes; R5 has none of those. */
import { always, type Edit, type Form } from './form.ts';
import { statusCode } from '../../decision/concept.ts';

export const condition: Form = {
  type: 'Condition',
  elements: {
    code: 'concept', clinicalStatus: 'status', verificationStatus: 'status', severity: 'concept', category: 'concepts', bodySite: 'concepts',
    stage: 'objects', evidence: 'objects', note: 'notes', extension: 'objects',
  },
  renamed: {
    patient: 'subject', context: 'encounter', dateRecorded: 'recordedDate', assertedDate: 'recordedDate', notes: 'note',
    onsetQuantity: 'onsetAge', abatementQuantity: 'abatementAge',
  },
  oddities: { verificationStatus: isUnknown, abatementBoolean: always },
  adjust,
};

/**
 * DSTU2 and STU3 know the verification status `unknown`; R4's nearest is `unconfirmed`, which never makes a problem more certain than it was.
 * `abatementBoolean: true` says that the problem is over, without a day (DSTU2, STU3 Condition.abatement[x]).
 */
function adjust(edit: Edit): void {
  if (isUnknown(edit.get('verificationStatus'))) edit.set('verificationStatus', { coding: [{ code: 'unconfirmed' }] });
  const isOver = edit.get('abatementBoolean');
  if (isOver === undefined) return;
  edit.set('abatementBoolean', undefined);
  if (isOver === true && edit.get('clinicalStatus') === undefined) edit.set('clinicalStatus', { coding: [{ code: 'resolved' }] });
}

function isUnknown(status: unknown): boolean {
  return statusCode(status) === 'unknown';
}
