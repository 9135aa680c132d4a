/**
 * `node test/support/lossy-calls.ts CALLS DEADLINE_MS PERCENT…`, in a network of its own (`unshare --net`): places orders at the service, whose FHIR server is behind
 * a loopback that loses so many packets of a hundred, one share after the other, and prints a line for each: packets lost, and of each call what was answered.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFhirServers, startFhirServer } from './fhir-server.ts';

export interface LossyCall {
  readonly status: number;
  readonly cards: number;
  /** The card says that something was not read. */
  readonly isSaid: boolean;
  /** Reads, and those of them that came to nothing, by the log. */
  readonly asked: number;
  readonly short: number;
  /** Of the service, by the log: this process waits for its turn as well. */
  readonly ms: number;
}

export interface LossyRound {
  readonly percent: number;
  readonly lost: number;
  readonly calls: readonly LossyCall[];
}

const ROOT = join(import.meta.dirname, '../..');
const [count, deadlineMs, ...percents] = process.argv.slice(2) as [string, string, ...string[]];
const acute = readFileSync(join(ROOT, 'fixtures/requests/acute-low-back-pain.json'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'backstop-lossy-'));
const run = (name: string, ...args: readonly string[]): string => execFileSync(name, args, { encoding: 'utf8' });

run('ip', 'link', 'set', 'lo', 'up');
const fhir = await startFhirServer({ default: { resourceType: 'Bundle', type: 'searchset' } });
writeFileSync(join(folder, 'clients.json'), JSON.stringify({ clients: [{ id: 'c', iss: 'https://ehr.example.org', openFhirServers: [fhir.base] }] }));
const service = spawn(process.execPath, ['src/main.ts'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], PORT: '0', PROCESSES: '1', TIME_ZONE: 'UTC', STORE: 'memory:', MAX_LAG_MS: '600000', CLIENTS: join(folder, 'clients.json'), ALLOW_INSECURE_HTTP: 'yes', DEADLINE_MS: deadlineMs } });
let log = '';
service.stdout.on('data', (chunk) => { log += String(chunk); });
const lines = (): readonly any[] => log.split('\n').slice(0, -1).map((line) => JSON.parse(line));
try {
  const port = await come(() => lines().find((line) => line.port !== undefined)?.port as number | undefined);
  for (const percent of percents.map(Number)) {
    lose(percent);
    const calls = await Promise.all(Array.from({ length: Number(count) }, (_, index) => place(port, `${percent}-${index}`)));
    console.log(JSON.stringify({ percent, lost: lostSoFar(), calls } satisfies LossyRound));
  }
} finally {
  service.kill('SIGKILL');
  await closeFhirServers();
  rmSync(folder, { recursive: true, force: true });
}

/** Both ways, and only to and from the FHIR server: who calls the service has a network that is well. */
function lose(percent: number): void {
  run('iptables', '-F', 'INPUT');
  const { port } = new URL(fhir.base);
  for (const side of ['--dport', '--sport']) if (percent > 0) run('iptables', '-A', 'INPUT', '-p', 'tcp', side, port, '-m', 'statistic', '--mode', 'random', '--probability', String(percent / 100), '-j', 'DROP');
}

function lostSoFar(): number {
  return run('iptables', '-nvxL', 'INPUT').split('\n').filter((line) => line.includes('DROP')).reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[0]), 0);
}

async function place(port: number, patient: string): Promise<LossyCall> {
  const { prefetch: { patient: person, conditions }, ...body } = JSON.parse(acute.replaceAll('"p1"', `"${patient}"`).replaceAll('Patient/p1', `Patient/${patient}`));
  const hookInstance = crypto.randomUUID();
  const response = await fetch(`http://127.0.0.1:${port}/cds-services/imaging-advice`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...body, hookInstance, fhirServer: fhir.base, prefetch: { patient: person, conditions } }) });
  const { cards } = await response.json() as { readonly cards: readonly { readonly detail: string }[] };
  const { fetched, ms } = await come(() => lines().find((line) => line.hookInstance === hookInstance));
  return { status: response.status, cards: cards.length, isSaid: cards.some(({ detail }) => detail.includes('Not read')), asked: fetched.asked, short: fetched.short, ms };
}

/** What is so in a moment. */
async function come<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
