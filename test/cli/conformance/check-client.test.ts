/** `check-client` as a process, called by a client that does it rightly and by one that does not; and its answers, as check-service sees them. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { checkAnswer } from '../../../src/cli/conformance/check-answer.ts';
import type { Check } from '../../../src/cli/conformance/check.ts';
import { createProbe, type Exchange, type Probe } from '../../../src/cli/conformance/create-probe.ts';
import { neutralRequest } from '../../../src/cli/conformance/neutral-request.ts';
import { newKey } from '../../../src/cli/conformance/new-key.ts';
import { signToken } from '../../../src/cli/conformance/sign-token.ts';
import { RIGHT_ANSWERS, standInAnswer } from '../../../src/cli/conformance/stand-in-answers.ts';
import { standInServices } from '../../../src/cli/conformance/start-service.ts';
import { createCaller } from '../../../src/outbound/create-caller.ts';

const ROOT = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'backstop-client-'));
const key = newKey('ehr-key', 'RS384');
const JWKS = join(folder, 'jwks.json');
writeFileSync(JWKS, JSON.stringify({ keys: [key.jwk] }));
const caller = createCaller({ networks: [], allowsLoopback: true, allowsHttp: true });
const running: ChildProcess[] = [];

interface Command {
  readonly address: string;
  readonly child: ChildProcess;
  readonly stderr: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly checks: readonly Check[]; readonly stdout: string }>;
}

const command = (...args: readonly string[]): Promise<Command> => start(['src/cli.ts'], args);

/** As a group of its own, as a terminal makes one. */
async function start(program: readonly string[], args: readonly string[]): Promise<Command> {
  const child = spawn(process.execPath, [...program, 'check-client', '--json', ...args], { cwd: ROOT, detached: true, env: { PATH: process.env['PATH'] } as unknown as NodeJS.ProcessEnv });
  running.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => { stdout += String(chunk); });
  const ended = new Promise<Awaited<Command['ended']>>((resolve) => { child.once('close', (code) => resolve({ code, stdout, checks: stdout === '' ? [] : (JSON.parse(stdout) as { checks: readonly Check[] }).checks })); });
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
      const found = /^discovery: (\S+)\/cds-services$/m.exec(stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(stderr)));
  });
  return { address, child, stderr: () => stderr, ended };
}

function probe(address: string, hook: string): Probe {
  const service = standInServices.find((each) => each.hook === hook)!;
  const url = new URL(`${address}/cds-services/${service.id}`);
  return createProbe({ caller, service, url, base: neutralRequest(service)!, isGiven: false, timeoutMs: 10_000, newId: randomUUID, clock: () => performance.now(), tokenFor: (at) => signToken(key, claims(at)) });
}

function claims(at: URL): Readonly<Record<string, unknown>> {
  const iat = Math.floor(Date.now() / 1000);
  return { iss: 'https://ehr.example.org', aud: at.href, iat, exp: iat + 300, jti: randomUUID() };
}

const cardIn = ({ body }: Exchange): any => (body as { cards: readonly unknown[] }).cards[0];
const named = (checks: readonly Check[], result: Check['result']): readonly string[] => [...new Set(checks.filter((check) => check.result === result).map(({ id }) => id))].sort();

afterAll(() => {
  for (const { pid, exitCode, signalCode } of running) if (exitCode === null && signalCode === null) process.kill(-pid!, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const report = (changes: object): object => ({ outcome: 'overridden', outcomeTimestamp: new Date().toISOString(), ...changes });

describe('a client', () => {
  test('that calls rightly, shows its tokens and reports what became of cards, meets everything', async () => {
    const { address, ended } = await command('--jwks', JWKS, '--answer', 'create', '--answer', 'override-reasons', '--calls', '7');
    const discovery = new URL(`${address}/cds-services`);
    await caller(discovery, { method: 'GET', headers: { Authorization: `Bearer ${signToken(key, claims(discovery))}` }, timeoutMs: 5000 });
    const access = { fhirServer: 'https://ehr.example.org/fhir', fhirAuthorization: { access_token: 'x', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 'cds' }, extension: { 'org.example.ehr': 'x' } };
    for (const { hook } of standInServices) {
      const { ask, base, url } = probe(address, hook);
      const [created, other] = [cardIn(await ask('a call', { request: { ...base, ...access } })), cardIn(await ask('a call'))];
      if (hook !== 'order-sign') continue;
      const feedback = [report({ card: created.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: created.suggestions[0].uuid }] }), report({ card: other.uuid, overrideReason: { reason: other.overrideReasons[0] } })];
      await ask('feedback', { url: new URL(`${url.href}/feedback`), raw: JSON.stringify({ feedback }) });
    }
    const { code, checks, stdout } = await ended;
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'docs/conformance.schema.json'), 'utf8')) as object);
    expect(validate(JSON.parse(stdout)) ? [] : validate.errors).toEqual([]);
    expect(checks.filter(({ result }) => result === 'fail' || result === 'warn')).toEqual([]);
    expect(code).toBe(0);
    expect(named(checks.filter(({ about }) => about === 'conformance-order-sign'), 'skipped')).toEqual(['C-CTX-4']);
    expect(named(checks.filter(({ about }) => about === 'conformance-order-select'), 'pass')).toEqual(expect.arrayContaining(['C-CTX-4', 'C-JWT-8']));
  });

  test('that calls wrongly learns what was wrong and where, and nothing it sent is repeated', async () => {
    const { address, child, stderr, ended } = await command('--jwks', JWKS, '--answer', 'create');
    const { ask, base, url } = probe(address, 'order-select');
    const context = { ...(base['context'] as object), userId: 'Dr. Mary Secret', patientId: 'Patient/secret', selections: ['ServiceRequest/other'] };
    const wrongly = { ...base, hookInstance: 'secret-7', context, prefetch: { patient: { resourceType: 'Condition', id: 'secret' }, extra: null }, fhirAuthorization: { access_token: 'secret', token_type: 'bearer', expires_in: '300' }, extension: [{ url: 'x' }], empty: {} };
    const stranger = newKey('ehr-key', 'RS384');
    const late = { ...claims(url), aud: 'https://elsewhere.example.org', exp: 1, iat: -9000 };
    await ask('a call', { request: wrongly, token: { value: signToken(stranger, late, { typ: 'at+jwt' }) } });
    await ask('again', { request: wrongly, token: { value: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.` } });
    const shown = cardIn(await ask('a call rightly', { request: base, token: { value: undefined } }));
    const told = new URL(`${url.href}/feedback`);
    await ask('feedback', { url: told, raw: JSON.stringify({ feedback: [report({ card: shown.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: 'secret' }] }), report({ card: 'secret', overrideReason: {} }), { card: shown.uuid, outcome: 'ignored', outcomeTimestamp: 'today' }] }) });
    await ask('no list', { url: told, raw: '{"feedback":{}}', headers: { 'Content-Type': 'text/plain' } });
    await ask('another hook', { request: { ...base, hook: 'order-sign', context: { ...context, draftOrders: { resourceType: 'List', entry: [{ resource: {} }] } } } });
    child.kill('SIGINT');
    const { code, checks, stdout } = await ended;
    expect(code).toBe(1);
    expect(named(checks, 'fail')).toEqual(['C-CTX-2', 'C-CTX-3', 'C-CTX-4', 'C-EXT-1', 'C-FB-1', 'C-FB-2', 'C-FB-3', 'C-FB-4', 'C-FB-5', 'C-JSON-2', 'C-JWT-2', 'C-JWT-3', 'C-JWT-4', 'C-JWT-5', 'C-JWT-6', 'C-JWT-8', 'C-PF-1', 'C-PF-2', 'C-REQ-2', 'C-REQ-3', 'C-REQ-4', 'C-REQ-5', 'C-REQ-6']);
    expect(named(checks, 'warn')).toEqual(['C-JWT-1', 'C-JWT-7', 'C-PF-3']);
    expect(checks.find(({ id, about }) => id === 'C-CTX-4' && about === 'conformance-order-select')?.evidence![0]).toMatchObject({ pointer: '/context/selections/0', status: 200 });
    expect(stdout + stderr()).not.toMatch(/secret|Mary/i);
  });

  test('that reads discovery without a token has done nothing wrong: discovery is open', async () => {
    const { address, child, stderr, ended } = await command();
    await caller(new URL(`${address}/cds-services`), { method: 'GET', headers: {}, timeoutMs: 5000 });
    child.kill('SIGINT');
    const { checks } = await ended;
    expect(stderr()).toMatch(/^discovery GET discovery → 200: as it should be$/m);
    expect(named(checks, 'warn')).toEqual([]);
    expect(checks.filter(({ about }) => about === 'discovery').map(({ id }) => id)).toEqual(['C-JWT-2', 'C-JWT-3', 'C-JWT-4', 'C-JWT-5', 'C-JWT-6', 'C-JWT-7', 'C-JWT-8']);
  });

  test('that shows discovery a token has it looked at', async () => {
    const { address, child, ended } = await command();
    const discovery = new URL(`${address}/cds-services`);
    await caller(discovery, { method: 'GET', headers: { Authorization: `Bearer ${signToken(key, { ...claims(discovery), aud: 'https://elsewhere.example.org' })}` }, timeoutMs: 5000 });
    child.kill('SIGINT');
    expect(named((await ended).checks, 'fail')).toEqual(['C-JWT-5']);
  });

  test('may be shown every fault of a service', async () => {
    const { address, child, ended } = await command('--answer', '412', '--answer', '500', '--answer', 'invalid-json');
    const { ask } = probe(address, 'patient-view');
    expect([(await ask('one')).status, (await ask('two')).status, (await ask('three')).body]).toEqual([412, 500, undefined]);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe('bin/backstop.js', () => {
  const OLD_NODE = ['--import', 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})'];

  test.each([
    ['its group, as by Ctrl-C', -1, []], ['it alone', 1, []], ['its group, on a Node that is too old', -1, OLD_NODE], ['it alone, on a Node that is too old', 1, OLD_NODE],
  ] as const)('has the report printed and its exit code where SIGINT comes to %s', async (_, sign, options) => {
    const started = await Promise.all(Array.from({ length: 3 }, () => start([...options, 'bin/backstop.js'], [])));
    for (const { child } of started) process.kill(sign * child.pid!, 'SIGINT');
    const ended = await Promise.all(started.map((each) => each.ended));
    expect(ended.map(({ code, checks }) => [code, checks.length > 0])).toEqual(started.map(() => [0, true]));
  }, 30_000);
});

test.each(RIGHT_ANSWERS)('its answer "%s" is one that check-service has nothing against', (kind) => {
  for (const service of standInServices) {
    const request = neutralRequest(service)!;
    const { status, body } = standInAnswer(kind, request, randomUUID);
    expect([status, checkAnswer(JSON.parse(body), request).faults]).toEqual([200, []]);
  }
});
