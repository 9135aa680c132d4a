/** What the manifest of an export names and was not given (FHIR Bulk Data Access, Response - Complete Status). */
import { list, member } from '../../decision/concept.ts';
import { r4TypeOf } from '../../chart/shape/to-r4.ts';
import type { InputFile } from './list-inputs.ts';
import type { WorkFile } from './open-work-file.ts';

export interface Missing {
  /** R4; `*` for any. */
  readonly type: string;
  readonly why: string;
}

/** Files are known by the last part of their address; where they were renamed, by how many there are of a type. */
export function missingOf(work: WorkFile, files: readonly InputFile[]): readonly Missing[] {
  const manifests = work.all('SELECT value FROM about WHERE name LIKE ?', 'manifest %').map(({ value }) => JSON.parse(String(value)) as unknown);
  return manifests.flatMap((manifest) => [...missingFiles(list(member(manifest, 'output')), work, files), ...errorsOf(manifest, files), ...restOf(manifest)]);
}

function missingFiles(output: readonly unknown[], work: WorkFile, files: readonly InputFile[]): readonly Missing[] {
  return [...Map.groupBy(output, (entry) => r4TypeOf(String(member(entry, 'type'))))].flatMap(([type, entries]): readonly Missing[] => {
    const lines = new Map(work.all('SELECT f.name, f.resources + f.bad AS n FROM files f JOIN types t ON t.file = f.name WHERE t.type = ?', type).map(({ name, n }) => [String(name), Number(n)]));
    const named = entries.map((entry) => ({ entry, file: files.find(({ name }) => isNamed(name, member(entry, 'url'))) }));
    const unnamed = named.filter(({ file }) => file === undefined);
    const others = [...lines.keys()].filter((path) => !named.some(({ file }) => file?.path === path));
    const missing = unnamed.length > others.length ? [{ type, why: `The manifest names ${entries.length} files of ${type}; ${unnamed.length - others.length} of them are not there.` }] : [];
    const counted = entries.map((entry) => member(entry, 'count'));
    const promised = counted.every((count) => typeof count === 'number') ? counted.reduce<number>((sum, count) => sum + (count as number), 0) : undefined;
    const held = [...lines.values()].reduce((sum, n) => sum + n, 0);
    return missing.length === 0 && promised !== undefined && held < promised ? [{ type, why: `The manifest counts ${promised} of ${type}; ${held} were read.` }] : missing;
  });
}

/** Errors that were given are read for what they say; those that were not may say anything. */
function errorsOf(manifest: unknown, files: readonly InputFile[]): readonly Missing[] {
  const unread = list(member(manifest, 'error')).filter((entry) => !files.some(({ name }) => isNamed(name, member(entry, 'url'))));
  return unread.length === 0 ? [] : [{ type: '*', why: `The manifest names ${unread.length} files of errors that are not there: something may be missing.` }];
}

/** What it names and nobody here can put together: pages of its own, and what is to be taken away from files of an earlier export. */
function restOf(manifest: unknown): readonly Missing[] {
  const pages = list(member(manifest, 'link')).filter((link) => member(link, 'relation') === 'next');
  const deleted = list(member(manifest, 'deleted'));
  return [
    ...(pages.length === 0 ? [] : [{ type: '*', why: 'The manifest has a next page: what it names is not known. Put all pages into one manifest.' }]),
    ...(deleted.length === 0 ? [] : [{ type: '*', why: `The manifest names ${deleted.length} files of what was deleted since an earlier export: that is not taken away. Export all anew.` }]),
  ];
}

function isNamed(name: string, url: unknown): boolean {
  if (typeof url !== 'string') return false;
  const last = url.split(/[?#]/)[0]!.split('/').at(-1)!;
  return last !== '' && [last, `${last}.gz`, last.replace(/\.gz$/, ''), `${last}.ndjson`].includes(name);
}
