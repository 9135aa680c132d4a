/** ServiceRequest: called ProcedureRequest in DSTU2 and STU3, with CodeableReferences in R5. */
import { list, member } from '../../decision/concept.ts';
import { conceptsIn, isObject, referencesIn } from './element.ts';
import { always, isAmong, type Edit, type Form } from './form.ts';

/** Statuses of STU3 (RequestStatus) and DSTU2 (ProcedureRequestStatus) as R4 has them. */
const STATUS_IN_R4: Readonly<Record<string, string>> = {
  suspended: 'on-hold', cancelled: 'revoked', rejected: 'revoked', aborted: 'revoked',
  proposed: 'draft', requested: 'active', received: 'active', accepted: 'active', 'in-progress': 'active',
};

export const serviceRequest: Form = {
  type: 'ServiceRequest',
  elements: {
    code: 'concept', category: 'concepts', bodySite: 'concepts', orderDetail: 'concepts', reasonCode: 'concepts', reasonReference: 'objects',
    note: 'notes', supportingInfo: 'objects', extension: 'objects', contained: 'objects',
  },
  renamed: {
    context: 'encounter', notes: 'note', orderedOn: 'authoredOn', orderer: 'requester', reasonCodeableConcept: 'reasonCode',
    scheduledDateTime: 'occurrenceDateTime', scheduledPeriod: 'occurrencePeriod', scheduledTiming: 'occurrenceTiming',
  },
  oddities: { status: isAmong(STATUS_IN_R4), reason: always, requester: always, orderDetail: always },
  adjust,
};

function adjust(edit: Edit): void {
  const status = edit.get('status');
  if (typeof status === 'string' && Object.hasOwn(STATUS_IN_R4, status)) edit.set('status', STATUS_IN_R4[status]);
  const agent = member(edit.get('requester'), 'agent');
  if (isObject(agent)) edit.set('requester', agent);
  const reason = edit.get('reason');
  if (reason !== undefined && edit.get('reasonCode') === undefined) edit.set('reasonCode', conceptsIn(reason));
  if (reason !== undefined && edit.get('reasonReference') === undefined) edit.set('reasonReference', referencesIn(reason));
  const details = list(edit.get('orderDetail'));
  if (details.some((detail) => member(detail, 'parameter') !== undefined)) edit.set('orderDetail', details.flatMap(fromParameters));
}

/** R5 ServiceRequest.orderDetail is a list of parameters; their values say what R4's concepts say. */
function fromParameters(detail: unknown): readonly unknown[] {
  const parameters = list(member(detail, 'parameter'));
  if (parameters.length === 0) return [detail];
  return parameters.flatMap((parameter) => {
    const concept = member(parameter, 'valueCodeableConcept');
    const text = member(parameter, 'valueString');
    return isObject(concept) ? [concept] : typeof text === 'string' ? [{ text }] : [];
  });
}
