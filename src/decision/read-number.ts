/** The number an Observation reports, whichever value element holds it (FHIR R4 Observation.value[x]). */
import type { Resource } from './chart.ts';
import { member } from './concept.ts';

/** A quantity's value, an integer, or the first number of a text ("4/5", "4-/5", "> 200"); `undefined` where there is none. */
export function readNumber(observation: Resource): number | undefined {
  const written = [member(observation['valueQuantity'], 'value'), observation['valueInteger'], observation['valueString'], member(observation['valueCodeableConcept'], 'text'), firstDisplay(observation['valueCodeableConcept'])];
  return written.map(numberIn).find((number) => number !== undefined);
}

/** A number as such, or the first one in a text. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /-?\d+(?:\.\d+)?/.exec(value);
  return match === null ? undefined : Number(match[0]);
}

function firstDisplay(concept: unknown): unknown {
  const coding = member(concept, 'coding');
  return Array.isArray(coding) ? member(coding[0], 'display') : undefined;
}
