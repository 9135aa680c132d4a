/** A real PostgreSQL with everything it has, or its write-ahead log, on a disk that is full: what a clinician, an EHR and an orchestrator are told. */
import { expect } from '@jest/globals';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOwnPostgres, query, startOwnPostgres, type OwnPostgres } from '../support/postgres.ts';
import { send, startService, type ServiceProcess } from '../support/service-process.ts';
import { mountSmallDisk, testSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const SERVICE = '/cds-services/imaging-advice';
/** A fresh cluster has some 60 MB. */
const DISK_MB = 160;
/** A fresh log has a part or two of 1 MB. */
const LOG_DISK_MB = 24;
const acute = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8'));

describeOwnPostgres('a PostgreSQL', () => {
  testSmallDisk('with all it has on a full disk is told by /readyz, while advice goes on, and is well again when there is room', () => onSmallDisk(DISK_MB, 'below', async ({ disk, service, ready, tell, advise, endsWith }) => {
    expect(await tell(0)).toBe(200);
    disk.fill();
    // Pages that were taken before have some room yet, and /readyz does not wait until it is used up; room that was there is believed for half a minute.
    await until(async () => (await ready()) === 503);
    let acknowledged = 1;
    while ((await tell(acknowledged)) === 200) acknowledged += 1;
    expect(await ready()).toBe(503);
    await advise();
    expect(service.log().find(({ refused, because }) => String(refused) === 'store-failed' && String(because).includes('53100'))).toBeDefined();
    disk.empty();
    await until(async () => (await ready()) === 200);
    expect(await tell(acknowledged)).toBe(200);
    await endsWith(acknowledged + 1);
  }), 120_000);

  testSmallDisk('whose log has no room left stops: advice goes on, feedback is refused, and it is well when somebody has made room and started it', () => onSmallDisk(LOG_DISK_MB, 'logBelow', async ({ disk, server, service, ready, tell, advise, endsWith }) => {
    disk.fill();
    let acknowledged = 0;
    while ((await tell(acknowledged)) === 200) acknowledged += 1;
    expect(acknowledged).toBeGreaterThan(0);
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow();
    expect(await ready()).toBe(503);
    await advise();
    expect(await tell(acknowledged)).toBe(503);
    const reasonOf = ({ method, refused, because }: Readonly<Record<string, unknown>>) => method === 'POST' && String(refused) === 'store-failed' && String(because).startsWith('PostgreSQL cannot be used (');
    await until(async () => service.log().some(reasonOf));
    disk.empty();
    server.restart();
    await until(async () => (await ready()) === 200);
    expect(await tell(acknowledged)).toBe(200);
    await endsWith(acknowledged + 1);
  }), 120_000);
});

interface Surroundings {
  readonly disk: SmallDisk;
  readonly server: OwnPostgres;
  readonly service: ServiceProcess;
  ready(): Promise<number>;
  /** A report of its own for each minute; gives the status. */
  tell(minute: number): Promise<number>;
  advise(): Promise<void>;
  /** Stops in peace with so many reports kept. */
  endsWith(reports: number): Promise<void>;
}

/** A service that is ready, over a PostgreSQL with what is named on a small disk. */
async function onSmallDisk(megabytes: number, what: 'below' | 'logBelow', work: (around: Surroundings) => Promise<void>): Promise<void> {
  const disk = mountSmallDisk(megabytes);
  chmodSync(disk.folder, 0o755);
  const server = startOwnPostgres({ [what]: disk.folder });
  const service = await startService({ STORE: server.url, HASH_KEY: 'the same key for every replica of it' });
  const ready = (): Promise<number> => fetch(`${service.address}/readyz`).then(({ status }) => status);
  try {
    await until(async () => (await ready()) === 200);
    await work({
      disk, server, service, ready,
      tell: (minute) => tellOf(service.address, minute),
      advise: async () => {
        const advice = await send(`${service.address}${SERVICE}`, acute);
        expect([advice!.status, advice!.body.cards.length > 0]).toEqual([200, true]);
      },
      endsWith: async (reports) => {
        expect(await service.end('SIGTERM')).toBe(0);
        expect(await query(server.url, 'SELECT count(*)::integer AS count FROM feedback')).toEqual([{ count: reports }]);
      },
    });
  } finally {
    await service.end('SIGKILL');
    await server.stop();
    disk.remove();
  }
}

async function tellOf(address: string, minute: number): Promise<number> {
  const feedback = [{ card: 'c1', outcome: 'overridden', outcomeTimestamp: new Date(Date.UTC(2026, 5, 15, 10, minute)).toISOString(), overrideReason: { userComment: wordsOf(minute) } }];
  return (await send(`${address}${SERVICE}/feedback`, { feedback }))!.status;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + 40_000;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error('It has not come about within 40 seconds.');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Words that cannot be compressed. */
function wordsOf(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 700 }, () => ((state = (state * 48_271) % 2_147_483_647) % 1_679_616).toString(36)).join(' ').slice(0, 3500);
}
