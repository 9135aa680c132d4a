/** DiagnosticReport: what DSTU2 and STU3 call `codedDiagnosis` is R4's `conclusionCode`, and R5's list of CodeableReferences. */
import type { Form } from './form.ts';

export const diagnosticReport: Form = {
  type: 'DiagnosticReport',
  elements: { code: 'concept', category: 'concepts', conclusionCode: 'concepts', extension: 'objects' },
  renamed: { patient: 'subject', context: 'encounter', codedDiagnosis: 'conclusionCode' },
};
