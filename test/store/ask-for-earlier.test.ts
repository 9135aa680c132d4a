/** What a call asks the store about a patient costs no more with every decision that was made about that patient. */
import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statement } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { askForEarlier } from '../../src/store/read-earlier.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-earlier-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('SQLite finds overridden decisions without looking at the others of the patient', async () => {
  const database = openSqlite(join(folder, 'a.db'));
  await database.write([]);
  const planOf = async (onlyOverridden: boolean): Promise<string> => {
    const { sql, values } = askForEarlier({ client: 'c', patient: 'p', since: new Date(0) }, onlyOverridden);
    return (await database.read(statement(`EXPLAIN QUERY PLAN ${sql}`, values))).map(({ detail }) => String(detail)).join('\n');
  };
  expect(await planOf(true)).toMatch(/SEARCH d USING INDEX decisions_overridden \(client=\? AND patient=\? AND at>\?\)/);
  expect(await planOf(false)).toMatch(/SEARCH d USING INDEX decisions_by_patient \(client=\? AND patient=\? AND at>\?\)/);
  await database.close();
});
