/** `backstop simulate` as people run it: what it writes, who may read it, and how it goes on after it was killed. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOutFolder, type OutFolder } from '../../../src/cli/simulate/open-out-folder.ts';
import { openWorkFile } from '../../../src/cli/simulate/open-work-file.ts';
import { CLI, folderOf, ROOT, simulate, type Simulation } from './simulation.ts';

const MARK = 'Zaphod7Beeblebrox';
const isDocumented = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(ROOT, 'docs/simulation.schema.json'), 'utf8')));
const icd = (code: string) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }], text: MARK });
const status = (code: string) => ({ coding: [{ code }] });
const subject = (id: string) => ({ reference: `Patient/${id}` });
const patient = (id: string) => ({ resourceType: 'Patient', id, birthDate: '1980-01-01', name: [{ family: MARK }] });
const problem = (id: string, of: string, code: string, day: string) => ({ resourceType: 'Condition', id, subject: subject(of), clinicalStatus: status('active'), verificationStatus: status('confirmed'), code: icd(code), onsetDateTime: day, recordedDate: day });
const order = (id: string, of: string, elements: object = {}) => ({ resourceType: 'ServiceRequest', id, status: 'completed', intent: 'order', subject: subject(of), code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, requester: { reference: '=Practitioner/d1' }, authoredOn: '2024-03-01T10:00:00Z', ...elements });

const EXPORT = {
  'Patient.ndjson': [patient('p1'), patient('p2'), patient('p3')],
  'Condition.ndjson': [problem('c1', 'p1', 'M54.50', '2024-02-20'), problem('c2', 'p2', 'M54.50', '2024-02-20'), problem('c3', 'p2', 'C79.51', '2024-02-25'), problem('c4', 'p3', 'M54.50', '2024-02-20')],
  'ServiceRequest.ndjson': [order('o1', 'p1'), order('o2', 'p2', { requester: undefined }), order('lab', 'p1', { code: { text: 'CBC' } }), order('o3', 'p3', { authoredOn: undefined }), order('o4', 'p1', { code: undefined }), order('o5', 'p1', { status: 'draft' })],
  'orders-of-nobody.ndjson': [order('o6', 'p9', { subject: undefined })],
  'broken/labels.csv': 'order,label\nServiceRequest/o1,inappropriate\n"o2","appropriate"\no3,UA\no99,UNA\n',
};

describe('an export', () => {
  let folder: string;
  let done: Simulation;
  beforeAll(() => {
    folder = folderOf(EXPORT);
    done = simulate([...['Patient', 'Condition', 'ServiceRequest'].map((type) => join(folder, `${type}.ndjson`)), join(folder, 'orders-of-nobody.ndjson'), '--labels', join(folder, 'broken/labels.csv'), '--complete', 'Observation,Procedure']);
  }, 60_000);

  test('every imaging order has a line, judged or not and why; other requests are counted', () => {
    expect(done.outcomes.map(({ order: of, decision, notJudged }) => [of, decision?.scenario.id ?? notJudged?.reason])).toEqual([
      ['ServiceRequest/o4', 'no-code'], ['ServiceRequest/o6', 'no-patient'], ['ServiceRequest/o1', 'V1'], ['ServiceRequest/o5', 'draft'], ['ServiceRequest/o2', 'V7'], ['ServiceRequest/o3', 'no-date'],
    ]);
    expect(done.report.orders).toEqual({ read: 7, notCovered: 1, judged: 2, notJudged: [['draft', 1], ['no-code', 1], ['no-date', 1], ['no-patient', 1]].map(([id, orders]) => ({ id, title: expect.any(String), orders })) });
    expect([done.status, done.stderr]).toEqual([1, expect.stringMatching(/2 orders judged, 4 not judged, 1 for something else; 50 of 100 would have got a card/)]);
  });

  test('what is wrong is said with file, line and place, and nothing of a patient', () => {
    expect(done.stderr).toContain('file 4 of the inputs (ndjson):1: /subject: is missing: it could be anybody\'s.\n');
    expect(done.stderr).toContain('ServiceRequest counts as not read whole: file 4 of the inputs (ndjson): /subject');
    expect(readFileSync(join(done.out, 'inputs.txt'), 'utf8').split('\n')[3]).toMatch(/^4\t\/.*\/orders-of-nobody\.ndjson$/);
    for (const text of [done.stderr, readFileSync(join(done.out, 'report.json'), 'utf8'), readFileSync(join(done.out, 'report.html'), 'utf8')]) expect(text).not.toMatch(new RegExp(`${MARK}|Patient/p|ServiceRequest/o|line \\d+: :`));
  });

  test('the report fits its schema, and counts by hand', () => {
    expect([isDocumented(done.report), isDocumented.errors]).toEqual([true, null]);
    const { cards, ratings, scenarios, requesters, months, inputs, period, labels, notRead } = done.report;
    expect([cards.per100, cards.share.count, cards.share.of]).toEqual([50, 1, 2]);
    expect(ratings.map(({ id, share }) => [id, share.count])).toEqual([['UNA', 1], ['MBA', 0], ['MBA-D', 0], ['UA', 1], ['unrated', 0]]);
    expect(scenarios.map(({ id, orders, notAppropriate }) => [id, orders, notAppropriate.share])).toEqual([['V1', 1, 1], ['V7', 1, 0]]);
    expect(requesters.map(({ id, orders }) => [id, orders])).toEqual([['', 1], ['=Practitioner/d1', 1]]);
    expect([months.map(({ id }) => id), period]).toEqual([['2024-03'], { from: '2024-03-01', to: '2024-03-01' }]);
    expect(inputs.types.filter(({ state }) => state !== 'not-given').map(({ type, state }) => [type, state])).toEqual([['Condition', 'whole'], ['Observation', 'said-whole'], ['Patient', 'whole'], ['Procedure', 'said-whole'], ['ServiceRequest', 'short']]);
    expect(notRead.map(({ id, state, share }) => [id, state, share.count])).toEqual([['encounters', 'absent', 2], ['medications', 'absent', 2], ['serviceRequests', 'incomplete', 1], ['serviceRequests', 'failed', 1]].sort());
    expect(labels).toMatchObject({ labels: 4, matched: 2, notJudged: 1, unmatched: 1, sensitivity: { count: 1, of: 1 }, specificity: { count: 1, of: 1 }, matrix: [{ label: 'UA', orders: 0 }, { label: 'UNA', orders: 0 }, { label: 'appropriate', ratings: { UA: 1 } }, { label: 'inappropriate', ratings: { UNA: 1 } }] });
  });

  test('the table has a row for each line, and no cell a spreadsheet would run', () => {
    const rows = readFileSync(join(done.out, 'decisions.csv'), 'utf8').split('\r\n');
    expect([rows.length, rows[0]!.split(',').slice(0, 5), rows.at(-1)]).toEqual([8, ['order', 'patient', 'requester', 'written_on', 'judged_as_of'], '']);
    expect(rows[3]).toMatch(/^ServiceRequest\/o1,Patient\/p1,'=Practitioner\/d1,2024-03-01T10:00:00Z,2024-03-01,low-back-pain,[\d.]+,MR_WO,44,V1,.*,UNA,,defer,.*,inappropriate,,$/);
    expect(rows[6]).toMatch(/^ServiceRequest\/o3,Patient\/p3,.*,UA,no-date,$/);
  });

  test('the page draws what the tables say and loads nothing', () => {
    const page = readFileSync(join(done.out, 'report.html'), 'utf8');
    expect(page.match(/<svg[^>]*aria-label="[^"]+"/g)).toHaveLength(4);
    expect(page).not.toMatch(/<script|<link|src=|href=|url\(|@import/);
  });

  test('nobody else can read it, and the charts are gone', () => {
    expect(readdirSync(done.out).sort()).toEqual(['decisions.csv', 'decisions.ndjson', 'inputs.txt', 'report.html', 'report.json']);
    expect([statSync(done.out).mode & 0o777, ...readdirSync(done.out).map((name) => statSync(join(done.out, name)).mode & 0o777)]).toEqual([0o700, 0o600, 0o600, 0o600, 0o600, 0o600]);
  });

  test('run again it is finished; with anything else it is refused in plain words', () => {
    const again = (args: readonly string[]) => simulate(args, { out: done.out });
    const paths = ['Patient', 'Condition', 'ServiceRequest'].map((type) => join(folder, `${type}.ndjson`));
    const same = [...paths, join(folder, 'orders-of-nobody.ndjson'), '--labels', join(folder, 'broken/labels.csv'), '--complete', 'Observation,Procedure'];
    // As if it had been killed before it took the charts away.
    writeFileSync(join(done.out, 'work.db'), MARK);
    expect(again(same)).toMatchObject({ status: 1, stderr: expect.stringMatching(/: this simulation is finished\.\n$/) });
    expect(existsSync(join(done.out, 'work.db'))).toBe(false);
    utimesSync(join(folder, 'Patient.ndjson'), new Date(0), new Date(0));
    expect(again(same)).toMatchObject({ status: 2, stderr: expect.stringMatching(/holds a simulation of other inputs \(or inputs that were changed since\)\. Name another folder/) });
    expect(readFileSync(join(done.out, 'decisions.ndjson'), 'utf8').split('\n')).toHaveLength(7);
  }, 60_000);
});

describe('Bundles of one patient each', () => {
  test('each is as whole as it says', () => {
    const bundle = (id: string, elements: object, ...resources: readonly object[]) => ({ resourceType: 'Bundle', type: 'collection', entry: [patient(id), ...resources].map((resource) => ({ fullUrl: `urn:uuid:${id}-${(resource as any).id}`, resource })), ...elements });
    const inBundle = (id: string, resource: object) => ({ ...resource, subject: { reference: `urn:uuid:${id}-${id}` } });
    const files = {
      'a.json': bundle('a', {}, inBundle('a', problem('c', 'a', 'M54.50', '2024-02-20')), inBundle('a', order('o', 'a'))),
      'b.json': bundle('b', { link: [{ relation: 'next', url: 'x' }] }, problem('c', 'b', 'M54.50', '2024-02-20'), order('o', 'b')),
    };
    const { outcomes, stderr } = simulate([folderOf(files), '--complete']);
    expect(outcomes.map(({ patient: of, decision, unrated }) => [of, decision!.gaps.length === 0 ? 'whole' : decision!.gaps[0]!.reason, decision!.rating?.category ?? unrated])).toEqual([
      ['urn:uuid:a-a', 'whole', 'UNA'], ['Patient/b', 'only the first page was sent', 'unreadable'],
    ]);
    expect(stderr).not.toContain(MARK);
  }, 60_000);
});

describe('an export of which something may be missing, though every line can be read', () => {
  test('ends with 1, the first time and again', () => {
    const folder = folderOf({ 'Patient.ndjson': [patient('p1')], 'Condition.ndjson': [problem('c1', 'p1', 'M54.50', '2024-02-20')], 'Observation.ndjson': '', 'ServiceRequest.ndjson': [order('o1', 'p1')] });
    const first = simulate([folder]);
    expect([first.status, first.report.inputs.problems, first.report.inputs.types.find(({ type }) => type === 'Observation')!.state]).toEqual([1, 1, 'short']);
    expect(simulate([folder], { out: first.out })).toMatchObject({ status: 1, stderr: expect.stringMatching(/this simulation is finished/) });
  }, 60_000);
});

describe('what cannot be simulated', () => {
  const folder = folderOf({ ...EXPORT, 'labels.csv': 'order,label\no1,maybe\n', 'empty/x.txt': 'x' });
  test.each<[string, readonly string[], RegExp]>([
    ['a folder that is not there', ['nowhere'], /^nowhere: cannot be read \(ENOENT\)/], ['a folder without an export', [join(folder, 'empty')], /there is no \.ndjson/],
    ['a label that is none', [folder, '--labels', join(folder, 'labels.csv')], /^labels\.csv:2: must be an order and, behind a comma/], ['misspelt types', [folder, '--complete', 'condition'], /^--complete condition: no topic reads such a type\. Did you mean Condition\?/],
  ])('%s: 2, and the reason', (_, args, message) => {
    const { status, stderr } = simulate(args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  }, 60_000);

  test('a folder that holds something else is left alone, and one that another process works in', () => {
    const fingerprint = { inputs: 'a', knowledge: 'b', settings: 'c', release: 'd' };
    const mine = folderOf({ 'mine.txt': MARK });
    expect(() => openOutFolder(mine, fingerprint)).toThrow(/holds other files/);
    expect(readdirSync(mine)).toEqual(['mine.txt']);
    const out = join(folderOf({}), 'out');
    const { work } = openOutFolder(out, fingerprint) as OutFolder;
    expect(() => openOutFolder(out, fingerprint)).toThrow(/another simulation works in this folder/);
    work.close();
    expect(() => openOutFolder(out, { ...fingerprint, knowledge: 'd' })).toThrow(/holds a simulation of other knowledge\. Name another folder/);
  });
});

describe('a process that is killed', () => {
  const many = Array.from({ length: 600 }, (_, index) => `q${index}`);
  const folder = folderOf({ 'Patient.ndjson': many.map(patient), 'Condition.ndjson': many.map((id, index) => problem(`c${index}`, id, index % 5 === 0 ? 'C79.51' : 'M54.50', '2024-02-20')), 'ServiceRequest.ndjson': many.map((id, index) => order(`o${index}`, id)) });

  test('goes on where it was, and writes the same bytes as one that was not', async () => {
    const out = join(folderOf({}), 'out');
    let done = 0;
    // Killed too early it goes on like any other, and is killed again a little later.
    for (let waitMs = 0; done === 0; waitMs += 300) {
      const child = spawn(process.execPath, [CLI, 'simulate', folder, '--out', out, '--workers', '1'], { stdio: 'ignore', detached: true, env: { PATH: process.env['PATH'], TIME_ZONE: 'UTC' } as NodeJS.ProcessEnv });
      await firstJudged(join(out, 'work.db-wal'));
      await new Promise((resolve) => { setTimeout(resolve, waitMs); });
      process.kill(-child.pid!, 'SIGKILL');
      await once(child, 'exit');
      expect(readdirSync(out).filter((name) => !name.startsWith('work.db') && name !== 'inputs.txt')).toEqual([]);
      const work = openWorkFile(join(out, 'work.db'));
      done = Number(work.all('SELECT count(*) AS n FROM wanted WHERE is_done = 1')[0]!['n']);
      work.close();
    }
    expect(done).toBeLessThan(many.length);
    const resumed = simulate([folder], { out });
    expect([resumed.status, resumed.stderr]).toEqual([0, expect.stringMatching(/^Goes on where it was\.\n600 orders judged/)]);
    const straight = simulate([folder]);
    for (const name of ['decisions.ndjson', 'decisions.csv']) expect(readFileSync(join(out, name), 'utf8') === readFileSync(join(straight.out, name), 'utf8')).toBe(true);
    expect([resumed.outcomes.length, { ...resumed.report, madeAt: '' }]).toEqual([600, { ...straight.report, madeAt: '' }]);
  }, 120_000);

  /** The log of the work file stands still while the processes read the knowledge, and grows with what they judge. */
  async function firstJudged(path: string): Promise<void> {
    let [size, still] = [0, 0];
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      const now = existsSync(path) ? statSync(path).size : 0;
      if (now > size && still > 60) return;
      still = now === size && now > 100_000 ? still + 1 : 0;
      size = now;
    }
  }
});
