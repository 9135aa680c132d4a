/** `knowledge diff` as it is called: two folders, their vignettes and what a service has kept. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { createIdentities } from '../../../src/store/create-identities.ts';
import { createSqlStore } from '../../../src/store/create-sql-store.ts';
import { createTraceKeeper } from '../../../src/store/create-trace-keeper.ts';
import { deriveTraceKey } from '../../../src/store/derive-trace-key.ts';
import { openSqlite } from '../../../src/store/open-sqlite.ts';
import { post, serve } from '../../http/call-service.ts';
import { requestOf } from '../../http/vignette-request.ts';
import { CARDS } from '../../support/app.ts';
import { decisionRecord } from '../../support/decision-record.ts';
import { readVignettes } from '../../support/vignette.ts';

const ROOT = join(__dirname, '../../..');
const KEY = 'a key for tests, long enough for it';
const MARK = 'Zaphod7Beeblebrox';
/** Acute pain with a radiograph (T01, N04) and an MRI (T02), breast cancer (T22), words of suspicion (N56). */
const KEPT_VIGNETTES = /^(t01|t02|t22|n04|n56)-/;
const folder = mkdtempSync(join(tmpdir(), 'backstop-diff-'));
const database = join(folder, 'a.db');

/** A copy of the knowledge with few vignettes, and texts replaced: file, from, to. */
function copy(...changes: readonly (readonly [string, string, string])[]): string {
  const cards = join(mkdtempSync(join(folder, 'knowledge-')), 'cards');
  cpSync(CARDS, cards, { recursive: true, filter: (path) => !/\/headache$/.test(path) && (!/vignettes\/[^/]+$/.test(path) || KEPT_VIGNETTES.test(path.split('/').at(-1)!)) });
  for (const [file, from, to] of changes) {
    const text = readFileSync(join(cards, file), 'utf8');
    expect([file, text.includes(from)]).toEqual([file, true]);
    writeFileSync(join(cards, file), text.replace(from, to));
  }
  return cards;
}

function diff(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'knowledge', 'diff', ...args], {
    cwd: folder, encoding: 'utf8', maxBuffer: 1e8, env: { PATH: process.env['PATH'], ...settings } as NodeJS.ProcessEnv,
  });
  return { status, stdout, stderr };
}

/** Kind, what is said, and where. */
type Told = readonly [string, string, string];
const told = (stdout: string): readonly Told[] => (JSON.parse(stdout).changes as { kind: string; says: string; at: string }[]).map(({ kind, says, at }) => [kind, says, at]);

const TOPIC = 'low-back-pain';
let before: string;

beforeAll(async () => {
  before = copy();
  const topic = loadTopics(before)[0]!;
  const store = createSqlStore(openSqlite(database), { identities: createIdentities(KEY, 'hashed'), report: () => undefined });
  const traces = createTraceKeeper({ key: deriveTraceKey(KEY), store, report: () => undefined });
  for (const vignette of readVignettes(join(before, TOPIC, 'vignettes'))) {
    const { app } = serve({ topics: [topic], store, traces, now: new Date(`${vignette.today}T12:00:00Z`), newId: () => crypto.randomUUID() });
    const body = requestOf(topic, vignette, 'R4') as Record<string, any>;
    await post({ ...body, prefetch: { ...body['prefetch'], patient: { ...body['prefetch'].patient, name: [{ family: MARK }] } } }, '/cds-services/imaging-advice-sign', app);
  }
  await traces.flush();
  store.addDecisions([decisionRecord({ id: 'untraced' }), decisionRecord({ id: 'too-large', cards: [] })]);
  store.addTraces([{ decision: 'too-large', at: '2026-06-15T12:00:00.000Z', gap: 'too-large' }]);
  await store.close();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('one change of each kind', () => {
  let result: ReturnType<typeof diff>;
  beforeAll(() => {
    const after = copy(
      [`${TOPIC}/variants.yaml`, 'XR:       {V1: UNA', 'XR:       {V1: MBA'],
      [`${TOPIC}/variants.yaml`, 'then: ROUTE_SPA}', 'then: V2, certainty: {fixed: probable}}'],
      [`${TOPIC}/findings/3-cancer.yaml`, '{fact: cancer, grade: A, when: ever}', '{fact: cancer, grade: B, when: ever}'],
      [`${TOPIC}/findings/3-cancer.yaml`, 'newestDays: 90', 'newestDays: 91'],
      [`${TOPIC}/findings/3-cancer.yaml`, 'percent: 20', 'percent: 25'],
      [`${TOPIC}/findings/3-cancer.yaml`, 'fallPercent >= 5', 'fallPercent >= 6'],
      [`${TOPIC}/facts/cancer.yaml`, 'lytic (?:bone )?lesion', 'lytic lesion'],
      [`${TOPIC}/facts/cancer.yaml`, '{name: cancerInSitu, title: carcinoma in situ, in: [Condition]', '{name: cancerInSitu, title: carcinoma in situ, in: [Condition, Procedure]'],
      ['common/value-sets/heart-failure.json', '"I50"', '"I51"'],
      [`${TOPIC}/value-sets/asplenia.json`, '"History of splenectomy"', '"Spleen taken out"'],
      [`${TOPIC}/cards/defer.yaml`, 'Image now if', 'Do image now if'],
      [`${TOPIC}/messages/es.yaml`, '"Image now if you', '"Do image now if you'],
      [`${TOPIC}/leaflet/en.yaml`, 'Bed rest does not help.', 'Bed rest is no help.'],
      [`${TOPIC}/links.yaml`, 'https://www.nice.org.uk/guidance/ng59"', 'https://www.nice.org.uk/guidance/ng59/"'],
      [`${TOPIC}/override-reasons.yaml`, 'quietDays: 30', 'quietDays: 20'],
      [`${TOPIC}/override-reasons.yaml`, 'Required by payer, employer or law', 'Required by law'],
      [`${TOPIC}/order-sets/conservative-care.yaml`, 'isTicked: true', 'isTicked: false'],
      [`${TOPIC}/procedures.yaml`, 'title: ', 'title: Plain '],
      ['common/words/en.yaml', 'reviewed: ', 'reviewed: Yes. '],
      [`${TOPIC}/vignettes/t01-seed-case-radiograph.yaml`, 'rating: UNA', 'rating: MBA'],
      [`${TOPIC}/DECISIONS.md`, '#', '##'],
    );
    result = diff([before, after, '--json']);
  }, 120_000);

  test('is told in words with its place, the weightiest first', () => {
    expect([result.status, result.stderr]).toEqual([1, '']);
    const changes = told(result.stdout);
    expect(changes.slice(0, 8)).toEqual([
      ['rating', 'rating of XR in V1: UNA → MBA', `${TOPIC}/variants.yaml#/ratings/XR/V1`],
      ['red-flag', 'red flag cancer (Cancer), evidence, cancer, grade: A → B', `${TOPIC}/findings/3-cancer.yaml#/findings/0/evidence/0/grade`],
      ['variant', 'variants, table, spondyloarthritis-reason, then: ROUTE_SPA → V2', expect.stringMatching(/variants\.yaml#\/table\/\d+\/then$/)],
      ['variant', 'variants, table, spondyloarthritis-reason, certainty: added: {"fixed":"probable"}', expect.stringMatching(/variants\.yaml#\/table\/\d+\/certainty$/)],
      ['window', 'finding weightTrend (Weight over time), trend, newestDays: 90 → 91', `${TOPIC}/findings/3-cancer.yaml#/findings/7/trend/newestDays`],
      ['window', 'override reason red-flag-today (Red flag found today, not yet in the chart), quietDays: 30 → 20', `${TOPIC}/override-reasons.yaml#/reasons/0/quietDays`],
      ['number', 'finding weightTrend (Weight over time), trend, implausible, percent: 20 → 25', `${TOPIC}/findings/3-cancer.yaml#/findings/7/trend/implausible/percent`],
      ['criterion', expect.stringMatching(/^red flag weightFall .*, grades, 1, when: .*fallPercent >= 5 or .* → .*fallPercent >= 6 or /), `${TOPIC}/findings/3-cancer.yaml#/findings/10/grades/1/when`],
    ]);
    expect(changes.slice(8)).toEqual(expect.arrayContaining([
      ['code', 'value set heart-failure, is-a ICD-10-CM|I50 "Heart failure": removed', 'common/value-sets/heart-failure.json#/compose/include/0/filter/0'],
      ['code', 'value set heart-failure, is-a ICD-10-CM|I51 "Heart failure": added', 'common/value-sets/heart-failure.json#/compose/include/0/filter/0'],
      ['code', 'value set asplenia, SNOMED CT|161626009 "Spleen taken out", display: History of splenectomy → Spleen taken out', `${TOPIC}/value-sets/asplenia.json#/compose/include/3/concept/0/display`],
      ['phrase', 'fact reportedLesion (a lesion on a report), words, 0: lytic (?:bone )?lesion → lytic lesion', `${TOPIC}/facts/cancer.yaml#/facts/6/words/0`],
      ['fact', 'fact cancerInSitu (carcinoma in situ), in, 1: added: Procedure', expect.stringMatching(/facts\/cancer\.yaml#\/facts\/\d+\/in\/1$/)],
      ['card', expect.stringMatching(/^card defer, detail: .*Image now if.* → .*Do image now if/), `${TOPIC}/cards/defer.yaml#/detail`],
      ['message', expect.stringMatching(/^messages es, Image now if you .*: removed: /), expect.stringContaining(`${TOPIC}/messages/es.yaml#/messages/Image now if you`)],
      ['message', expect.stringMatching(/^messages es, Do image now if you .*: added: /), expect.stringContaining(`${TOPIC}/messages/es.yaml#/messages/Do image now if you`)],
      ['leaflet', expect.stringMatching(/^leaflet en, .*Bed rest does not help\. → .*Bed rest is no help\.$/), expect.stringContaining(`${TOPIC}/leaflet/en.yaml#/sections/`)],
      ['link', expect.stringMatching(/^link nice-ng59, url: .*ng59 → .*ng59\//), `${TOPIC}/links.yaml#/links/5/url`],
      ['override-reason', expect.stringMatching(/^override reason required .*, display: Required by payer, employer or law → Required by law$/), expect.stringMatching(/reasons\/\d+\/display$/)],
      ['order-set', 'order set conservative-care, education (advice to stay active), isTicked: true → false', `${TOPIC}/order-sets/conservative-care.yaml#/items/0/isTicked`],
      ['study', expect.stringMatching(/^study \S+ \(Plain .*\), title: .* → Plain /), `${TOPIC}/procedures.yaml#/studies/0/title`],
      ['message', expect.stringMatching(/^words en, reviewed: /), 'common/words/en.yaml#/reviewed'],
      ['other', `${TOPIC}/DECISIONS.md: changed`, `${TOPIC}/DECISIONS.md#`],
    ]));
    // The value sets and words that topics share come once.
    expect(new Set(changes.map(([, says, at]) => `${says} ${at}`)).size).toBe(changes.length);
    expect(changes).toHaveLength(23);
  });

  test('a side that does not pass its gates: values all the same, and why nothing was decided', () => {
    const { notDecided, vignettes, topics } = JSON.parse(result.stdout);
    expect(notDecided).toEqual([{ side: 'after', problem: expect.stringMatching(/problem\(s\) in the knowledge:\n.*low-back-pain\//s) }]);
    expect(vignettes).toBeUndefined();
    expect(topics).toEqual([{ topic: TOPIC, before: expect.any(String), after: expect.any(String), decidesOtherwise: true, isUnraised: true }]);
  });
});

test('knowledge of another release, without a file that this one reads, is compared by its values', () => {
  const after = copy();
  rmSync(join(after, 'common/lexicon.yaml'));
  const { status, stdout, stderr } = diff([before, after]);
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toContain('  lexicon: removed   [common/lexicon.yaml#]');
  expect(stdout).toMatch(/Vignettes could not be compared: the second side does not pass its gates\n {2}1 problem\(s\) in the knowledge:\n {2}common\/lexicon\.yaml#: is missing/);
}, 120_000);

describe('what decides has changed', () => {
  const CHANGES = [[`${TOPIC}/variants.yaml`, 'XR:       {V1: UNA', 'XR:       {V1: UA'], [`${TOPIC}/advice.yaml`, 'when: {scenario: [V1, V2, V1/V2]}, kind: defer, indicator: warning', 'when: {scenario: [V1, V2, V1/V2]}, kind: defer, indicator: info'], [`${TOPIC}/findings/3-cancer.yaml`, '{fact: cancer, grade: A, when: ever}', '{fact: cancer, grade: B, when: ever}']] as const;
  let result: ReturnType<typeof diff>;
  let json: Record<string, any>;
  beforeAll(() => {
    const after = copy(...CHANGES, [`${TOPIC}/topic.yaml`, 'version: 2026', 'version: 2027']);
    rmSync(join(after, TOPIC, 'vignettes', readdirSync(join(after, TOPIC, 'vignettes')).find((name) => name.startsWith('n56-'))!));
    const settings = { STORE: `sqlite:${database}`, TRACE_KEY: KEY };
    result = diff([join(before, '..'), after, '--stored'], settings);
    json = JSON.parse(diff([before, after, '--stored', '--json'], settings).stdout);
  }, 180_000);

  test('which vignettes decide otherwise, from what to what, with the words of the card', () => {
    expect([result.status, result.stderr]).toEqual([1, '']);
    const { compared, changed, removed, added, notComparable } = json['vignettes'];
    expect({ compared, removed, added, notComparable }).toEqual({ compared: 5, removed: ['N56'], added: [], notComparable: [] });
    expect(changed.map(({ id }: { id: string }) => id).sort()).toEqual(['N04', 'N56', 'T01', 'T02', 'T22']);
    const of = (id: string) => changed.find((each: { id: string }) => each.id === id);
    expect(of('T01').differences).toEqual(expect.arrayContaining([{ at: '/rating/category', before: 'UNA', after: 'UA' }, { at: '/advice/indicator', before: 'warning', after: 'info' }]));
    expect(of('T22').summary).toEqual({ before: expect.stringContaining('is usually appropriate (ACR).'), after: expect.stringContaining('does it make you suspect disease?') });
    expect(of('T22').differences).toEqual(expect.arrayContaining([{ at: '/findings/cancer', before: 'A', after: 'B' }, { at: '/scenario/certainty', before: 'definite', after: 'possible' }]));
    // Nothing is left that only a rating of the patient's other variant would show.
    expect(of('N56').differences).toEqual([{ at: '/detail', after: expect.stringContaining('rating') }]);
    expect(result.stdout).toMatch(/Vignettes: 5 orders judged by both, 5 decided otherwise\n {2}rating: UNA → UA; advice indicator: warning → info.* \(2 vignettes\)\n {4}N04 T01\n/);
    expect(result.stdout).toMatch(/card of T22: .* is usually appropriate \(ACR\)\.\n {6}→ .*does it make you suspect disease\?/);
  });

  test('which kept decisions do, by id, and how many cannot be told', () => {
    const { kept, compared, changed, groups, notComparable, unlikeKept } = json['stored'];
    expect({ kept, compared, changed, notComparable, unlikeKept }).toEqual({ kept: 7, compared: 5, changed: 5, notComparable: { 'no trace is kept': 1, 'its chart was too large to be kept': 1 }, unlikeKept: [] });
    expect(groups.map(({ ids }: { ids: string[] }) => ids.length).reduce((sum: number, each: number) => sum + each)).toBe(5);
    expect(groups[0].differences[0]).toEqual({ at: '/rating/category', before: 'UNA', after: 'UA' });
    expect(result.stdout).toContain('Kept decisions: 7 kept, 5 made again by both, 5 decided otherwise');
    for (const id of groups.flatMap(({ ids }: { ids: string[] }) => ids)) expect(result.stdout).toContain(id);
  });

  test('nothing of a chart is printed', () => {
    for (const text of [result.stdout, JSON.stringify(json)]) expect([MARK, 'birthDate', 'Condition/', 'resourceType'].filter((word) => text.includes(word))).toEqual([]);
  });

  test('a raised version is no fault, and the same text is said of both folders', () => {
    expect(json['topics']).toEqual([{ topic: TOPIC, before: expect.stringMatching(/^2026/), after: expect.stringMatching(/^2027/), decidesOtherwise: true, isUnraised: false }]);
    expect(result.stdout).toMatch(/^low-back-pain 2026\S+ → 2027\S+: what decides has changed\n/);
  });

  test('a version that was not raised is', () => {
    const { stdout, status } = diff([before, copy(...CHANGES)]);
    expect([status, stdout.split('\n')[0]]).toEqual([1, expect.stringMatching(/^low-back-pain (\S+) → \1: NOT RAISED, though what decides has changed\. Raise "version" in low-back-pain\/topic\.yaml\.$/)]);
  }, 120_000);
});

describe('without a difference', () => {
  test('two copies are the same, though comments and layout differ', () => {
    const { status, stdout } = diff([before, copy([`${TOPIC}/variants.yaml`, '# First row that fits.', '# The first row that fits.'], [`${TOPIC}/vignettes/t02-seed-case-mri.yaml`, 'id: T02', '# A comment.\nid: T02'])]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/what decides is the same\nNo value differs\.\n\nVignettes: the knowledge is the same, so all decisions are\n$/)]);
  }, 120_000);
});

describe('against this release', () => {
  test('which is the second side where none is named: topics and vignettes that only it has are told', () => {
    const { status, stdout } = diff([before]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^headache [\d.]+: a new topic\n/);
    expect(stdout).toMatch(/\n {2}vignettes that are new \(1\d{3}\): .*\bT03\b/);
  }, 120_000);
});

describe('what is not possible says why', () => {
  test.each([
    ['a folder without knowledge', () => [before, '/nowhere'], {}, /^AFTER \/nowhere: there is no such folder/],
    ['no key', () => [before, before, '--stored'], { STORE: `sqlite:${database}` }, /TRACE_KEY: must be set/],
    ['another key', () => [before, before, '--stored'], { STORE: `sqlite:${database}`, TRACE_KEY: 'another key, just as long as the first' }, /TRACE_KEY does not open.*Set the key/],
    ['a store that is not there', () => [before, before, '--stored'], { STORE: 'sqlite:nowhere.db', TRACE_KEY: KEY }, /there is no such file/],
    ['a file that cannot be parsed', () => [before, copy([`${TOPIC}/links.yaml`, 'links:', 'links: [']) ], {}, /low-back-pain\/links\.yaml#: cannot be parsed/],
  ] as const)('%s', (_, args, settings, message) => {
    const { status, stdout, stderr } = diff(args(), settings);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  }, 120_000);
});
