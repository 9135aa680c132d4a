/** Several processes serve on one port: they share what is remembered, one that dies is replaced, and all stop together. */
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { CARDS } from '../support/app.ts';
import { startService, type ServiceProcess } from '../support/service-process.ts';
import { claimsAt, newKey, signToken } from '../support/tokens.ts';

const SERVICE = '/cds-services/imaging-advice';
const acute = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'backstop-processes-'));
const running: ServiceProcess[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.end('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(name: string, settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const service = await startService({ PROCESSES: '2', STORE: `sqlite:${join(folder, `${name}.db`)}`, ...settings });
  running.push(service);
  await until(() => service.log().filter(({ msg }) => msg === 'listening').length === Number(settings['PROCESSES'] ?? 2) && service.log().some(({ processes }) => processes !== undefined));
  return service;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 20); });
}

/** Of the process that supervises. */
const servingUnder = ({ pid }: ServiceProcess): readonly number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((each) => each !== '').map(Number);
const isAlive = (pid: number): boolean => readdirSync('/proc').includes(String(pid)) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** One call with a connection of its own, so that calls go round, or with those of an agent; `undefined` where the connection broke. */
function call(address: string, body: string, headers: Readonly<Record<string, string>> = {}, agent: Agent | false = false): Promise<{ readonly status: number; readonly body: any; readonly connection: string | undefined } | undefined> {
  return new Promise((resolve) => {
    const sent = request(address, { method: 'POST', agent, headers: { 'Content-Type': 'application/json', ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => { text += String(chunk); });
      answer.on('error', () => resolve(undefined));
      answer.on('end', () => resolve({ status: answer.statusCode!, body: JSON.parse(text), connection: answer.headers.connection }));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

/** What is there, over a connection of its own; `undefined` where that broke. */
function textOf(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    get(address, { agent: false }, (answer) => answer.toArray().then((parts) => resolve(parts.join('')), () => resolve(undefined))).on('error', () => resolve(undefined));
  });
}

test('one that dies is replaced, nothing that was acknowledged is lost, and the others go on', async () => {
  const service = await start('replaced');
  const [first, second] = servingUnder(service);
  const acknowledged: string[] = [];
  let broken = 0;
  const order = async (count: number): Promise<void> => {
    const answer = await call(`${service.address}${SERVICE}`, acute.replaceAll('"p1"', `"p-${count}"`).replaceAll('Patient/p1', `Patient/p-${count}`));
    const card: unknown = answer?.body.cards?.[0]?.uuid;
    const told = typeof card !== 'string' ? undefined : await call(`${service.address}${SERVICE}/feedback`, JSON.stringify({ feedback: [{ card, outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00Z' }] }));
    if (told?.status === 200) acknowledged.push(String(card));
    else broken += 1;
  };
  for (let round = 0; round < 12; round += 1) {
    if (round === 4) process.kill(first!, 'SIGKILL');
    await Promise.all([0, 1, 2].map((each) => order(round * 3 + each)));
  }
  // What was under way in the one that was killed, at most.
  expect(broken).toBeLessThanOrEqual(3);
  expect(acknowledged.length).toBe(36 - broken);
  await until(() => service.log().filter(({ msg }) => msg === 'listening').length === 3);
  expect(servingUnder(service)).toHaveLength(2);
  expect(servingUnder(service)).toContain(second);
  expect(service.log().filter(({ level, msg }) => level === 'error' && String(msg).startsWith('a process that serves has ended'))).toHaveLength(1);
  expect(await service.end('SIGTERM')).toBe(0);
  const store = createSqlStore(openSqlite(join(folder, 'replaced.db')), { identities: createIdentities('a'.repeat(32), 'hashed'), report: () => undefined });
  const kept = await store.listFeedback({});
  await store.close();
  expect(kept.map(({ card }) => card).sort()).toEqual([...acknowledged].sort());
}, 150_000);

test('OPS-2 one that dies by kill -9 is counted in the one answer that adds up what all have counted', async () => {
  const service = await start('counted');
  /** A process that has just started may be too busy to say what it counted. */
  const counted = async (): Promise<string> => {
    const answer = await fetch(`${service.address}/metrics`);
    return answer.status === 503 ? counted() : answer.text();
  };
  expect(await counted()).toMatch(/^backstop_process_deaths_total 0$/m);
  process.kill(servingUnder(service)[0]!, 'SIGKILL');
  await until(() => service.log().filter(({ msg }) => msg === 'listening').length === 3);
  const text = await counted();
  expect(text).toMatch(/^backstop_process_deaths_total 1$/m);
  expect(text).toMatch(/^backstop_knowledge\{topic="low-back-pain",version="[\d.]+"\} 1$/m);
  const named = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
  expect(new Set(named).size).toBe(named.length);
}, 150_000);

test('OPS-2 a count never falls, whoever leaves: Prometheus would take what is left of it for news', async () => {
  const service = await start('lasting');
  const body = JSON.stringify({ hook: 'order-select' });
  const refused = async (): Promise<number> => {
    const text = await textOf(`${service.address}/metrics`);
    // It came to the one that was just being killed.
    return text === undefined ? refused() : Number(/^backstop_calls_total\{service="imaging-advice",status="400"\} (\d+)$/m.exec(text)![1]);
  };
  const callMany = (count: number) => Promise.all(Array.from({ length: count }, () => call(`${service.address}${SERVICE}`, body)));
  await callMany(60);
  expect(await refused()).toBe(60);
  for (const [index, pid] of servingUnder(service).entries()) {
    process.kill(pid, 'SIGKILL');
    // None may keep the sum waiting that has only begun to start, nor one that is gone.
    const since = performance.now();
    expect(await refused()).toBe(60);
    expect(performance.now() - since).toBeLessThan(4000);
    await until(() => service.log().filter(({ msg }) => msg === 'listening').length === 3 + index);
  }
  await callMany(40);
  expect(await refused()).toBe(100);
  // Those that leave as they are told say what they counted since.
  const before = servingUnder(service);
  await callMany(20);
  process.kill(service.pid, 'SIGUSR2');
  await until(() => !before.some(isAlive));
  expect(await refused()).toBe(120);
}, 150_000);

test('JWT-11 a token is good for one call, whichever process it comes to, and SIGHUP reaches every one', async () => {
  const key = newKey('one', 'RS384');
  const clients = join(folder, 'clients.json');
  writeFileSync(clients, JSON.stringify({ clients: [{ id: 'ehr', iss: String(claimsAt(new Date())['iss']), jwks: { keys: [key.jwk] } }] }));
  const service = await start('tokens', { AUTH: 'required', CLIENTS: clients, PUBLIC_URL: 'https://cds.example.org' });
  const token = signToken(key, claimsAt(new Date(), { aud: `https://cds.example.org${SERVICE}` }));
  const answers = await Promise.all(Array.from({ length: 12 }, () => call(`${service.address}${SERVICE}`, acute, { Authorization: `Bearer ${token}` })));
  expect(answers.map((answer) => answer?.status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 401)]);
  const counted = await (await fetch(`${service.address}/metrics`)).text();
  expect(counted).toMatch(/^backstop_calls_total\{service="imaging-advice",status="401"\} 11$/m);
  expect(counted).toMatch(/^backstop_knowledge\{topic="low-back-pain",version="[\d.]+"\} 1$/m);
  process.kill(service.pid, 'SIGHUP');
  await until(() => service.log().filter(({ msg }) => msg === 'clients read again').length === 2);
}, 150_000);

test('OPS-2 SIGINT ends all of them, with 0', async () => {
  const service = await start('interrupted');
  const pids = servingUnder(service);
  expect(pids).toHaveLength(2);
  expect((await call(`${service.address}${SERVICE}`, acute))?.status).toBe(200);
  expect(await service.end('SIGINT')).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
}, 150_000);

test('none serves on when the one that looks after them is killed', async () => {
  const service = await start('killed');
  const pids = servingUnder(service);
  await service.end('SIGKILL');
  await until(() => !pids.some(isAlive));
}, 150_000);

test('SIGUSR2 brings new knowledge in without a call being dropped; what does not pass its gates changes nothing', async () => {
  const [first, second, broken] = ['first', 'second', 'broken'].map((name) => join(folder, name)) as [string, string, string];
  const version = /^version: (.+)$/m.exec(readFileSync(join(CARDS, 'low-back-pain/topic.yaml'), 'utf8'))![1]!;
  for (const copy of [first, second, broken]) cpSync(CARDS, copy, { recursive: true, filter: (path) => !path.includes('vignettes') });
  const edit = (copy: string, from: string, to: string): void => writeFileSync(join(copy, 'low-back-pain/topic.yaml'), readFileSync(join(copy, 'low-back-pain/topic.yaml'), 'utf8').replace(from, to));
  edit(second, `version: ${version}`, 'version: 2099.1.0');
  edit(broken, 'requiredReads: [patient', 'requiredReads: [patent');
  const link = join(folder, 'knowledge');
  const leadTo = (target: string): void => {
    rmSync(link, { force: true });
    symlinkSync(target, link);
  };
  leadTo(first);
  const service = await start('swap', { KNOWLEDGE: link });
  const before = servingUnder(service);
  let isOver = false;
  const statuses: (number | undefined)[] = [];
  const calling = (async () => {
    while (!isOver) statuses.push((await call(`${service.address}${SERVICE}`, acute))?.status);
  })();
  const change = async (target: string, isDone: RegExp): Promise<void> => {
    leadTo(target);
    process.kill(service.pid, 'SIGUSR2');
    await until(() => service.log().some(({ msg }) => isDone.test(String(msg))));
  };
  const versions = (): readonly unknown[] => service.log().flatMap(({ orders }) => (orders as { topic: string }[] | undefined ?? []).map(({ topic }) => topic));

  await change(broken, /could not start/);
  expect(servingUnder(service)).toEqual(before);
  await change(second, /have read everything anew/);
  await until(() => !before.some(isAlive));
  isOver = true;
  await calling;
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(new Set(versions())).toEqual(new Set([`low-back-pain@${version}`, 'low-back-pain@2099.1.0']));
  const soFar = versions().length;
  await call(`${service.address}${SERVICE}`, acute);
  await until(() => versions().length > soFar);
  expect(versions().at(-1)).toBe('low-back-pain@2099.1.0');
  expect(servingUnder(service)).toHaveLength(2);
}, 150_000);

test.each([['2', 'two'], ['1', 'one']])('SIGUSR2 and SIGTERM cost no call of who keeps connections and uses them again and again: %s processes', async (processes, name) => {
  const service = await start(`kept-${name}`, { PROCESSES: processes, KNOWLEDGE: CARDS });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let isOver = false;
  const statuses: (number | undefined)[] = [];
  const callers = Array.from({ length: 6 }, async (_, index) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!isOver) {
      statuses.push((await call(`${service.address}${SERVICE}`, acute, {}, agent))?.status);
      await new Promise((resolve) => { setTimeout(resolve, 5 + index * 3); });
    }
    agent.destroy();
  });
  const before = servingUnder(service);
  process.kill(service.pid, 'SIGUSR2');
  await until(() => !before.some(isAlive)).finally(() => { isOver = true; });
  await Promise.all(callers);
  expect(statuses.length).toBeGreaterThan(30);
  expect(new Set(statuses)).toEqual(new Set([200]));
  // Whoever is told to stop answers what comes over a connection that is kept, and says that it ends.
  expect((await call(`${service.address}${SERVICE}`, acute, {}, agent))!.connection).toBe('keep-alive');
  const stopping = (): number => service.log().filter(({ msg }) => msg === 'stopping').length;
  // The one that supervises says so, too.
  const all = stopping() + Number(processes) + 1;
  const ended = service.end('SIGTERM');
  await until(() => stopping() === all);
  const last = await call(`${service.address}${SERVICE}`, acute, {}, agent);
  expect([last?.status, last?.connection]).toEqual([200, 'close']);
  const since = performance.now();
  expect(await ended).toBe(0);
  // Not because time was up.
  expect(performance.now() - since).toBeLessThan(8000);
}, 150_000);

test.each([['SIGTERM to one', 'one'], ['SIGTERM to all, as systemd sends it', 'all'], ['SIGTERM in the middle of a change', 'change']])('OPS-2 %s finishes what has begun, and whatever was answered is recorded', async (_, whom) => {
  const service = await start(`stopped-${whom}`, { PROCESSES: '1', KNOWLEDGE: CARDS });
  const agents = Array.from({ length: 12 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const order = (agent: Agent) => call(`${service.address}${SERVICE}`, acute, {}, agent);
  const answers = await Promise.all(agents.map(order));
  const [serving] = servingUnder(service);
  if (whom === 'change') {
    process.kill(service.pid, 'SIGUSR2');
    await until(() => service.log().some(({ msg }) => msg === 'stopping'));
  }
  const ended = service.end('SIGTERM');
  if (whom === 'all') {
    await until(() => service.log().filter(({ msg }) => msg === 'stopping').length === 2);
    process.kill(serving!, 'SIGTERM');
  }
  // All at once, so that the last answer and the end are one moment.
  answers.push(...await Promise.all(agents.map(order)));
  expect(await ended).toBe(0);
  expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 200));
  const store = createSqlStore(openSqlite(join(folder, `stopped-${whom}.db`)), { identities: createIdentities('a'.repeat(32), 'hashed'), report: () => undefined });
  const recorded = await Promise.all(answers.map((answer) => store.findCard(answer!.body.cards[0].uuid)));
  await store.close();
  expect(recorded.map((found) => found.length)).toEqual(answers.map(() => 1));
}, 150_000);

test('one that dies before its turn has come in a change is replaced once', async () => {
  const service = await start('turn', { KNOWLEDGE: CARDS });
  const before = servingUnder(service);
  process.kill(service.pid, 'SIGUSR2');
  process.kill(before[1]!, 'SIGKILL');
  await until(() => service.log().some(({ msg }) => msg === 'all processes have read everything anew'));
  await until(() => !before.some(isAlive) && service.log().filter(({ msg }) => msg === 'listening').length >= 4);
  expect(servingUnder(service)).toHaveLength(2);
}, 150_000);

test('signals that come too early, or to one that cannot do what they ask, end nobody', async () => {
  const clients = join(folder, 'early.json');
  const write = (id: string): void => writeFileSync(clients, JSON.stringify({ clients: [{ id, iss: 'https://ehr.example.org', openFhirServers: ['https://fhir.example.org/r4'] }] }));
  write('one');
  const service = await start('early', { KNOWLEDGE: CARDS, CLIENTS: clients });
  const before = servingUnder(service);
  process.kill(service.pid, 'SIGUSR2');
  await until(() => servingUnder(service).length === 3);
  write('two');
  process.kill(service.pid, 'SIGHUP');
  await until(() => !before.some(isAlive));
  expect(service.log().some(({ msg }) => /could not start|has ended/.test(String(msg)))).toBe(false);
  // The one that had only begun has read them too, before or after.
  for (const pid of servingUnder(service)) process.kill(pid, 'SIGUSR2');
  await until(() => service.log().filter(({ msg }) => String(msg).startsWith('SIGUSR2 is not for')).length === 2);
  expect((await call(`${service.address}${SERVICE}`, acute))?.status).toBe(200);

  const alone = await startService({ STORE: 'memory:' });
  running.push(alone);
  for (const signal of ['SIGUSR2', 'SIGHUP'] as const) process.kill(alone.pid, signal);
  await until(() => alone.log().some(({ msg }) => String(msg).startsWith('SIGUSR2 is not for')) && alone.log().some(({ msg }) => msg === 'clients read again'));
  expect((await call(`${alone.address}${SERVICE}`, acute))?.status).toBe(200);
}, 150_000);
