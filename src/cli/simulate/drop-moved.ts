/** A resource that was moved to another patient stays, with its versions there, with the one its latest version names; versions that cannot be told apart stay where they are. */
import type { SentResource } from '../../chart/open-prefetch.ts';
import { isResource } from '../../chart/shape/to-r4.ts';
import type { WorkFile } from './open-work-file.ts';
import { sortVersions } from './sort-versions.ts';

/** Ids of Bundles are their own: each may count from 1. To be called in a transaction. */
export function dropMoved(work: WorkFile): void {
  const moved = work.all('SELECT type, id FROM resources WHERE in_bundle = 0 AND id IS NOT NULL AND type <> \'Patient\' GROUP BY type, id HAVING count(*) > 1 AND min(patient) <> max(patient)');
  if (moved.length === 0) return;
  work.run('CREATE INDEX IF NOT EXISTS by_id ON resources(type, id)');
  for (const { type, id } of moved) {
    const rows = work.all('SELECT n, patient, body FROM resources WHERE type = ? AND id = ? AND in_bundle = 0 ORDER BY n', type!, id!);
    const versions = rows.map(({ n, patient, body }) => ({ n: Number(n), patient: String(patient), sent: opened(String(body)) }));
    const { latest } = sortVersions(versions.map(({ sent }) => sent));
    const owners = new Set(versions.filter(({ sent }) => latest.includes(sent)).map(({ patient }) => patient));
    for (const { n, patient } of versions) if (!owners.has(patient)) work.run('DELETE FROM resources WHERE n = ?', n);
  }
}

function opened(body: string): SentResource {
  const resource: unknown = JSON.parse(body);
  if (!isResource(resource)) throw new TypeError('What was stored is no resource.');
  return { resource };
}
