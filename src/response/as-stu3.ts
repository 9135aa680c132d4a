/** Drafts for a client whose orders are STU3: all resources of one call are of one FHIR version (CTX-10). */
import type { Resource } from '../decision/chart.ts';
import { list, member } from '../decision/concept.ts';

/** An R4 draft as STU3 writes it: ProcedureRequest, `context`, `requester.agent`, doses in the dosage itself, instructions as a note. */
export function asStu3(draft: Resource): Resource {
  const { resourceType, encounter, requester, category, dosageInstruction, patientInstruction, note, ...rest } = draft;
  const notes = [...list(note), ...(typeof patientInstruction === 'string' ? [{ text: patientInstruction }] : [])];
  const isDrug = resourceType === 'MedicationRequest';
  return {
    resourceType: resourceType === 'ServiceRequest' ? 'ProcedureRequest' : resourceType,
    ...rest,
    ...(category !== undefined && { category: isDrug ? list(category)[0] : category }),
    ...(encounter !== undefined && { context: encounter }),
    ...(requester !== undefined && { requester: member(requester, 'agent') === undefined ? { agent: requester } : requester }),
    ...(dosageInstruction !== undefined && { dosageInstruction: list(dosageInstruction).map(flatDosage) }),
    ...(notes.length > 0 && { note: notes }),
  };
}

/** R4 moved the first dose and rate one level down (Dosage.doseAndRate). */
function flatDosage(dosage: unknown): unknown {
  const { doseAndRate, ...rest } = dosage as Readonly<Record<string, unknown>>;
  const { type: _, ...dose } = (list(doseAndRate)[0] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...rest, ...dose };
}
