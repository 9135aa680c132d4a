/** Decisions of the real service, kept in a file, made again by another process: another time zone, another day, other knowledge, another key. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createIdentities } from '../../src/store/create-identities.ts';
import { createSqlStore } from '../../src/store/create-sql-store.ts';
import { createTraceKeeper } from '../../src/store/create-trace-keeper.ts';
import { deriveTraceKey } from '../../src/store/derive-trace-key.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { post, serve } from '../http/call-service.ts';
import { requestOf } from '../http/vignette-request.ts';
import { CARDS } from '../support/app.ts';
import { decisionRecord } from '../support/decision-record.ts';
import { readVignettes } from '../support/vignette.ts';

const ROOT = join(__dirname, '../..');
const KEY = 'a key for tests, long enough for it';
const MARK = 'Zaphod7Beeblebrox';
const folder = mkdtempSync(join(tmpdir(), 'backstop-replay-'));
const database = join(folder, 'a.db');
const topic = loadTopics(CARDS)[0]!;
const VERSIONS = ['R4', 'STU3', 'DSTU2', 'R5'] as const;
const REQUESTS = join(ROOT, 'fixtures/requests');
/** Every sixteenth patient, in turn in each version of FHIR; each is asked about half an hour before midnight. */
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes')).filter(({ orders }, index) => index % 16 === 0 && orders.length > 0);
/** A card of each call, or the decision where there was none. */
const asked: string[] = [];
const decisions: string[] = [];
let acute = '';

beforeAll(async () => {
  const store = createSqlStore(openSqlite(database), { identities: createIdentities(KEY, 'hashed'), report: () => undefined });
  const gaps: object[] = [];
  const traces = createTraceKeeper({ key: deriveTraceKey(KEY), store, report: (gap) => gaps.push(gap) });
  const served = async (body: Record<string, any>, today: string, path: string) => {
    const { app } = serve({ topics: [topic], store, traces, now: new Date(`${today}T23:30:00Z`), newId: () => crypto.randomUUID() });
    return (await post(body, path, app)).body.cards as { uuid: string }[];
  };
  for (const [index, vignette] of vignettes.entries()) {
    const body = requestOf(topic, vignette, VERSIONS[index % VERSIONS.length]!) as Record<string, any>;
    const patient = { ...body['prefetch'].patient, name: [{ family: MARK }] };
    const cards = await served(body['prefetch'].patient?.resourceType === 'Patient' ? { ...body, prefetch: { ...body['prefetch'], patient } } : body, vignette.today, '/cds-services/imaging-advice-sign');
    if (cards.length > 0) asked.push(cards[0]!.uuid);
  }
  // What clients really sent, at signing: several orders of one call share a chart.
  for (const file of readdirSync(REQUESTS)) {
    const cards = await served({ ...JSON.parse(readFileSync(join(REQUESTS, file), 'utf8')), hook: 'order-sign' }, '2026-06-15', '/cds-services/imaging-advice-sign');
    if (file === 'acute-low-back-pain.json') acute = cards[0]!.uuid;
  }
  await traces.flush();
  for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
    const page = await store.listDecisions({ from: new Date(0), to: new Date('2100-01-01'), limit: 1000, ...(next !== undefined && { after: next }) });
    decisions.push(...page.decisions.map(({ id }) => id));
    next = page.next;
  }
  store.addDecisions([decisionRecord({ id: 'untraced' }), decisionRecord({ id: 'too-large', cards: [] })]);
  store.addTraces([{ decision: 'too-large', at: '2026-06-15T12:00:00.000Z', gap: 'too-large' }]);
  await store.close();
  expect(gaps).toEqual([]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replay(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'replay', ...args], {
    cwd: folder, encoding: 'utf8', maxBuffer: 1e8, env: { PATH: process.env['PATH'], STORE: `sqlite:${database}`, TRACE_KEY: KEY, ...settings } as NodeJS.ProcessEnv,
  });
  return { status, stdout, stderr };
}

/** The knowledge with one text in one file replaced. */
function knowledgeWith(file: string, from: string, to: string, version = topic.version): string {
  const copy = join(mkdtempSync(join(folder, 'knowledge-')), 'cards');
  cpSync(CARDS, copy, { recursive: true, filter: (path) => !path.includes('vignettes') });
  for (const [name, before, after] of [[file, from, to], ['topic.yaml', topic.version, version]] as const) {
    const path = join(copy, topic.id, name);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replace(before, after));
  }
  return join(copy, '..');
}

describe('the same knowledge', () => {
  test.each([['UTC'], ['Asia/Tokyo'], ['America/New_York']])('decides the same, byte for byte, for every patient, months later and in %s', (zone) => {
    expect(decisions.length).toBeGreaterThan(50);
    const { status, stdout, stderr } = replay([...decisions, '--json'], { TZ: zone });
    const results = (JSON.parse(stdout).decisions as { result: string; decision: string }[]).map(({ result, decision }) => [decision, result]);
    expect(results).toEqual(decisions.map((id) => [id, 'identical']));
    expect([status, stderr]).toEqual([0, '']);
  }, 60_000);

  test('is asked by the ids of cards too, and says so in words', () => {
    expect(asked.length).toBeGreaterThan(30);
    const { status, stdout } = replay(asked);
    expect(status).toBe(0);
    expect(stdout.match(/^identical: version \S+, the same that decided then, decides the same, byte for byte$/gm)!.length).toBeGreaterThanOrEqual(asked.length);
  }, 60_000);

  test('that was changed without a new version is found out, with the place', () => {
    const changed = knowledgeWith('variants.yaml', 'MR_WO:    {V1: UNA,', 'MR_WO:    {V1: MBA,');
    const { status, stdout } = replay([acute, '--json', '--knowledge', changed]);
    const [decision] = JSON.parse(stdout).decisions;
    expect([status, decision.result]).toEqual([1, 'different']);
    expect(decision.differences).toContainEqual({ pointer: '/rating/category', kind: 'changed', before: 'UNA', after: 'MBA' });
    expect(replay([acute, '--knowledge', changed]).stdout).toContain('  /rating/category  "UNA" → "MBA"');
  }, 60_000);
});

describe('other knowledge', () => {
  test('shows exactly what it decides otherwise', () => {
    const revised = knowledgeWith('variants.yaml', 'MR_WO:    {V1: UNA,', 'MR_WO:    {V1: MBA,', '2027.1.0');
    const { status, stdout } = replay([acute, '--json', '--knowledge', revised]);
    const [{ result, then, now, differences }] = JSON.parse(stdout).decisions;
    expect({ status, result, then, now }).toEqual({ status: 0, result: 'revised', then: topic.version, now: '2027.1.0' });
    expect(differences).toEqual([{ pointer: '/rating/category', kind: 'changed', before: 'UNA', after: 'MBA' }]);
    expect(JSON.parse(replay([decisions[0]!, '--json', '--knowledge', join(revised, 'cards')]).stdout).decisions[0]).toMatchObject({ now: '2027.1.0' });
  }, 60_000);

  test('another row of advice is named, and what comes from the chart is not', () => {
    const revised = knowledgeWith('advice.yaml', '{row: not-yet, when: {scenario: [V1, V2, V1/V2]}, kind: defer, indicator: warning, card: defer, mayRest: true}', '{row: not-yet, when: {scenario: [V1, V2, V1/V2]}, kind: defer, indicator: info, card: defer, mayRest: true}', '2027.1.0');
    const { stdout } = replay([acute, '--json', '--knowledge', revised]);
    expect(JSON.parse(stdout).decisions[0].differences).toEqual([{ pointer: '/advice/indicator', kind: 'changed', before: 'warning', after: 'info' }]);
  }, 60_000);
});

describe('what is in the file', () => {
  test('holds no plain word of a chart, though the traces do', () => {
    const files = readdirSync(folder).filter((name) => name.startsWith('a.db'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
    expect(bytes.length).toBeGreaterThan(100_000);
    for (const word of [MARK, 'birthDate', 'resourceType', Buffer.from(MARK).toString('base64').slice(0, 12)]) expect([word, bytes.includes(word)]).toEqual([word, false]);
    const shown = replay([asked[0]!, '--show-chart']);
    expect(shown.stdout).toContain(MARK);
    expect(replay([asked[0]!]).stdout).not.toContain(MARK);
    expect(JSON.parse(replay([asked[0]!, '--json', '--show-chart']).stdout).decisions[0].chart.patient.name).toEqual([{ family: MARK }]);
  }, 60_000);

  test('reading it makes no key beside it', () => {
    expect(existsSync(join(folder, 'a.key'))).toBe(false);
  });
});

describe('what cannot be made again says why, and what to do', () => {
  const problem = (args: readonly string[], settings?: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = replay(args, settings);
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/\n\s+at /);
    return `${stdout}${stderr}`;
  };

  test.each([
    ['another key', () => [acute], { TRACE_KEY: 'another key, just as long as the first' }, /TRACE_KEY does not open.*Set the key/],
    ['no key', () => [acute], { TRACE_KEY: '' }, /TRACE_KEY: must be set/],
    ['a card nobody knows', () => ['00000000-0000-4000-8000-000000000000'], {}, /No card or decision .* is kept.*STORE/],
    ['a decision whose trace was not kept', () => ['untraced'], {}, /No trace of decision untraced is kept: TRACE was off/],
    ['a trace that was too large', () => ['too-large'], {}, /too large to be kept/],
    ['a file that is not there', () => [acute], { STORE: 'sqlite:nowhere.db' }, /STORE=sqlite:nowhere\.db: there is no such file/],
    ['a store in memory', () => [acute], { STORE: 'memory:' }, /gone with its process/],
    ['a folder without knowledge', () => [acute, '--knowledge', '/nowhere'], {}, /--knowledge \/nowhere: there is no such folder/],
    ['an option nobody knows', () => [acute, '--everything'], {}, /unknown option/],
  ] as const)('%s', (_, args, settings, message) => {
    expect(problem(args(), settings)).toMatch(message);
    expect(existsSync(join(folder, 'nowhere.db'))).toBe(false);
  }, 60_000);
});
