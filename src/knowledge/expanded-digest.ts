/** Of what an expansion is one. */
import type { ExpansionFile } from './topic-files.ts';

/** FHIR has no place for it, so it is an extension of the expansion. */
export const COMPOSE_DIGEST = 'http://backstop.example.org/fhir/StructureDefinition/expanded-compose';

/** `undefined` for an expansion that was written by hand. */
export function expandedDigest({ extension = [] }: ExpansionFile): string | undefined {
  return extension.find(({ url }) => url === COMPOSE_DIGEST)?.valueString;
}
