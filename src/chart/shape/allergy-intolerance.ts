/** AllergyIntolerance: DSTU2 names a substance and has one status for two things. */
import { statusCode } from '../../decision/concept.ts';
import { always, type Edit, type Form } from './form.ts';

export const allergyIntolerance: Form = {
  type: 'AllergyIntolerance',
  elements: { code: 'concept', clinicalStatus: 'status', verificationStatus: 'status', reaction: 'objects', note: 'notes', extension: 'objects' },
  renamed: { substance: 'code', subject: 'patient', assertedDate: 'recordedDate' },
  oddities: { status: always, category: (value) => typeof value === 'string' },
  adjust,
};

const CLINICAL = ['active', 'inactive', 'resolved'];
const VERIFICATION = ['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'];

function adjust(edit: Edit): void {
  const category = edit.get('category');
  if (typeof category === 'string') edit.set('category', [category]);
  const status = statusCode(edit.get('status'));
  if (status === undefined) return;
  if (CLINICAL.includes(status) && edit.get('clinicalStatus') === undefined) edit.set('clinicalStatus', { coding: [{ code: status }] });
  if (VERIFICATION.includes(status) && edit.get('verificationStatus') === undefined) edit.set('verificationStatus', { coding: [{ code: status }] });
}
