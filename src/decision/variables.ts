/** What criteria may name with `%`: facts, findings, the order, the patient, the day. */
export type Variables = Readonly<Record<string, unknown>>;
