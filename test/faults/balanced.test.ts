/**
 * Three replicas on one PostgreSQL behind nginx with `deploy/nginx.conf`, under load, one of them killed on the way: nothing acknowledged is lost, and memory stays
 * within what a process is reckoned at. `SOAK_SECONDS=3600 npx jest test/faults/balanced` goes on for an hour; from five minutes on memory has to be steady too.
 */
import { describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../bench/middle.ts';
import { soak } from '../../bench/soak.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { describePostgres, startPostgres } from '../support/postgres.ts';
import { startService } from '../support/service-process.ts';
import { freePort } from '../support/free-port.ts';

const ROOT = join(__dirname, '../..');
const HASH_KEY = 'the same key for every replica of it';
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 12);
/** By then memory has grown to what it works with: what still grows is kept by somebody. */
const LONG_S = 300;
const STEADY = 1.05;
const MB = 1024;
const nginx = ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v'], { stdio: 'ignore' }).status === 0);
if (nginx === undefined) console.warn('SKIPPED: nginx is not installed (apt-get install nginx-light).');
const acute = readFileSync(join(ROOT, 'fixtures/requests/acute-low-back-pain.json'), 'utf8');

(nginx === undefined ? describe.skip : describePostgres)('three replicas behind nginx', () => {
  test('serve on while one is killed under load, lose no feedback, and stay within their memory', async () => {
    const server = await startPostgres();
    const url = await server.schema();
    const replicas = await Promise.all([0, 1, 2].map(() => startService({ STORE: url, HASH_KEY, TRUST_PROXY: '1' })));
    const front = await startNginx(replicas.map(({ address }) => new URL(address).host));
    try {
      const memory: number[][] = [];
      const sampling = setInterval(() => memory.push(replicas.slice(0, 2).map(({ pid }) => residentKb(pid))), 1000);
      const killing = setTimeout(() => void replicas[2]!.end('SIGKILL'), SECONDS * 500);
      const { latencies, acknowledged, refusals } = await soak(front.address, { seconds: SECONDS, workers: 4, requestFor: (patient) => JSON.parse(acute.replaceAll('"p1"', `"${patient}"`).replaceAll('Patient/p1', `Patient/${patient}`)) });
      clearInterval(sampling);
      clearTimeout(killing);
      const at = (share: number): number => Math.round(latencies[Math.floor((latencies.length - 1) * share)]!);
      console.info(`${latencies.length} orders in ${SECONDS} s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; other answers ${JSON.stringify(Object.fromEntries(refusals))}; MB ${JSON.stringify(memory.map((each) => each.map((kb) => Math.round(kb / MB))))}`);
      expect((await fetch(`${front.address}/readyz`)).status).toBe(200);
      expect(await Promise.all(replicas.slice(0, 2).map(({ end }) => end('SIGTERM')))).toEqual([0, 0]);
      const store = createSqlStore(openPostgres(url, () => new Date(0)), { identities: createIdentities(HASH_KEY, 'hashed'), report: () => undefined });
      const kept = new Set((await store.listFeedback()).map(({ card }) => card));
      await store.close();
      expect(acknowledged.length).toBeGreaterThan(20);
      expect(acknowledged.filter((card) => !kept.has(card))).toEqual([]);
      // 502 for what the killed one had, 503 where this machine is too busy.
      expect([...refusals.keys()].filter((status) => ![502, 503].includes(status))).toEqual([]);
      expect(refusals.get(502) ?? 0).toBeLessThanOrEqual(4);
      expect(memory.length).toBeGreaterThan(6);
      // What a process is reckoned at when it is decided how many serve.
      expect(Math.max(...memory.flat())).toBeLessThan(640 * MB);
      if (SECONDS >= LONG_S) for (const replica of [0, 1]) expect(growth(memory.map((each) => each[replica]!))).toBeLessThan(STEADY);
    } finally {
      await front.stop();
      await Promise.all(replicas.map(({ end }) => end('SIGKILL')));
      await server.stop();
    }
  }, (SECONDS + 138) * 1000);
});

/** The example, with addresses of this machine; everything else as it stands. */
async function startNginx(upstreams: readonly string[]): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-nginx-'));
  const port = await freePort();
  let config = readFileSync(join(ROOT, 'deploy/nginx.conf'), 'utf8').replace('listen 8080;', `listen 127.0.0.1:${port};`);
  for (const [index, host] of upstreams.entries()) config = config.replace(`backstop-${index + 1}:3000`, host);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  writeFileSync(join(folder, 'nginx.conf'), config.replace('http {', `http { ${paths}`));
  const child = spawn(nginx!, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), '-g', `daemon off; pid ${folder}/pid; ${process.getuid?.() === 0 ? 'user root;' : ''}`], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (await fetch(`${address}/healthz`).then(({ ok }) => ok, () => false)) break;
    if (child.exitCode !== null || tries > 200) throw new Error(`nginx: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return {
    address,
    stop: async () => {
      const ended = new Promise((resolve) => { child.once('close', resolve); });
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The middle of the last fifth over that of the one before: the two that stayed had all the load by then. */
function growth(samples: readonly number[]): number {
  const fifth = Math.floor(samples.length / 5);
  return median(samples.slice(-fifth)) / median(samples.slice(3 * fifth, 4 * fifth));
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
