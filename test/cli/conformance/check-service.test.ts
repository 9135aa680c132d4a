/** `check-service` against this service as a process, and against services that are wrong on purpose: what is wrong is found, and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { checkService } from '../../../src/cli/conformance/check-service.ts';
import type { Issuer } from '../../../src/cli/conformance/check-tokens.ts';
import type { Check } from '../../../src/cli/conformance/check.ts';
import { newKey } from '../../../src/cli/conformance/new-key.ts';
import { printChecks } from '../../../src/cli/conformance/print-checks.ts';
import { startStandIn, type StandIn } from '../../../src/cli/conformance/start-stand-in.ts';
import { createCaller } from '../../../src/outbound/create-caller.ts';
import { startService, type ServiceProcess } from '../../support/service-process.ts';
import { startWrongService, type WrongService } from './wrong-services.ts';

const ROOT = join(__dirname, '../../..');
const REQUEST = 'fixtures/requests/acute-low-back-pain.json';
const BASE = 'https://cds.example.org';
const ISS = 'https://ehr.example.org';
const folder = mkdtempSync(join(tmpdir(), 'backstop-conformance-'));
const key = newKey('key-1', 'ES384');
const next = newKey('key-2', 'ES384');
const caller = createCaller({ networks: [], allowsLoopback: true, allowsHttp: true });
let standIn: StandIn;
let own: ServiceProcess;

const issuer = (): Issuer => {
  standIn.publish([key.jwk]);
  return {
    key, jku: `${standIn.address}/jwks.json`, next: { key: next, publish: () => standIn.publish([key.jwk, next.jwk]) },
    claims: (at, changes = {}) => {
      const iat = Math.floor(Date.now() / 1000);
      return { iss: ISS, aud: at.href, iat, exp: iat + 300, jti: randomUUID(), ...changes };
    },
  };
};

const examine = (address: string, changes: Partial<Parameters<typeof checkService>[0]> = {}, who?: Issuer): Promise<readonly Check[]> =>
  checkService({ url: new URL(address), requests: [], checksFhir: false, timeoutMs: 10_000, ...changes }, { caller, standIn, newId: randomUUID, now: () => new Date(), clock: () => performance.now(), tell: () => undefined, ...(who !== undefined && { issuer: who }) });

const named = (checks: readonly Check[], result: Check['result']): readonly string[] => [...new Set(checks.filter((check) => check.result === result).map(({ id }) => id))].sort();
const wrong: WrongService[] = [];
const start = async (kind: Parameters<typeof startWrongService>[0]): Promise<WrongService> => {
  const service = await startWrongService(kind);
  wrong.push(service);
  return service;
};

const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> => new Promise((resolve) => {
  execFile(process.execPath, ['src/cli.ts', 'check-service', ...args], { cwd: ROOT, env: { PATH: process.env['PATH'] } as unknown as NodeJS.ProcessEnv, maxBuffer: 2 ** 25 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
});

beforeAll(async () => {
  standIn = await startStandIn({ host: '127.0.0.1', port: 0 });
  const clients = join(folder, 'clients.json');
  writeFileSync(clients, JSON.stringify({ clients: [{ id: 'ehr', iss: ISS, jku: `${standIn.address}/jwks.json`, fhirServers: [`${standIn.address}/fhir`] }] }));
  // The service has a client's keys before it is called.
  standIn.publish([key.jwk]);
  own = await startService({ AUTH: 'required', CLIENTS: clients, PUBLIC_URL: BASE, ALLOW_INSECURE_HTTP: 'yes', STORE: 'memory:', LOG_LEVEL: 'info', DEADLINE_MS: '500' });
});
afterAll(async () => {
  await Promise.all([own?.end('SIGTERM'), standIn?.close(), ...wrong.map((each) => each.close())]);
  rmSync(folder, { recursive: true, force: true });
});

describe('this service', () => {
  let checks: readonly Check[];
  beforeAll(async () => {
    const requests = [REQUEST, 'fixtures/requests/cauda-equina.json'].map((file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Readonly<Record<string, unknown>>);
    checks = await examine(own.address, { requests: [...requests, ...requests.map((request) => ({ ...request, hook: 'order-sign' }))], checksFhir: true, audience: new URL(BASE) }, issuer());
  });

  test('meets every SHALL, with tokens, and with a FHIR server that fails in every way', () => {
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  test('meets every SHOULD', () => {
    // How long an answer takes is a matter of the machine.
    expect(checks.filter(({ result, id }) => result === 'warn' && id !== 'HTTP-6')).toEqual([]);
  });

  test('was looked at wholly: skipped is only what it has no use for', () => {
    // What is said when an order is selected may rest when it is signed.
    expect(named(checks.filter(({ about }) => about !== 'imaging-advice-sign'), 'skipped')).toEqual(['LINK-3', 'LINK-5', 'SUG-6', 'TLS-1']);
    expect(named(checks, 'pass')).toEqual(expect.arrayContaining(['ACT-5', 'ACT-6', 'CARD-9', 'DISC-1', 'FB-2', 'FB-6', 'HTTP-5', 'JWT-11', 'JWT-16', 'JWT-4', 'JWT-9', 'OVR-1', 'PF-4', 'PF-6', 'REQ-1', 'SYS-1', 'TOK-2']));
  });

  test('has nothing of a request that was given in any report', () => {
    const all = (['table', 'json', 'junit'] as const).map((form) => printChecks(checks, form, { what: 'service', at: new Date(0) })).join('');
    expect(all).not.toMatch(/Low back pain for 3 days|1981|"sent"/);
  });

  test('cannot be examined without a key: that is said, and nothing is claimed', async () => {
    await expect(examine(own.address)).rejects.toMatchObject({ code: 'not-examined' });
  });
});

test('a service that is not there, or not listed, is an error and no finding', async () => {
  await expect(examine('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'not-examined' });
  await expect(examine(own.address, { service: 'no-such-service' })).rejects.toMatchObject({ code: 'not-examined' });
});

describe('a service that is wrong', () => {
  test('in its discovery', async () => {
    const checks = await examine((await start('discovery')).address);
    expect(named(checks, 'fail')).toEqual(['DISC-21', 'DISC-4', 'DISC-6', 'TOK-1', 'TOK-2', 'TOK-3']);
    expect(named(checks, 'warn')).toEqual(expect.arrayContaining(['DISC-12', 'DISC-17', 'DISC-5', 'DISC-8', 'TOK-4', 'TOK-6', 'TOK-7']));
    expect(checks.find(({ id }) => id === 'TOK-3')?.evidence).toEqual([expect.objectContaining({ call: 'GET discovery', pointer: '/services/0/prefetch/orders' })]);
  });

  test('in its cards: each fault has its number and place', async () => {
    const checks = await examine((await start('cards')).address);
    expect(named(checks, 'fail')).toEqual(['ACT-1', 'ACT-2', 'ACT-3', 'ACT-4', 'ACT-5', 'CARD-2', 'CARD-4', 'CARD-5', 'CARD-6', 'CARD-8', 'CARD-9', 'EXT-1', 'JSON-2', 'LINK-1', 'LINK-2', 'LINK-3', 'LINK-5', 'OVR-1', 'SUG-1', 'SUG-3', 'SUG-6', 'SYS-1']);
    expect(named(checks, 'warn')).toEqual(expect.arrayContaining(['ACT-6', 'CARD-1', 'CARD-3', 'LINK-8', 'SUG-2', 'SUG-4']));
    expect(checks.find(({ id }) => id === 'CARD-5')?.evidence![0]).toMatchObject({ status: 200, pointer: '/cards/0/source' });
    expect(checks.find(({ id }) => id === 'CARD-2')?.evidence![0]).toMatchObject({ pointer: '/cards/0/summary' });
  });

  test('in whom it believes: forged tokens are let in', async () => {
    const checks = await examine((await start('believing')).address, {}, issuer());
    expect(named(checks, 'fail')).toEqual(['JWT-10', 'JWT-16', 'JWT-4', 'JWT-6', 'JWT-7']);
    expect(named(checks, 'warn')).toEqual(expect.arrayContaining(['JWT-11', 'JWT-17']));
    expect(checks.find(({ id }) => id === 'JWT-4')?.evidence).toHaveLength(3);
  });

  test('in its patience: without prefetch it never answers', async () => {
    const checks = await examine((await start('hanging')).address, { timeoutMs: 1500 });
    expect(named(checks, 'fail')).toEqual(['HTTP-2']);
    expect(checks.find(({ id }) => id === 'HTTP-2')?.evidence![0]).toMatchObject({ fault: 'no answer in 1.5 s' });
  });

  test('in every call: it breaks, and says how', async () => {
    const checks = await examine((await start('broken')).address);
    expect(named(checks, 'fail')).toEqual(['HTTP-2', 'PF-8', 'REQ-1']);
    expect(named(checks, 'skipped')).toEqual(expect.arrayContaining(['CARD-2', 'FB-2', 'RESP-1']));
    expect(checks.find(({ id }) => id === 'HTTP-3')?.evidence).toContainEqual(expect.objectContaining({ status: 500, fault: 'the answer has a stack trace' }));
  });
});

describe('a service that is wrong in how it', () => {
  test('takes calls: what it should refuse, bear, and tell browsers is found missing', async () => {
    const checks = await examine((await start('careless')).address);
    expect(named(checks, 'fail')).toEqual(['DISC-1', 'FB-2', 'JSON-1']);
    expect(named(checks, 'warn').filter((id) => id !== 'HTTP-6')).toEqual(['CACHE-1', 'CARD-14', 'CORS-1', 'CORS-2', 'CORS-4', 'CTX-2', 'DISC-14', 'FB-1', 'FB-3', 'FB-4', 'FB-5', 'HTTP-3', 'HTTP-9', 'JSON-4', 'JSON-5', 'JSON-6', 'PF-2', 'PF-7', 'REQ-10', 'REQ-11', 'REQ-2', 'REQ-3', 'REQ-7', 'REQ-8', 'REQ-9']);
  });

  test('reads: without its token, with it elsewhere, and without end', async () => {
    const checks = await examine((await start('reading')).address, { checksFhir: true, timeoutMs: 1500 });
    expect(named(checks, 'fail')).toEqual(['HTTP-5', 'PF-4', 'PF-6']);
  });

  test('compares audiences: to the letter, and that is no fault of its tolerance of a trailing slash', async () => {
    const checks = await examine((await start('exact')).address, {}, issuer());
    expect(checks.find(({ id }) => id === 'DISC-15')).toMatchObject({ result: 'pass' });
  });

  test('lets in: nobody, and it says why', async () => {
    const checks = await examine((await start('locked')).address, {}, issuer());
    expect(named(checks, 'fail')).toEqual(['HTTP-2', 'JWT-2', 'PF-8', 'REQ-1']);
    expect(named(checks, 'warn')).toEqual(expect.arrayContaining(['JWT-13', 'JWT-9']));
  });
});

describe('the command', () => {
  test('prints for programs what its schema says, and ends with 1 where a SHALL failed', async () => {
    const { code, stdout } = await run((await start('cards')).address, '--insecure-http', '--json');
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'docs/conformance.schema.json'), 'utf8')) as object);
    expect(validate(JSON.parse(stdout)) ? [] : validate.errors).toEqual([]);
    expect(code).toBe(1);
  });

  test('prints JUnit XML with a failure for each SHALL that failed', async () => {
    const stdout = printChecks(await examine((await start('discovery')).address), 'junit', { what: 'service', at: new Date(0) });
    expect(stdout).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="CDS Hooks service" tests="\d+" failures="6" /);
    expect(stdout.match(/<failure /g)).toHaveLength(6);
    expect(stdout).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });

  test.each([
    ['of its own', [], /^FHIR server: http:\/\/127\.0\.0\.1:\d+\/fhir /], ['of a proxy', ['--public', 'https://kit.example.org/x/'], /^FHIR server: https:\/\/kit\.example\.org\/x\/fhir /],
  ])('says first which FHIR server the service must be allowed to read: at an address %s', async (_, args, words) => {
    expect((await run('http://127.0.0.1:9', '--insecure-http', '--fhir', ...args)).stderr).toMatch(words);
    expect((await run('http://127.0.0.1:9', '--insecure-http', ...args)).stderr).not.toMatch(/FHIR server/);
  });

  test.each([
    ['http without leave', ['http://127.0.0.1:9'], /--insecure-http/], ['no call in the file', ['https://cds.example.org', '--request', 'package.json'], /--request package.json/],
  ])('ends with 2 and says why: %s', async (_, args, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });
});
