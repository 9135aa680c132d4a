/** A simulation by several processes over a queue in PostgreSQL: whoever dies of it, what comes out is what one machine writes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { CARDS } from '../../support/app.ts';
import { describePostgres, query, startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { CLI, folderOf, ROOT } from './simulation.ts';

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
}

/** Of this run alone: the database may be somebody's. */
const SCHEMA = `simulate_${process.pid}_${process.hrtime.bigint()}`;
const PATIENTS = 30;
const ORDERS = 25;
const NAMES = ['decisions.ndjson', 'decisions.csv'];

describe('the Jobs for Kubernetes', () => {
  test('run commands there are with options there are, all on the same charts, and nothing of theirs is a secret', () => {
    const text = readFileSync(join(ROOT, 'deploy/simulate-job.yaml'), 'utf8');
    const known = readFileSync(join(ROOT, 'src/cli/commands/simulate-queue.ts'), 'utf8');
    const specs = parseAllDocuments(text).map((document) => document.toJS() as Record<string, any>).map(({ kind, spec }) => ({ kind, ...spec.template.spec }));
    expect(specs.map(({ kind, restartPolicy }) => [kind, restartPolicy])).toEqual(Array(3).fill(['Job', 'Never']));
    const lines = specs.map(({ containers: [{ command }] }) => (command as readonly string[]).join(' '));
    expect(lines.map((line) => /src\/cli\.ts simulate (\w+)/.exec(line)?.[1])).toEqual(['enqueue', 'work', 'collect']);
    for (const line of lines) {
      expect(line).toContain(' /charts/2025');
      for (const [option] of line.matchAll(/--[\w-]+/g)) expect(known).toContain(`'${option}`);
    }
    for (const { securityContext, volumes, containers: [{ envFrom, securityContext: own, volumeMounts }] } of specs) {
      expect([securityContext.runAsUser, own.readOnlyRootFilesystem, envFrom]).toEqual([1000, true, [{ secretRef: { name: 'backstop-simulate' } }]]);
      expect(volumeMounts.map(({ name }: { readonly name: string }) => name).sort()).toEqual(volumes.map(({ name }: { readonly name: string }) => name).sort());
    }
    expect(text).not.toMatch(/value: postgres:/);
  });
});

describePostgres('a simulation over a queue', () => {
  let server: TestPostgres;
  let url: string;
  let folder: string;
  let inputs: string;
  let charts: string;
  let alone: Promise<Ended>;
  let collected: Promise<Ended>;
  const running: ChildProcess[] = [];

  /** A command of the queue, or the one that needs none. */
  const start = (args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
    const child = spawn(process.execPath, [CLI, 'simulate', ...args, ...(args[0] === inputs ? [] : ['--schema', SCHEMA])], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'], TIME_ZONE: 'UTC', SIMULATE_QUEUE: url } as unknown as NodeJS.ProcessEnv });
    running.push(child);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    return { child, ended: once(child, 'close').then(([status]) => ({ status: status as number | null, stderr })) };
  };
  const run = (...args: readonly string[]): Promise<Ended> => start(args).ended;
  const enqueue = (patients = '10') => run('enqueue', inputs, '--out', charts, '--job-patients', patients, '--lost-after', '10', '--labels', join(inputs, 'labels.csv'));
  const work = (...args: readonly string[]) => start(['work', charts, '--workers', '1', ...args]);
  const jobs = (where = 'true') => query(url, `SELECT id, state::text, retry_count, data, output FROM ${SCHEMA}.job WHERE name ~ '^[0-9a-f]{20}$' AND ${where} ORDER BY (data->>'first')::int`);
  /** The first job of that kind, as soon as there is one. */
  const jobThat = async (where: string): Promise<Readonly<Record<string, unknown>>> => {
    for (;;) {
      const [job] = await jobs(where);
      if (job !== undefined) return job;
      await pause(20);
    }
  };

  beforeAll(async () => {
    server = await startPostgres();
    url = await server.schema();
    folder = folderOf({});
    inputs = folderOf(exportOf(PATIENTS, ORDERS));
    charts = join(folder, 'charts');
    alone = run(inputs, '--out', join(folder, 'alone'), '--workers', '1', '--labels', join(inputs, 'labels.csv'));
  }, 60_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await query(url, `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    await server.stop();
    for (const path of [folder, inputs]) rmSync(path, { recursive: true, force: true });
  });

  test('what is not there yet is said, or waited for', async () => {
    expect(await work('--wait', '0.02').ended).toEqual({ status: 2, stderr: expect.stringMatching(/charts: holds no charts to work on\. Make them first \(simulate enqueue --out .*\), or wait for them \(--wait\)\.\n$/) });
  });

  test('jobs hold numbers of patients and nothing else; the charts are for their owner alone', async () => {
    const { status, stderr } = await enqueue();
    expect([status, stderr]).toEqual([0, expect.stringContaining('30 patients with orders in 3 jobs: 3 put on the queue.')]);
    expect(await jobs()).toEqual([[1, 10], [11, 20], [21, 30]].map(([first, last]) => expect.objectContaining({ state: 'created', data: { first, last }, output: null })));
    expect([statSync(charts).mode & 0o777, statSync(join(charts, 'charts.db')).mode & 0o777, readdirSync(charts)]).toEqual([0o700, 0o400, ['charts.db', 'inputs.txt']]);
    // Jobs that are there stay as large as they are.
    expect(await enqueue('6')).toEqual({ status: 0, stderr: expect.stringContaining('30 patients with orders in 3 jobs: 0 put on the queue, 3 were there.') });
  });

  test('nothing is written before all is judged, and nobody judges otherwise than the rest', async () => {
    const other = join(folder, 'knowledge');
    cpSync(CARDS, other, { recursive: true, filter: (path) => !path.includes('vignettes') });
    writeFileSync(join(other, 'common', 'README.md'), 'One more word.');
    const elsewhere = join(folder, 'charts-of-another-release');
    mkdirSync(elsewhere);
    copyFileSync(join(charts, 'charts.db'), join(elsewhere, 'charts.db'));
    chmodSync(join(elsewhere, 'charts.db'), 0o600);
    const db = new DatabaseSync(join(elsewhere, 'charts.db'));
    db.exec("UPDATE about SET value = json_set(value, '$.release', '0.0.9-cafe') WHERE name = 'plan'");
    db.close();
    const [early, knowledge, release] = await Promise.all([run('collect', charts, '--out', join(folder, 'early')), work('--knowledge', other).ended, run('work', elsewhere, '--workers', '1')]);
    expect(early).toEqual({ status: 1, stderr: expect.stringContaining('Nothing is written: of 3 jobs 0 are done, 0 worked on, 3 wait for a worker') });
    expect(readdirSync(join(folder, 'early'))).toEqual([]);
    expect(knowledge).toEqual({ status: 2, stderr: expect.stringContaining('is other knowledge than the jobs were made for') });
    expect(release).toEqual({ status: 2, stderr: expect.stringContaining('and the jobs were made for 0.0.9-cafe') });
    expect((await jobs()).map(({ state, retry_count }) => [state, retry_count])).toEqual(Array(3).fill(['created', 0]));
  });

  test('a worker that is told to stop lets go of its job at once', async () => {
    const { child, ended } = work();
    const { id } = await jobThat("state = 'active'");
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 1, stderr: expect.stringContaining('0 jobs done here; 0 of 3 are done.') });
    expect(await jobs(`id = '${String(id)}'`)).toEqual([expect.objectContaining({ state: 'retry', output: { message: 'The worker was told to stop.' } })]);
  });

  test('jobs that were given up are told, and put back where they are enqueued again', async () => {
    await query(url, `UPDATE ${SCHEMA}.job SET state = 'failed' WHERE data->>'first' <> '1'`);
    await query(url, `DELETE FROM ${SCHEMA}.job WHERE data->>'first' = '1'`);
    expect(await work().ended).toEqual({ status: 1, stderr: expect.stringContaining('0 of 3 are done, and 3 were given up: enqueue again puts them back.') });
    expect(await enqueue()).toEqual({ status: 0, stderr: expect.stringContaining('in 3 jobs: 1 put on the queue, 2 that were given up put back on it.') });
    expect((await jobs("state IN ('created', 'retry')")).map(({ data }) => (data as { readonly first: number }).first)).toEqual([1, 11, 21]);
  });

  test('the job of a worker that is killed is done by another, and what was taken away counts once', async () => {
    collected = run('collect', charts, '--out', join(folder, 'out'), '--wait', '5', '--forget');
    const killed = work();
    const { id, data } = await jobThat("state = 'active'") as { readonly id: string; readonly data: { readonly first: number } };
    killed.child.kill('SIGKILL');
    const other = work();
    // As if it had not been heard of for long, and its job had gone to somebody else.
    const taken = await jobThat(`state = 'active' AND id <> '${id}'`);
    await query(url, `UPDATE ${SCHEMA}.job SET state = 'retry' WHERE id = '${String(taken['id'])}'`);
    const { status, stderr } = await other.ended;
    expect([status, stderr]).toEqual([0, expect.stringContaining('3 jobs done here; 3 of 3 are done.')]);
    expect(stderr).toMatch(/Patients \d+ to \d+ were given to another worker meanwhile: nothing of them is kept here\./);
    expect((taken['data'] as typeof data).first).not.toBe(data.first);
  }, 60_000);

  test('what is collected is what one machine writes, byte for byte; then the database forgets it', async () => {
    const out = join(folder, 'out');
    expect(await collected).toEqual({ status: 0, stderr: expect.stringContaining('750 orders judged') });
    expect(await alone).toEqual({ status: 0, stderr: expect.stringContaining('750 orders judged') });
    const read = (of: string, name: string): string => readFileSync(join(folder, of, name), 'utf8');
    for (const name of NAMES) expect(read('out', name) === read('alone', name)).toBe(true);
    const [together, single] = ['out', 'alone'].map((of) => JSON.parse(read(of, 'report.json')) as Record<string, unknown>);
    expect({ ...together, madeAt: '' }).toEqual({ ...single, madeAt: '' });
    expect(together!['labels']).toMatchObject({ labels: 2, matched: 2 });
    expect(readdirSync(out).sort()).toEqual([...NAMES, 'inputs.txt', 'report.html', 'report.json'].sort());
    for (const table of ['simulations', 'ranges', 'outcomes']) expect(await query(url, `SELECT * FROM ${SCHEMA}.${table}`)).toEqual([]);
    expect(await jobs()).toEqual([]);
    expect(await run('forget', charts)).toEqual({ status: 0, stderr: 'The database holds no such simulation.\n' });
  });
});

/** Patients with low back pain, each with orders for the same study on different days. */
function exportOf(patients: number, orders: number): Readonly<Record<string, string | readonly object[]>> {
  const pain = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M54.50' }] };
  const ids = Array.from({ length: patients }, (_, index) => `p${index}`);
  const day = (index: number): string => `2025-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
  return {
    'Patient.ndjson': ids.map((id) => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1975-03-04' })),
    'Condition.ndjson': ids.map((id, index) => ({ resourceType: 'Condition', id: `c-${id}`, subject: { reference: `Patient/${id}` }, code: pain, recordedDate: day(index), onsetDateTime: day(index) })),
    'ServiceRequest.ndjson': ids.flatMap((id) => Array.from({ length: orders }, (_, index) => ({
      resourceType: 'ServiceRequest', id: `o${index}-${id}`, status: 'completed', intent: 'order', subject: { reference: `Patient/${id}` }, authoredOn: day(index), reasonCode: [pain],
      code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] },
    }))),
    'labels.csv': 'o0-p0,inappropriate\no1-p0,appropriate\n',
  };
}
