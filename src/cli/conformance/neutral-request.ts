/** A call for a service that nobody gave a request for: a patient with nothing on file and an order without a code, so that nothing depends on medicine. */
import { hookFields, type HookField } from './hook-fields.ts';
import type { Json } from './json.ts';
import { fillTemplate, parseTemplate } from './parse-template.ts';

export interface Described {
  readonly id: string;
  readonly hook: string;
  readonly prefetch: Readonly<Record<string, string>>;
}

const PATIENT = 'conformance-patient';
const ORDER = { resourceType: 'ServiceRequest', id: 'conformance-order', status: 'draft', intent: 'order', subject: { reference: `Patient/${PATIENT}` }, code: { text: 'A study for a conformance check' } };
const APPOINTMENT = { resourceType: 'Appointment', id: 'conformance-appointment', status: 'proposed', participant: [{ actor: { reference: `Patient/${PATIENT}` }, status: 'tentative' }] };

/** The body without a hookInstance; undefined for a hook that is not in the library. */
export function neutralRequest({ hook, prefetch }: Described): Json | undefined {
  const fields = hookFields[hook];
  if (fields === undefined) return undefined;
  const context = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
  const filled = Object.entries(prefetch).flatMap(([key, template]) => {
    const path = fillTemplate(template, context);
    return path === undefined ? [] : [[key, neutralValue(template, path)] as const];
  });
  return { hook, context, ...(filled.length > 0 && { prefetch: Object.fromEntries(filled) }) };
}

function valueOf({ name, kind }: HookField): unknown {
  switch (kind) {
    case 'user': return 'Practitioner/conformance-user';
    case 'id': return name === 'patientId' ? PATIENT : 'conformance-encounter';
    case 'text': return name === 'performer' ? 'Organization/conformance-performer' : 'ServiceRequest/conformance-order';
    case 'references': return ['ServiceRequest/conformance-order'];
    case 'bundle': return { resourceType: 'Bundle', type: 'collection', entry: [{ resource: name === 'appointments' ? APPOINTMENT : ORDER }] };
    case 'resource': return ORDER;
  }
}

function neutralValue(template: string, path: string): Json {
  const { type = 'Basic', isSearch } = parseTemplate(template);
  if (isSearch) return { resourceType: 'Bundle', type: 'searchset', total: 0 };
  const id = path.split('/')[1] ?? 'conformance';
  return { resourceType: type, id, ...(type === 'Patient' && { gender: 'unknown', birthDate: '1980-01-01' }) };
}
