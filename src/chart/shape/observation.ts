/** Observation: DSTU2 has one category and `comments`, STU3 `comment` and `context`. */
import type { Form } from './form.ts';

export const observation: Form = {
  type: 'Observation',
  elements: {
    code: 'concept', category: 'concepts', bodySite: 'concept', interpretation: 'concepts', valueCodeableConcept: 'concept', dataAbsentReason: 'concept',
    component: 'objects', referenceRange: 'objects', note: 'notes', extension: 'objects',
  },
  renamed: { patient: 'subject', context: 'encounter', comment: 'note', comments: 'note' },
};
