/** What the report says of the inputs: which files were read how far, and which types may be relied on. */
import { basename } from 'node:path';
import type { Inputs } from './list-inputs.ts';
import { ANY_TYPE } from './load-inputs.ts';
import { nameInput } from './name-input.ts';
import type { WorkFile, WorkRow } from './open-work-file.ts';
import type { ReadTypes } from './read-types.ts';
import type { InputPart } from './report.ts';
import type { TypeStates } from './settle-types.ts';

const ALONE = 'was read of files of one resource each: whether these are all cannot be told (--complete).';

export function inputPart(work: Pick<WorkFile, 'all'>, { passedOver }: Pick<Inputs, 'passedOver'>, { ofPatient }: ReadTypes, { given }: TypeStates, complete: readonly string[]): InputPart {
  const short = new Map(work.all('SELECT type, why FROM short').map(({ type, why }) => [String(type), String(why)]));
  // Read of files of one resource each alone: how many of these there should be nobody says.
  const alone = new Set(work.all('SELECT DISTINCT type FROM types').map(({ type }) => String(type)));
  const types = [...ofPatient].sort().map((type) => {
    const isClaimed = given.has(type) || complete.includes(type);
    const why = short.get(type) ?? (isClaimed || alone.has(type) ? short.get(ANY_TYPE) : undefined) ?? (alone.has(type) && !isClaimed ? ALONE : undefined);
    return { type, state: why !== undefined ? 'short' as const : given.has(type) ? 'whole' as const : isClaimed ? 'said-whole' as const : 'not-given' as const, ...(why !== undefined && { why }) };
  });
  return {
    problems: countProblems(work) + types.filter(({ why }) => why === ALONE).length,
    files: inputFiles(work).map(({ name, resources, bad, fault }, index) => ({ name: nameInput(basename(String(name)), index + 1), resources: Number(resources), unreadLines: Number(bad), ...(typeof fault === 'string' && { fault }) })),
    passedOver: passedOver.map(({ shown, why }) => ({ name: shown, why })),
    types,
  };
}

/** Things that were wrong with the inputs, and types that something may be missing of for other reasons. */
export function countProblems(work: Pick<WorkFile, 'all'>): number {
  const [problems] = work.all('SELECT (SELECT count(*) FROM problems) + (SELECT count(*) FROM short) AS n');
  return Number(problems!['n']);
}

/** In the order in which they are counted. */
export function inputFiles(work: Pick<WorkFile, 'all'>): readonly WorkRow[] {
  return [...work.all('SELECT name, resources, bad, fault FROM files')].sort((one, other) => (String(one['name']) < String(other['name']) ? -1 : 1));
}
