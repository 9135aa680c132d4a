/** Two replicas share one PostgreSQL, which is restarted under load: every call is answered, and what was acknowledged is there, once. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { describePostgres, startPostgres } from '../support/postgres.ts';
import { send, startService } from '../support/service-process.ts';

const SERVICE = '/cds-services/imaging-advice';
const HASH_KEY = 'the same key for every replica of it';
const WORKERS = 6;
const CALLS_AFTER = 20;
const acute = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const requestFor = (patient: string): unknown => JSON.parse(acute.replaceAll('"p1"', `"${patient}"`).replaceAll('Patient/p1', `Patient/${patient}`));

describePostgres('two replicas', () => {
  test('FB-3 OPS-2 lose nothing they acknowledged while PostgreSQL is restarted under load', async () => {
    const server = await startPostgres();
    const url = await server.schema();
    const replicas = await Promise.all([0, 1].map(() => startService({ STORE: url, HASH_KEY })));
    const shown: string[] = [];
    const acknowledged: string[] = [];
    const faults: unknown[] = [];
    let isBack = false;

    /** Orders at one replica, and tells the other what became of it, until that has been kept. */
    const work = async (worker: number): Promise<void> => {
      const [one, other] = worker % 2 === 0 ? replicas : [...replicas].reverse();
      for (let count = 0, after = 0; after < CALLS_AFTER; count += 1) {
        if (isBack) after += 1;
        const answer = await send(`${one!.address}${SERVICE}`, requestFor(`p-${worker}-${count}`));
        const card: unknown = answer?.body?.cards?.[0]?.uuid;
        // The machine may be too busy for two services and a database.
        if (answer?.body?.issue?.[0]?.code === 'throttled') {
          await new Promise((resolve) => { setTimeout(resolve, 50); });
          continue;
        }
        if (answer?.status !== 200 || typeof card !== 'string') {
          faults.push(answer);
          continue;
        }
        shown.push(card);
        const report = { feedback: [{ card, outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00Z' }] };
        for (;;) {
          const told = await send(`${other!.address}${SERVICE}/feedback`, report);
          if (told?.status === 200) break;
          if (told?.status !== 503) faults.push(told);
          await new Promise((resolve) => { setTimeout(resolve, 50); });
        }
        acknowledged.push(card);
      }
    };
    const all = Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
    while (acknowledged.length < 60) await new Promise((resolve) => { setTimeout(resolve, 20); });
    const before = acknowledged.length;
    await server.restart();
    isBack = true;
    await all;
    await Promise.all(replicas.map((replica) => replica.end('SIGTERM')));

    const store = createSqlStore(openPostgres(url, () => new Date(0)), { identities: createIdentities(HASH_KEY, 'hashed'), report: () => undefined });
    const told = await store.listFeedback();
    const found = await Promise.all(shown.map(async (card) => (await store.findCard(card)).map(({ outcome }) => outcome)));
    await store.close();
    await server.stop();
    expect(faults).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(before + WORKERS);
    expect(told.map(({ card }) => card).sort()).toEqual([...acknowledged].sort());
    expect(told.filter(({ isMatched }) => !isMatched)).toEqual([]);
    expect(found.filter((outcomes) => outcomes.length !== 1 || outcomes[0] !== 'overridden')).toEqual([]);
    expect(replicas.flatMap((replica) => replica.log()).filter(({ dropped }) => dropped !== undefined && dropped !== 0)).toEqual([]);
  }, 120_000);
});
