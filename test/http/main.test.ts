/** The process itself: it starts, says where, stops when asked, and says plainly why it cannot start. */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hookBody } from './call-service.ts';

const ROOT = join(__dirname, '../..');
const running: ChildProcess[] = [];
/** Where the service keeps what it remembers, unless told otherwise. */
const folder = mkdtempSync(join(tmpdir(), 'backstop-main-'));

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the service with only the settings given. */
function start(settings: Readonly<Record<string, string>>, command = 'src/main.ts') {
  const child = spawn(process.execPath, [join(ROOT, command)], { cwd: folder, env: { PATH: process.env['PATH'], TZ: process.env['TZ'], ...settings } as NodeJS.ProcessEnv });
  running.push(child);
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => { errors += String(chunk); });
  const ended = new Promise<{ code: number | null; errors: string; output: string }>((resolve) => child.on('close', (code) => resolve({ code, errors, output })));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port !== undefined && output.includes('AUTH=off')) resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then(() => reject(new Error(errors)));
  });
  listening.catch(() => undefined);
  return { child, listening, ended, output: () => output };
}

describe('main', () => {
  test('serves with no settings but a port, and warns that nobody is verified', async () => {
    const { listening, output } = start({ PORT: '0' });
    const address = await listening;
    expect((await fetch(`${address}/cds-services`)).status).toBe(200);
    const answer = await fetch(`${address}/cds-services/imaging-advice`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(hookBody()) });
    expect(answer.status).toBe(200);
    expect(output()).toMatch(/"level":"warn".*AUTH=off/);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    for (const name of ['backstop.db', 'backstop.key']) expect(statSync(join(folder, 'data', name)).mode & 0o777).toBe(0o600);
  }, 60_000);

  test('started by npm, keeps modules as Node has made them ready beside the packages, in its thread too, and not where it is told not to', async () => {
    const toldOf = async (settings: Readonly<Record<string, string>>): Promise<string> => {
      const { child, listening, ended } = start({ PORT: '0', NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...settings }, 'bin/start.js');
      await fetch(`${await listening}/readyz`);
      child.kill('SIGTERM');
      return (await ended).errors;
    };
    const kept = await toldOf({});
    for (const name of ['main.ts', 'serve.ts', 'sqlite-thread.ts']) expect(kept).toMatch(new RegExp(`\\[compile cache\\].*${name}`));
    expect(kept).toContain(join(ROOT, 'node_modules/.cache/backstop'));
    expect(await toldOf({ NODE_DISABLE_COMPILE_CACHE: '1' })).not.toContain('.cache/backstop');
  }, 160_000);

  test.each(['SIGTERM', 'SIGINT'] as const)('OPS-2 stops with 0 on %s, though a client keeps its connection', async (signal) => {
    const { child, listening, ended } = start({ PORT: '0' });
    await fetch(`${await listening}/healthz`);
    child.kill(signal);
    expect((await ended).code).toBe(0);
  }, 60_000);

  test('TRACE=full keeps what a decision was made from, and what was decided a moment before it stops can be made again', async () => {
    const settings = { STORE: `sqlite:${join(folder, 'traced.db')}`, TRACE_KEY: 'x'.repeat(32) };
    const { child, listening, ended, output } = start({ PORT: '0', TRACE: 'full', ...settings });
    const answer = await fetch(`${await listening}/cds-services/imaging-advice`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: readFileSync(join(ROOT, 'fixtures/requests/acute-low-back-pain.json')) });
    const { cards: [{ uuid }] } = (await answer.json()) as { cards: { uuid: string }[] & [{ uuid: string }] };
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(output()).toMatch(/"level":"warn".*TRACE=full/);
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'replay', uuid], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], ...settings } as NodeJS.ProcessEnv });
    expect(stdout).toMatch(/^identical: /m);
    expect(status).toBe(0);
  }, 30_000);

  test('SIGHUP reads the clients again; an invalid file changes nothing, and no call is dropped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backstop-main-'));
    const file = join(folder, 'clients.json');
    const write = (clients: unknown): void => writeFileSync(file, JSON.stringify({ clients }));
    write([{ id: 'one', iss: 'https://one.example.org', profile: 'epic' }]);
    const { child, listening, output } = start({ PORT: '0', CLIENTS: file, PROCESSES: '1' });
    const address = await listening;
    const calls = (): readonly string[] => output().split('\n').filter((line) => line.includes('"hook"') && line.endsWith('}'));
    const clientNow = async (issuer: string): Promise<string> => {
      const before = calls().length;
      const answer = await fetch(`${address}/cds-services/imaging-advice`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer e30.${Buffer.from(JSON.stringify({ iss: issuer })).toString('base64url')}.x` }, body: JSON.stringify(hookBody()) });
      expect(answer.status).toBe(200);
      while (calls().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
      return JSON.parse(calls().at(-1)!).client;
    };
    const hangUp = async (words: string): Promise<void> => {
      const before = output().split(words).length;
      child.kill('SIGHUP');
      while (output().split(words).length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    expect(await clientNow('https://one.example.org')).toBe('one');
    write([{ id: 'two', iss: 'https://two.example.org' }]);
    await hangUp('clients read again');
    expect([await clientNow('https://two.example.org'), await clientNow('https://one.example.org')]).toEqual(['two', 'anonymous']);
    write([{ id: 'three' }]);
    await hangUp('the clients stay as they were');
    expect(output()).toMatch(/clients\.json#\/clients\/0: .*iss/);
    expect(await clientNow('https://two.example.org')).toBe('two');
    rmSync(folder, { recursive: true });
  }, 30_000);

  test('says which port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, errors } = await start({ PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(`Port ${port} on 127.0.0.1 is in use by another process. Stop it, or set PORT to a free one.\n`);
  }, 60_000);

  test.each([[{ PORT: 'http' }, /^PORT=http: must be/], [{ AUTH: 'required' }, /CLIENTS names no file/], [{ NODE_ENV: 'production' }, /NODE_ENV=production/], [{ NODE_ENV: 'production', AUTH: 'off' }, /ALLOW_ANONYMOUS=yes/], [{ STORE: 'sqlite:/dev/null/x.db' }, /x\.key can be neither read nor made/], [{ STORE: 'sqlite:/dev/null/x.db', HASH_KEY: 'x'.repeat(32) }, /STORE=sqlite:.*cannot be used/], [{ CHALLENGER: '/dev/null' }, /\/dev\/null/], [{ HOST: '203.0.113.1', PORT: '0' }, /HOST=203\.0\.113\.1 is no address/]])(
    'JWT-1 does not start with %j, and says why without a stack', async (settings, reason) => {
      const { code, errors } = await start(settings as unknown as Record<string, string>).ended;
      expect(code).toBe(1);
      expect(errors).toMatch(reason);
      expect(errors).not.toMatch(/\bat \S+ \(|\.ts:\d/);
    }, 60_000);
});
