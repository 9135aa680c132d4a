/** What the hooks of the HL7 library hold in `context`. */

export interface HookField {
  readonly name: string;
  readonly kind: 'user' | 'id' | 'text' | 'bundle' | 'references' | 'resource';
  readonly isRequired: boolean;
  /** Whether a prefetch template may name it. */
  readonly isToken: boolean;
}

const user: HookField = { name: 'userId', kind: 'user', isRequired: true, isToken: true };
const patient: HookField = { name: 'patientId', kind: 'id', isRequired: true, isToken: true };
const encounter: HookField = { name: 'encounterId', kind: 'id', isRequired: false, isToken: true };
const drafts: HookField = { name: 'draftOrders', kind: 'bundle', isRequired: true, isToken: false };

/** By hook; a hook that is not here is known only to those who made it. */
export const hookFields: Readonly<Record<string, readonly HookField[]>> = {
  'patient-view': [user, patient, encounter],
  'order-select': [user, patient, encounter, { name: 'selections', kind: 'references', isRequired: true, isToken: false }, drafts],
  'order-sign': [user, patient, encounter, drafts],
  'encounter-start': [user, patient, { ...encounter, isRequired: true }],
  'encounter-discharge': [user, patient, { ...encounter, isRequired: true }],
  'appointment-book': [user, patient, encounter, { name: 'appointments', kind: 'bundle', isRequired: true, isToken: false }],
  'order-dispatch': [patient, { name: 'order', kind: 'text', isRequired: false, isToken: true }, { name: 'dispatchedOrders', kind: 'references', isRequired: false, isToken: false }, { name: 'performer', kind: 'text', isRequired: true, isToken: true }],
};
