/** Requests were counted line by line as they were read: an earlier version of one is no second request. */
import type { SentResource } from '../../chart/open-prefetch.ts';
import { isResource, toR4 } from '../../chart/shape/to-r4.ts';
import type { Topic } from '../../decision/topic.ts';
import type { WorkFile } from './open-work-file.ts';
import { coverageOf } from './read-order.ts';
import { sortVersions } from './sort-versions.ts';

/** In the table of what the work file says about itself. */
const DONE = 'versions uncounted';

/** Once, however often it is called. Versions that cannot be told apart stay counted, as they are listed. */
export function uncountVersions(work: WorkFile, topics: readonly Topic[]): void {
  if (work.all('SELECT value FROM about WHERE name = ?', DONE).length > 0) return;
  work.together(() => {
    work.run('INSERT INTO about VALUES (?, ?)', DONE, '');
    // Ids of Bundles are their own: each may count from 1.
    for (const { numbers } of work.all('SELECT group_concat(n) AS numbers FROM resources WHERE type = \'ServiceRequest\' AND id IS NOT NULL GROUP BY id, CASE in_bundle WHEN 1 THEN patient END HAVING count(*) > 1')) {
      const versions = String(numbers).split(',').map((n) => opened(String(work.all('SELECT body FROM resources WHERE n = ?', Number(n))[0]!['body'])));
      for (const coverage of uncounted(versions, topics)) work.run('UPDATE counts SET n = n - 1 WHERE name = ?', `order ${coverage}`);
    }
  });
}

/** One for each that is only another's version; a request for something that is covered in any version stays counted as such. */
function uncounted(versions: readonly SentResource[], topics: readonly Topic[]): readonly string[] {
  const { latest } = sortVersions(versions);
  const coverages = versions.map((each) => ({ isLatest: latest.includes(each), coverage: coverageOf(each.resource, topics) }));
  const kept = coverages.filter(({ isLatest }) => isLatest).map(({ coverage }) => coverage);
  const stale = coverages.filter(({ isLatest }) => !isLatest).map(({ coverage }) => coverage);
  const covered = kept.includes('covered') ? -1 : stale.indexOf('covered');
  return stale.map((coverage, index) => (index === covered ? kept[0]! : coverage));
}

function opened(body: string): SentResource {
  const resource: unknown = JSON.parse(body);
  if (!isResource(resource)) throw new TypeError('What was stored is no resource.');
  return { resource: toR4(resource) };
}
