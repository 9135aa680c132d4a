/** Whoever reads the log may be late or go, and a disk may be full: calls are answered, and the service ends when it is asked to. */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';

const MAIN = join(__dirname, '../../src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'backstop-reader-'));
const CALLS = 200;
const running: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of running.splice(0)) {
    try {
      process.kill(-pid!, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

interface Piped {
  readonly address: string;
  readonly pid: number;
  readonly readerPid: () => number;
  /** The exit code, once there is one. */
  readonly code: () => number | undefined;
}

/** Starts it as a shell does, with its log going into `output` (`| cat`, `> file`). */
async function startInto(name: string, output: string, settings: Readonly<Record<string, string>> = {}): Promise<Piped> {
  const port = await freePort();
  const [pidFile, codeFile, readerFile] = ['pid', 'code', 'reader'].map((each) => join(folder, `${name}.${each}`)) as [string, string, string];
  const service = `{ ${process.execPath} ${MAIN} & echo $! > ${pidFile}; wait $!; echo $? > ${codeFile}; }`;
  const reader = output.startsWith('|') ? `| { echo $BASHPID > ${readerFile}; exec ${output.slice(1)}; }` : output;
  const child = spawn('bash', ['-c', `${service} ${reader}`], { cwd: folder, detached: true, stdio: 'ignore', env: { PATH: process.env['PATH'], PORT: String(port), PROCESSES: '1', TIME_ZONE: 'UTC', MAX_LAG_MS: '600000', RATE_PER_ADDRESS: '1000000', STORE: `sqlite:${join(folder, `${name}.db`)}`, ...settings } as unknown as NodeJS.ProcessEnv });
  running.push(child);
  const numberIn = (file: string): number | undefined => (existsSync(file) && readFileSync(file, 'utf8').endsWith('\n') ? Number(readFileSync(file, 'utf8')) : undefined);
  const address = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${address}/healthz`).then((answer) => answer.ok, () => false));
  return { address, pid: numberIn(pidFile)!, readerPid: () => numberIn(readerFile)!, code: () => numberIn(codeFile) };
}

async function callOften(address: string, times: number): Promise<void> {
  for (let call = 0; call < times; call += 20) {
    await Promise.all(Array.from({ length: 20 }, async () => {
      const answer = await fetch(`${address}/nowhere`);
      expect(answer.status).toBe(404);
      await answer.arrayBuffer();
    }));
  }
}

const childrenOf = (pid: number): readonly number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((each) => each !== '').map(Number);
const isAlive = (pid: number): boolean => readdirSync('/proc').includes(String(pid)) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
const linesOf = (file: string): readonly Readonly<Record<string, unknown>>[] => readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

(process.platform === 'linux' ? describe : describe.skip)('the log', () => {
  test.each(['1', '2'])('OPS-2 whose reader goes as all are told to end keeps none of %s processes from answering, nor from ending', async (count) => {
    const { address, pid, readerPid, code } = await startInto(`gone-${count}`, '| cat > /dev/null', { PROCESSES: count });
    if (count === '2') await until(() => childrenOf(pid).length === 2);
    const pids = [pid, ...childrenOf(pid)];
    await callOften(address, 100);
    process.kill(readerPid(), 'SIGKILL');
    for (const each of pids) process.kill(each, 'SIGINT');
    await until(() => code() !== undefined);
    expect(code()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  }, 60_000);

  test('OPS-2 on a disk without room keeps nobody from answering, nor from ending', async () => {
    const { address, pid, code } = await startInto('full', '> /dev/full');
    await callOften(address, 100);
    process.kill(pid, 'SIGTERM');
    await until(() => code() !== undefined);
    expect(code()).toBe(0);
  }, 60_000);

  test('OPS-1 has a line of every call that was answered before SIGTERM, though its reader is late', async () => {
    const [file, go] = [join(folder, 'slow.log'), join(folder, 'go')];
    const { address, pid, code } = await startInto('slow', `| bash -c 'until test -e ${go}; do sleep 0.05; done; exec cat > ${file}'`);
    // No more than a pipe holds.
    await callOften(address, CALLS);
    process.kill(pid, 'SIGTERM');
    writeFileSync(go, '');
    await until(() => code() !== undefined);
    expect(code()).toBe(0);
    await until(() => readFileSync(file, 'utf8').includes('stopping'));
    expect(linesOf(file).filter(({ status }) => status === 404)).toHaveLength(CALLS);
  }, 60_000);
});
