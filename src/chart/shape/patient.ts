/** Patient: DSTU2 writes the family name as a list. */
import { list, member } from '../../decision/concept.ts';
import { isObject } from './element.ts';
import { always, type Edit, type Form } from './form.ts';

export const patient: Form = {
  type: 'Patient',
  elements: { name: 'objects', extension: 'objects', communication: 'objects' },
  renamed: {},
  oddities: { name: always },
  adjust,
};

function adjust(edit: Edit): void {
  const names = list(edit.get('name'));
  if (!names.some((name) => Array.isArray(member(name, 'family')))) return;
  edit.set('name', names.filter(isObject).map((name) => (Array.isArray(name['family']) ? { ...name, family: name['family'].join(' ') } : name)));
}
