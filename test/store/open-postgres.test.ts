/** Whether PostgreSQL has room: asked by strangers as often as they like, and looked at no more often than is of use. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { describeOwnPostgres, query, startOwnPostgres } from '../support/postgres.ts';

afterEach(() => { jest.restoreAllMocks(); });

describeOwnPostgres('a PostgreSQL with room on its disk', () => {
  test('OPS-2 is not made to write to it by everyone who asks: once in half a minute', async () => {
    const server = startOwnPostgres();
    const database = openPostgres(server.url, () => new Date('2026-06-15T12:00:00Z'));
    try {
      const clock = jest.spyOn(performance, 'now').mockReturnValue(1_000_000);
      for (let count = 0; count < 20; count += 1) await database.checkRoom!();
      clock.mockReturnValue(1_030_001);
      for (let count = 0; count < 20; count += 1) await database.checkRoom!();
      clock.mockRestore();
      await database.close();
      // What a connection has counted is told when it ends.
      while ((await query(server.url, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'backstop'")).length > 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
      expect(await query(server.url, 'SELECT temp_files::integer AS files FROM pg_stat_database WHERE datname = current_database()')).toEqual([{ files: 2 }]);
    } finally {
      await server.stop();
    }
  }, 120_000);
});
