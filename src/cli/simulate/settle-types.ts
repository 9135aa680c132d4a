/** Which types were read to their end, once every file has been read: what one may rely on is settled here, and never on the safe side of a doubt. */
import { dropMoved } from './drop-moved.ts';
import type { Inputs } from './list-inputs.ts';
import { ANY_TYPE } from './load-inputs.ts';
import type { WorkFile } from './open-work-file.ts';
import { missingOf } from './read-manifest.ts';
import { numberingGaps } from './numbering-gaps.ts';
import type { ReadTypes } from './read-types.ts';
import { typeNamed } from './type-named.ts';

/** In the table of what the work file says about itself. */
export const GIVEN = 'given';

/** How far the types got: `given` are those a file was read of, `short` those of which something may be missing, `*` any. */
export interface TypeStates {
  readonly given: ReadonlySet<string>;
  readonly short: ReadonlySet<string>;
}

/** Writes it down, with the reasons: one that goes on where it was finds it settled. */
export function settleTypes(work: WorkFile, { files, passedOver }: Inputs, { ofPatient }: ReadTypes): TypeStates {
  const [before] = work.all('SELECT value FROM about WHERE name = ?', GIVEN);
  if (before !== undefined) return { given: new Set(JSON.parse(String(before['value'])) as readonly string[]), short: shortTypes(work) };
  const isAsked = (type: string): boolean => ofPatient.has(type);
  const short = (type: string, why: string): void => work.run('INSERT OR IGNORE INTO short VALUES (?, ?)', type, why);
  const given = new Set<string>();
  work.together(() => {
    dropMoved(work);
    for (const { path, name, shown, kind } of files) {
      const [state] = work.all('SELECT resources, bad, fault FROM files WHERE name = ?', path);
      const seen = work.all('SELECT type FROM types WHERE file = ?', path).map(({ type }) => String(type));
      // A document is what it says, whatever it is called; one that cannot be read could be anything.
      const named = kind === 'json' ? undefined : typeNamed(name, isAsked);
      const types = [...new Set([...seen, ...(named === undefined ? [] : [named])])];
      if (kind === 'ndjson') for (const type of types) given.add(type);
      const why = reasonOf(state!, kind);
      if (why === undefined && named !== undefined && !seen.includes(named)) short(named, `${shown}: holds none of ${named}: what was meant cannot be told.`);
      if (why === undefined) continue;
      for (const type of named === undefined ? [...types, ANY_TYPE] : types) short(type, `${shown}: ${why}`);
    }
    for (const { name, shown, why, isHarmless } of passedOver) if (!isHarmless || typeNamed(name, isAsked) !== undefined) short(typeNamed(name, isAsked) ?? ANY_TYPE, `${shown}: ${why}`);
    for (const { type, why } of [...missingOf(work, files), ...numberingGaps(files, isAsked)]) short(type, why);
    noteUnknownPatients(given, work, short);
    work.run('INSERT OR REPLACE INTO about VALUES (?, ?)', GIVEN, JSON.stringify([...given]));
  });
  return { given, short: shortTypes(work) };
}

function shortTypes(work: WorkFile): ReadonlySet<string> {
  return new Set(work.all('SELECT type FROM short').map(({ type }) => String(type)));
}

function reasonOf({ resources, bad, fault }: Readonly<Record<string, unknown>>, kind: 'ndjson' | 'json'): string | undefined {
  if (typeof fault === 'string') return fault;
  if (Number(bad) > 0) return kind === 'json' ? 'cannot be read.' : `lines that cannot be read: ${String(bad)}.`;
  return resources === 0 ? 'is empty: whether there is nothing, or it was not written, cannot be told.' : undefined;
}

/** What belongs to a Patient that was not among those read could be anybody's: a mistyped id, a merged record. */
function noteUnknownPatients(given: ReadonlySet<string>, work: WorkFile, short: (type: string, why: string) => void): void {
  for (const { type } of work.all('SELECT DISTINCT type FROM strays WHERE patient NOT IN (SELECT id FROM patients)')) {
    short(String(type), `${String(type)} in a Bundle names a Patient that is not among those read: it could be anybody's.`);
  }
  if (!given.has('Patient')) return;
  for (const { type, n } of work.all('SELECT type, count(*) AS n FROM resources WHERE in_bundle = 0 AND patient NOT IN (SELECT id FROM patients) GROUP BY type')) {
    short(String(type), `${String(n)} of ${String(type)} belong to a Patient that is not among those read: they could be anybody's.`);
  }
}
