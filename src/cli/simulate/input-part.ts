/** What the report says of the inputs: which files were read how far, and which types may be relied on. */
import { basename } from 'node:path';
import type { Inputs } from './list-inputs.ts';
import { ANY_TYPE } from './load-inputs.ts';
import type { WorkFile } from './open-work-file.ts';
import type { ReadTypes } from './read-types.ts';
import type { InputPart } from './report.ts';
import type { TypeStates } from './settle-types.ts';

const ALONE = 'was read of files of one resource each: whether these are all cannot be told (--complete).';

export function inputPart(work: Pick<WorkFile, 'all'>, { passedOver }: Pick<Inputs, 'passedOver'>, { ofPatient }: ReadTypes, { given }: TypeStates, complete: readonly string[]): InputPart {
  const short = new Map(work.all('SELECT type, why FROM short').map(({ type, why }) => [String(type), String(why)]));
  // Read of files of one resource each alone: how many of these there should be nobody says.
  const alone = new Set(work.all('SELECT DISTINCT type FROM types').map(({ type }) => String(type)));
  return {
    files: work.all('SELECT name, resources, bad, fault FROM files ORDER BY name').map(({ name, resources, bad, fault }) => ({ name: basename(String(name)), resources: Number(resources), unreadLines: Number(bad), ...(typeof fault === 'string' && { fault }) })),
    passedOver: passedOver.map(({ name, why }) => ({ name, why })),
    types: [...ofPatient].sort().map((type) => {
      const isClaimed = given.has(type) || complete.includes(type);
      const why = short.get(type) ?? (isClaimed || alone.has(type) ? short.get(ANY_TYPE) : undefined) ?? (alone.has(type) && !isClaimed ? ALONE : undefined);
      return { type, state: why !== undefined ? 'short' as const : given.has(type) ? 'whole' as const : isClaimed ? 'said-whole' as const : 'not-given' as const, ...(why !== undefined && { why }) };
    }),
  };
}
