/** A real PostgreSQL that is away at start, slow, gone without a word, full, that fails over, and a replica that is killed: what clinicians are answered, and what is there afterwards. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chownSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import type { Gap } from '../../src/store/create-write-queue.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { registered } from '../support/client.ts';
import { startDetour, type Detour } from '../support/detour.ts';
import { describeOwnPostgres, query, startOwnPostgres, type OwnPostgres } from '../support/postgres.ts';
import { send, startService, type ServiceProcess } from '../support/service-process.ts';
import { mountSmallDisk, testSmallDisk } from '../support/small-disk.ts';
import { claimsAt, newKey, signToken } from '../support/tokens.ts';
import { emptyChart, expectOutcome, post, serve, TODAY, withPrefetch } from '../http/call-service.ts';

const SERVICE = '/cds-services/imaging-advice';
const FEEDBACK = `${SERVICE}/feedback`;
const HASH_KEY = 'the same key for every replica of it';
const acute = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const requestFor = (patient: string): unknown => JSON.parse(acute.replaceAll('"p1"', `"${patient}"`).replaceAll('Patient/p1', `Patient/${patient}`));
const reportOn = (card: string, minute = 0, comment?: string) => ({ feedback: [{ card, outcome: 'overridden', outcomeTimestamp: new Date(Date.UTC(2026, 5, 15, 10, minute)).toISOString(), ...(comment !== undefined && { overrideReason: { userComment: comment } }) }] });
const identities = createIdentities(HASH_KEY, 'hashed');
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describeOwnPostgres('a PostgreSQL', () => {
  let server: OwnPostgres;
  beforeAll(() => { server = startOwnPostgres(); }, 60_000);
  afterAll(() => server.stop());
  let count = 0;
  const schema = async (options = ''): Promise<string> => {
    const name = `s${count += 1}`;
    await query(server.url, `CREATE SCHEMA ${name}`);
    return `${server.url}?options=${encodeURIComponent(`-csearch_path=${name}${options}`)}`;
  };

  /** In this process, behind a detour. */
  async function behindDetour(settings: Readonly<Record<string, string>> = {}, clients: readonly Parameters<typeof registered>[0][] = []) {
    const detour = await startDetour(await schema());
    const gaps: Gap[] = [];
    const store = createSqlStore(openPostgres(detour.url, () => new Date(0)), { identities, report: (gap) => gaps.push(gap) });
    await store.checkWritable();
    const { app, lines } = serve({ store, environment: { DEADLINE_MS: '1000', ...settings }, clients: clients.map((each) => registered(each)) });
    const close = async (): Promise<void> => { await store.close(); await detour.cut(); };
    return { app, lines, store, detour, gaps, close };
  }

  test('that is slow costs an answer a tenth of a second at most, and feedback is kept', async () => {
    const { app, lines, store, detour, close } = await behindDetour({ DEADLINE_MS: '3000' });
    detour.delay(150);
    const { ms, result } = await timed(() => post(withPrefetch(emptyChart), undefined, app));
    expect([result.status, result.body.cards.length]).toEqual([200, 1]);
    expect(ms).toBeLessThan(1000);
    detour.delay(20);
    expect((await post(reportOn(result.body.cards[0].uuid), FEEDBACK, app)).status).toBe(200);
    expect((await request(app).get('/readyz')).status).toBe(200);
    expect((await store.listFeedback()).map(({ isMatched }) => isMatched)).toEqual([true]);
    expect(lines.every(({ level }) => level !== 'error')).toBe(true);
    await close();
  }, 30_000);

  test('that is gone without a word keeps nobody waiting beyond the deadline: advice is given, the rest is refused, and it comes back by itself', async () => {
    const key = newKey('one');
    const { app, lines, store, detour, close } = await behindDetour({ AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: 'https://cds.example.org' }, [{ keys: fixedKeys(readKeys({ keys: [key.jwk] })) }]);
    const { app: open } = serve({ store, environment: { DEADLINE_MS: '1000' } });
    const token = (): string => signToken(key, claimsAt(new Date(`${TODAY}T12:00:00Z`), { aud: `https://cds.example.org${SERVICE}` }));
    const proven = () => request(app).post(SERVICE).set('Authorization', `Bearer ${token()}`).send(withPrefetch(emptyChart));
    expect((await proven()).status).toBe(200);
    detour.freeze();
    const advice = await timed(() => post(withPrefetch(emptyChart), undefined, open));
    const refused = await Promise.all([timed(proven), timed(() => post(reportOn('a card'), FEEDBACK, open)), timed(() => request(open).get('/readyz'))]);
    expect([advice.result.status, advice.result.body.cards.length]).toEqual([200, 1]);
    expect(refused.map(({ result }) => result.status)).toEqual([503, 503, 503]);
    for (const { result } of refused) {
      expectOutcome(result.body);
      expect(result.headers['retry-after']).toMatch(/^\d+$/);
    }
    expect(Math.max(advice.ms, ...refused.map(({ ms }) => ms))).toBeLessThan(2000);
    expect(lines.at(-1)).toMatchObject({ status: 503, refused: ['store-failed'] });
    detour.thaw();
    await until(async () => (await request(open).get('/readyz')).status === 200);
    expect((await proven()).status).toBe(200);
    expect((await post(reportOn('a card'), FEEDBACK, open)).status).toBe(200);
    // The first report came through late, too: it is kept once.
    expect((await store.listFeedback()).map(({ card }) => card)).toEqual(['a card']);
    await close();
  }, 60_000);

  test('that takes no writes any more, behind a name that has moved on, is left for the one that does', async () => {
    const old = await schema();
    const { app, close } = await behindDetour();
    expect((await post(reportOn('before'), FEEDBACK, app)).status).toBe(200);
    await query(old, 'ALTER ROLE backstop SET default_transaction_read_only = on');
    try {
      // Sessions take the setting as they begin.
      await query(old, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backstop'");
      await until(async () => (await request(app).get('/readyz')).status === 503);
      expect((await post(reportOn('during'), FEEDBACK, app)).status).toBe(503);
    } finally {
      await query(`${server.url}?options=${encodeURIComponent('-cdefault_transaction_read_only=off')}`, 'ALTER ROLE backstop SET default_transaction_read_only = off');
    }
    // Connections from before still lead to a server that takes no writes; new ones do not.
    const outcomes: number[] = [];
    while (outcomes.at(-1) !== 200 && outcomes.length < 20) outcomes.push((await post(reportOn('after'), FEEDBACK, app)).status);
    expect(outcomes.at(-1)).toBe(200);
    await close();
  }, 30_000);

  testSmallDisk('whose disk is full takes no feedback, /readyz says so, advice goes on, and nothing that was acknowledged is lost', async () => {
    const disk = mountSmallDisk(24);
    let store: Store | undefined;
    try {
      if (server.uid !== undefined) chownSync(disk.folder, server.uid, 0);
      await query(server.url, `CREATE TABLESPACE small LOCATION '${disk.folder}'`);
      const gaps: Gap[] = [];
      store = createSqlStore(openPostgres(await schema(' -cdefault_tablespace=small'), () => new Date(0)), { identities, report: (gap) => gaps.push(gap) });
      await store.checkWritable();
      const { app } = serve({ store });
      const card = (await post(withPrefetch(emptyChart), undefined, app)).body.cards[0].uuid as string;
      disk.fill();
      const acknowledged: number[] = [];
      let refused: Awaited<ReturnType<typeof post>> | undefined;
      for (let minute = 0; refused === undefined && minute < 2000; minute += 1) {
        const told = await post(reportOn(card, minute, randomWords(minute)), FEEDBACK, app);
        if (told.status === 200) acknowledged.push(minute);
        else refused = told;
      }
      expect(refused?.status).toBe(503);
      expectOutcome(refused!.body);
      expect((await request(app).get('/readyz')).status).toBe(503);
      expect((await post(withPrefetch(emptyChart), undefined, app)).body.cards).toHaveLength(1);
      disk.empty();
      await until(async () => (await request(app).get('/readyz')).status === 200);
      await until(async () => (await post(reportOn(card, acknowledged.length, 'again'), FEEDBACK, app)).status === 200);
      expect((await store.listFeedback()).filter((each) => each.isMatched)).toHaveLength(acknowledged.length + 1);
    } finally {
      await store?.close();
      // The server is copied later, and this place is gone then.
      await query(server.url, `DROP SCHEMA s${count} CASCADE`);
      await query(server.url, 'DROP TABLESPACE small');
      disk.remove();
    }
  }, 60_000);

  test('that is away when replicas start is waited for; a replica killed under load and a failover to a second server lose nothing that was acknowledged', async () => {
    const url = await schema();
    const { url: second, promote } = server.follow();
    const detour: Detour = await startDetour(url);
    await detour.cut();
    const replicas: ServiceProcess[] = await Promise.all([0, 1].map(() => startService({ STORE: detour.url, HASH_KEY })));
    let isOver = false;
    try {
      const ready = (at: number): Promise<number> => fetch(`${replicas[at]!.address}/readyz`).then(({ status }) => status);
      expect(await Promise.all([0, 1].map(ready))).toEqual([503, 503]);
      expect((await send(`${replicas[0]!.address}${SERVICE}`, requestFor('early')))!.body.cards.length).toBeGreaterThan(0);
      expect(replicas[0]!.log().find(({ msg }) => msg === 'decisions are not recorded')).toMatchObject({ dropped: 0, because: expect.stringContaining('PostgreSQL cannot be used') });
      await detour.mend();
      await until(async () => (await Promise.all([0, 1].map(ready))).every((status) => status === 200));

      const acknowledged: string[] = [];
      const unexpected: unknown[] = [];
      let alive = [0, 1];
      /** As a client behind a balancer: a connection that breaks is tried at another replica. */
      const work = async (worker: number): Promise<void> => {
        for (let turn = worker; !isOver; turn += 1) {
          const at = (): string => replicas[alive[turn % alive.length]!]!.address;
          const answer = await send(`${at()}${SERVICE}`, requestFor(`p-${worker}-${turn}`));
          const card: unknown = answer?.body?.cards?.[0]?.uuid;
          if (answer !== undefined && answer.status !== 200 && answer.body.issue[0].code !== 'throttled') unexpected.push(answer);
          if (typeof card !== 'string') continue;
          for (let tries = 0; !isOver || tries === 0; tries += 1) {
            const told = await send(`${at()}${FEEDBACK}`, reportOn(card));
            if (told?.status === 200) acknowledged.push(card);
            if (told?.status === 200) break;
            if (told !== undefined && told.status !== 503) unexpected.push(told);
            await pause(20);
          }
        }
      };
      const working = Promise.all([0, 1, 2].map(work));
      const more = async (least: number): Promise<void> => { const enough = acknowledged.length + least; await until(async () => acknowledged.length >= enough); };
      await more(12);
      const killed = replicas[1]!.end('SIGKILL');
      alive = [0];
      await killed;
      await more(12);
      server.halt();
      promote();
      detour.leadTo(second);
      await more(12);
      isOver = true;
      await working;
      expect(await ready(0)).toBe(200);
      expect(await replicas[0]!.end('SIGTERM')).toBe(0);
      const after = new URL(url);
      after.port = new URL(second).port;
      const store = createSqlStore(openPostgres(after.href, () => new Date(0)), { identities, report: () => undefined });
      const kept = new Set((await store.listFeedback()).map(({ card }) => card));
      await store.close();
      expect(unexpected).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(36);
      expect(acknowledged.filter((card) => !kept.has(card))).toEqual([]);
    } finally {
      isOver = true;
      await Promise.all(replicas.map(({ end }) => end('SIGKILL')));
      await detour.cut();
    }
  }, 180_000);
});

/** A test that fails must not wait for ever. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + 40_000;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error('It has not come about within 40 seconds.');
    await pause(20);
  }
}

async function timed<Result>(work: () => PromiseLike<Result>): Promise<{ readonly ms: number; readonly result: Result }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** Words that cannot be compressed. */
function randomWords(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 700 }, () => ((state = (state * 48_271) % 2_147_483_647) % 1_679_616).toString(36)).join(' ').slice(0, 3500);
}
