/** Which parts of a value set need nobody else: codes, and filters that the beginning of a code answers. */
import type { CodeSystemsFile, ValueSetPart } from './topic-files.ts';

/** FHIR R4 ValueSet.compose.include.filter: `concept is-a` on a system whose codes begin with those above them; all else only a terminology server knows. */
export function isEvaluatedHere({ system, filter = [] }: ValueSetPart, { systems }: CodeSystemsFile): boolean {
  if (filter.length === 0) return true;
  return filter.every(({ property, op }) => property === 'concept' && op === 'is-a') && systems.some(({ uri, byPrefix }) => byPrefix && uri === system);
}
