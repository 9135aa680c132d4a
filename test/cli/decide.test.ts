/** The command line against the service: the same decisions and cards, byte for byte, and lines that never get lost. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { moveStory } from '../../src/playground/move-story.ts';
import { storyRequest } from '../../src/playground/story-request.ts';
import { bundle, postPatiently, serve } from '../http/call-service.ts';
import { writtenIn } from '../http/fhir-versions.ts';
import { CARDS } from '../support/app.ts';
import { readVignettes, storyOf, type Vignette } from '../support/vignette.ts';

const ROOT = join(__dirname, '../..');
const TODAY = '2026-06-15';
const MARK = 'Zaphod7Beeblebrox';
const folder = mkdtempSync(join(tmpdir(), 'backstop-decide-'));
const topics = loadTopics(CARDS);
const topic = topics[0]!;
const VERSIONS = ['R4', 'STU3', 'DSTU2', 'R5'] as const;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cli(args: readonly string[], input: string | Buffer = '', zone = 'UTC') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'decide', ...args], {
    cwd: folder, encoding: 'utf8', input, maxBuffer: 1e9, env: { PATH: process.env['PATH'], TZ: zone } as NodeJS.ProcessEnv,
  });
  return { status, stdout, stderr, lines: stdout.split('\n').slice(0, -1) };
}

/** Every vignette as a call of one day about a patient of its own, in turn in each version of FHIR. */
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
const requests = vignettes.map((vignette, index) => {
  const moved = moveStory(vignette, TODAY, `p${index}`) as Vignette;
  const version = index % 3 === 0 ? VERSIONS[(index / 3) % 4]! : 'R4';
  return { body: storyRequest(topic, storyOf(topic, moved), { hook: 'order-sign', hookInstance: crypto.randomUUID(), write: (resource) => writtenIn(version, resource) }) as Record<string, any>, moved, version };
});
const ndjson = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Ids are drawn by lot: the first that turns up is 1, and so on. */
function withoutIds(text: string): string {
  const seen = new Map<string, number>();
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => { seen.set(id, seen.get(id) ?? seen.size + 1); return `id-${seen.get(id)}`; });
}

const server = () => serve({ topics, now: new Date(`${TODAY}T12:00:00Z`) }).app;

describe('the same as over HTTP, byte for byte', () => {
  test('decisions about every patient, also at midnight elsewhere', async () => {
    const { lines, status, stderr } = cli(['--ndjson', '--as-of', TODAY, '--workers', '2'], ndjson(requests.map(({ body }) => body)), 'Asia/Tokyo');
    expect([status, lines.length]).toEqual([0, requests.length]);
    expect(stderr).toMatch(new RegExp(`^${requests.length} judged, 0 bad, 0 blank; `));
    const app = server();
    for (const [index, { body }] of requests.entries()) {
      const { text } = await postPatiently(body, '/playground/decide', app);
      const start = `{"line":${index + 1},"decisions":`;
      expect(lines[index]!.slice(0, start.length)).toBe(start);
      const decisions = lines[index]!.slice(start.length, -1);
      expect(text.slice(0, decisions.length + '{"decisions":,"cards"'.length)).toBe(`{"decisions":${decisions},"cards"`);
    }
  }, 300_000);

  test('cards for every fourth, as for a caller nobody registered', async () => {
    const some = requests.filter((_, index) => index % 4 === 1).map(({ body }) => body);
    const { lines, status } = cli(['--ndjson', '--cards', '--as-of', TODAY, '--workers', '2'], ndjson(some));
    expect([status, lines.length]).toEqual([0, some.length]);
    const app = server();
    let cards = 0;
    for (const [index, body] of some.entries()) {
      const { text } = await postPatiently(body, '/cds-services/imaging-advice-sign', app);
      cards += JSON.parse(text).cards.length;
      expect(withoutIds(lines[index]!.replace(`{"line":${index + 1},`, '{'))).toBe(withoutIds(text));
    }
    expect(cards).toBeGreaterThan(some.length / 2);
  }, 300_000);

  test('a record that is known whole is judged as a call that brings it all', () => {
    const whole = requests.filter(({ moved, version }) => version === 'R4' && moved.reads === undefined && moved.orders.length > 0).slice(0, 300);
    expect(whole.length).toBeGreaterThan(200);
    const records = whole.map(({ body }) => ({
      patient: body['prefetch'].patient, resources: Object.entries(body['prefetch'] as Record<string, any>).flatMap(([key, value]) => (key === 'patient' ? [] : (value.entry ?? []).map(({ resource }: any) => resource))),
      orders: body['context'].draftOrders.entry.map(({ resource }: any) => resource), complete: true, asOf: TODAY,
    }));
    const called = cli(['--ndjson', '--as-of', TODAY], ndjson(whole.map(({ body }) => body)));
    const recorded = cli(['--ndjson'], ndjson(records));
    expect(recorded.lines.map((line) => JSON.parse(line))).toEqual(called.lines.map((line) => JSON.parse(line)));
  }, 120_000);
});

const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1980-01-01', name: [{ family: MARK }] };
const pain = { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/p1' }, clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M54.50' }], text: MARK }, onsetDateTime: '2024-02-20' };
const mri = { resourceType: 'ServiceRequest', id: 'o1', status: 'active', intent: 'order', subject: { reference: 'Patient/p1' }, code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] }, reasonReference: [{ reference: 'Condition/c1' }], authoredOn: '2024-03-01T10:00:00Z' };
const file = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return name;
};
const decisionsOf = (args: readonly string[]): any[] => JSON.parse(cli(args).stdout).decisions;

describe('a Bundle', () => {
  test('its open orders are judged, each on the day it was written; what it does not hold was not sent', () => {
    const [first, second, ...rest] = decisionsOf([file('bundle.json', bundle(patient, pain, mri, { ...mri, id: 'o2', status: 'completed' }, { ...mri, id: 'o3', status: 'draft', authoredOn: '2024-05-01' }))]);
    expect([first.order, first.asOf, second.order, second.asOf, rest]).toEqual(['ServiceRequest/o1', '2024-03-01', 'ServiceRequest/o3', '2024-05-01', []]);
    expect(first.scenario.kind).toBe('variant');
    expect(first.gaps.map(({ read }: any) => read)).toContain('observations');
    expect(first.gaps.map(({ read }: any) => read)).not.toContain('conditions');
  }, 60_000);

  test('the day, the study nobody ordered and what is complete can be said', () => {
    const [decision, ...rest] = decisionsOf([file('bundle.json', { ...bundle(patient, pain, mri), type: 'collection' }), '--study', 'XR', '--as-of', '2024-04-01', '--complete']);
    expect([decision.study.id, decision.asOf, decision.gaps, rest]).toEqual(['XR', '2024-04-01', [], []]);
    const [some] = decisionsOf(['bundle.json', '--complete', 'Observation,Procedure']);
    expect(some.gaps.map(({ read }: any) => read)).toEqual(['medications', 'serviceRequests', 'encounters']);
  }, 60_000);

  test('in words it is the whole chain, and a first page is not the whole', () => {
    const { stdout, status } = cli([file('page.json', { ...bundle(patient, pain, mri), link: [{ relation: 'next', url: 'x' }] }), '--explain']);
    expect(status).toBe(0);
    for (const words of ['ORDER\n', 'No red flags recorded', `"${MARK}"`, 'VARIANT\n', 'RATING\n', 'ADVICE\n', 'WHAT WOULD CHANGE IT\n', 'not whole: problem list was read only in part', 'SOURCES\n  ACR Appropriateness Criteria']) expect(stdout).toContain(words);
  }, 60_000);

  test.each([
    ['a failure among the resources', { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] }], ['a page that is not the last', { resourceType: 'Bundle', type: 'searchset', total: 99, link: [{ relation: 'next', url: 'x' }], entry: [] }],
  ])('%s: a record is not whole, whatever it says of itself', (_, odd) => {
    const [decision] = decisionsOf([file('record.json', { patient, resources: [pain, odd], orders: [mri], complete: true, asOf: '2024-03-01' } as object)]);
    expect(decision.gaps.map(({ read }: any) => read)).toContain('conditions');
    expect(decision.advice.indicator).not.toBe('warning');
  }, 60_000);

  test('cards come in the language and for the client asked for', () => {
    const { stdout } = cli([file('bundle.json', bundle(patient, pain, mri)), '--cards', '--language', 'es', '--profile', 'epic', '--complete']);
    const { cards } = JSON.parse(stdout);
    expect([cards[0].selectionBehavior, cards[0].summary]).toEqual(['any', expect.stringMatching(/columna/)]);
  }, 60_000);
});

describe('what cannot be judged', () => {
  test.each([
    ['no JSON', `{"patient": "${MARK}"`, [], /not valid JSON/], ['something else', '[1, 2]', [], /no hook request/], ['two patients', JSON.stringify(bundle(patient, { ...patient, id: MARK })), [], /several Patients/],
    ['a study there is not', '{}', ['--study', 'MRX'], /there is no such study.*MR_WO/], ['a language there is not', '{}', ['--language', 'fr'], /the knowledge is not in it/],
    ['a type in small letters', '{}', ['--complete', 'condition'], /--complete condition: no topic reads such a type\. Did you mean Condition\?/],
    ['a day there is not', '{}', ['--as-of', '2026-02-30'], /must be a day/], ['a file there is not', '', ['nowhere.json'], /nowhere\.json: cannot be read \(ENOENT\)/],
    ['a setting the processes cannot use', '{}', ['--ndjson', '--study', 'MRX'], /there is no such study/], ['too little memory', '{}', ['--ndjson', '--worker-mb', '8'], /more memory than 8 MB/],
  ])('%s: 2, the reason, and nothing of the patient', (_, input, args, message) => {
    const { status, stdout, stderr } = cli(args, input);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(MARK);
    expect(stderr).not.toMatch(/\n\s+at /);
  }, 60_000);
});

describe('lines', () => {
  const good = JSON.stringify({ patient, resources: [pain], orders: [mri] });

  test('each has its answer in its place: bad ones too, blank ones none', () => {
    const input = `\uFEFF${good}\r\n\r\n{"patient": "${MARK}\n${good}\n{"resources":[]}\n  \n"${'x'.repeat(20_000)}"\n${good}`;
    const { status, lines, stderr } = cli(['--ndjson', '--workers', '2', '--max-line-mb', '0.01'], input);
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed.map(({ line, decisions, error }) => [line, decisions?.length ?? error.code])).toEqual([[1, 1], [3, 'unreadable-body'], [4, 1], [5, 'invalid-request'], [7, 'too-long'], [8, 1]]);
    expect([status, stderr.replace(/;.*/s, '')]).toEqual([1, 'line 3: It is not valid JSON (at position ' + `{"patient": "${MARK}`.length + ').\nline 5: /patient: patient must be a Patient.\nline 7: It is longer than 10486 bytes.\n3 judged, 3 bad, 2 blank']);
    expect(stderr + lines[1]).not.toContain(MARK);
  }, 60_000);

  test('one that kills a process is named, and those around it are judged', () => {
    const monster = `[${'[],'.repeat(12_000_000)}[]]`;
    const input = `${`${good}\n`.repeat(40)}${monster}\n${`${good}\n`.repeat(40)}`;
    const { status, lines, stderr } = cli(['--ndjson', '--workers', '2', '--worker-mb', '128'], input);
    expect([status, lines.length]).toEqual([1, 81]);
    expect(lines.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: 81 }, (_, index) => index + 1));
    expect(JSON.parse(lines[40]!).error.code).toBe('out-of-memory');
    expect(stderr).toContain('80 judged, 1 bad, 0 blank');
  }, 120_000);

  test('who has read enough may leave', () => {
    writeFileSync(join(folder, 'many.ndjson'), `${good}\n`.repeat(3000));
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${join(ROOT, 'src/cli.ts')}" decide --ndjson many.ndjson | head -n 2`], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout.split('\n').slice(0, 2).map((line) => JSON.parse(line).line), stderr]).toEqual([0, [1, 2], '']);
  }, 60_000);
});
