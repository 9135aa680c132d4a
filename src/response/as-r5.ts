/** Drafts for a client whose orders are R5: all resources of one call are of one FHIR version (CTX-10). */
import type { Resource } from '../decision/chart.ts';
import { list } from '../decision/concept.ts';

type Elements = Readonly<Record<string, unknown>>;

/** An R4 draft as R5 writes it: concepts and references of reasons in one list, codes and drugs wrapped, instructions and payloads in their new places. */
export function asR5(draft: Resource): Resource {
  const { resourceType, id, reasonCode, reasonReference, code, medicationCodeableConcept, patientInstruction, payload, dosageInstruction, sender, ...rest } = draft;
  const reason = [...list(reasonCode).map((concept) => ({ concept })), ...list(reasonReference).map((reference) => ({ reference }))];
  return {
    resourceType, ...(id !== undefined && { id }), ...rest,
    ...(code !== undefined && { code: wrapped(code) }),
    ...(medicationCodeableConcept !== undefined && { medication: { concept: medicationCodeableConcept } }),
    ...(reason.length > 0 && { reason }),
    ...(patientInstruction !== undefined && { patientInstruction: [{ instructionMarkdown: patientInstruction }] }),
    ...(payload !== undefined && { payload: list(payload).map(withConcept) }),
    ...(dosageInstruction !== undefined && { dosageInstruction: list(dosageInstruction).map(withAsNeeded) }),
    ...(sender !== undefined && { informationProvider: [sender] }),
  };
}

/** R5 ServiceRequest.code is a CodeableReference. */
export function wrapped(code: unknown): unknown {
  return { concept: code };
}

/** R5 has no plain text in CommunicationRequest.payload. */
function withConcept(part: unknown): unknown {
  const { contentString, ...rest } = part as Elements;
  return contentString === undefined ? rest : { ...rest, contentCodeableConcept: { text: contentString } };
}

/** R5 Dosage: one `asNeeded`, its reasons apart, and a list of maximum doses. */
function withAsNeeded(dosage: unknown): unknown {
  const { asNeededBoolean, asNeededCodeableConcept, maxDosePerPeriod, ...rest } = dosage as Elements;
  return {
    ...rest,
    ...(maxDosePerPeriod !== undefined && { maxDosePerPeriod: [maxDosePerPeriod] }),
    ...(asNeededBoolean !== undefined && { asNeeded: asNeededBoolean }),
    ...(asNeededCodeableConcept !== undefined && { asNeededFor: [asNeededCodeableConcept] }),
  };
}
