/** `knowledge expand` as it is called, against a terminology server on this machine that pages, refuses, limits and is slow. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { askExpansions } from '../../../src/cli/knowledge-expand/ask-expansions.ts';
import { createTxClient } from '../../../src/cli/knowledge-expand/create-tx-client.ts';
import { listExpandable, type Expandable } from '../../../src/cli/knowledge-expand/list-expandable.ts';
import { KnowledgeError, type TerminologyError } from '../../../src/errors.ts';
import { decidingVersion } from '../../../src/knowledge/deciding-version.ts';
import { loadLibrary } from '../../../src/knowledge/load-library.ts';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { searchEntries } from '../../../src/web/knowledge/search-entries.ts';
import { valueSetPage } from '../../../src/web/knowledge/value-set-page.ts';
import { CARDS } from '../../support/app.ts';

const ROOT = join(__dirname, '../../..');
const SNOMED = 'http://snomed.info/sct';
const TOKEN = 'not-a-secret-4711';
const folder = mkdtempSync(join(tmpdir(), 'backstop-expand-'));
const JSON_SET = 'low-back-pain/value-sets/asplenia.json';
const YAML_SET = 'low-back-pain/value-sets/fall-history.yaml';

type Node = Readonly<Record<string, unknown>>;
/** What is below two concepts; one code is retired, one only groups. */
const BELOW: Readonly<Record<string, readonly Node[]>> = {
  161626009: [
    { system: SNOMED, code: '161626009', display: 'History of splenectomy' }, { system: SNOMED, code: '9000001', display: 'History of partial splenectomy' },
    { system: SNOMED, code: '9000002', display: 'History of splenectomy, retired', inactive: true }, { system: SNOMED, code: '9000003', display: 'Kind of splenectomy', abstract: true },
    { system: SNOMED, code: '9000004', display: 'History of "open" splenectomy: left' },
  ],
  129839007: [{ system: SNOMED, code: '129839007', display: 'At risk for falls' }, { system: SNOMED, code: '9100001', display: 'Fell at home' }],
};
const VERSION = { name: 'used-codesystem', valueUri: 'http://snomed.info/sct|http://snomed.info/sct/900000000000207008/version/20260901' };

interface Asked { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: any }
/** How it answers one `$expand` that it would answer rightly with the third argument. */
type Manner = (request: Asked, response: ServerResponse, right: any) => void;

let server: Server;
let base: string;
let asked: Asked[] = [];
let manner: Manner;
let capability: unknown;

const json = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
  response.writeHead(status, { 'Content-Type': 'application/fhir+json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const rightly: Manner = (_, response, right) => json(response, 200, right);
const CAPABILITY = { resourceType: 'CapabilityStatement', status: 'active', fhirVersion: '4.0.1', software: { name: 'Stand-in', version: '1.2.3' } };

/** A page of the expansion, as FHIR R4 servers answer. */
function expansionFor({ body }: Asked): unknown {
  const parameter = (name: string): any => body.parameter.find((each: any) => each.name === name);
  const { compose, ...set } = parameter('valueSet').resource;
  const [offset, count] = [parameter('offset').valueInteger, parameter('count').valueInteger];
  const all = compose.include.flatMap((part: any) => part.filter.flatMap(({ value }: any) => BELOW[value] ?? []));
  const left = (compose.exclude ?? []).flatMap((part: any) => part.concept.map(({ code }: any) => code));
  const kept = all.filter(({ code }: any) => !left.includes(code));
  return {
    resourceType: 'ValueSet', ...set,
    expansion: { identifier: `urn:uuid:${offset}`, timestamp: '2026-11-26T00:00:00Z', total: kept.length, offset, parameter: [VERSION, { name: 'offset', valueInteger: offset }, { name: 'count', valueInteger: count }, { name: 'activeOnly', valueBoolean: false }], contains: kept.slice(offset, offset + count) },
  };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one: Asked = { method: request.method!, path: request.url!, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
      asked.push(one);
      if (one.path === '/fhir/metadata') return json(response, 200, capability);
      if (one.method === 'POST' && one.path === '/fhir/ValueSet/$expand') return manner(one, response, expansionFor(one));
      return json(response, 404, '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
});

beforeEach(() => { asked = []; manner = rightly; capability = CAPABILITY; });

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** The knowledge with a filter that only a server can answer in one value set of JSON, and in one of YAML with comments. */
function copy(): string {
  const cards = join(mkdtempSync(join(folder, 'knowledge-')), 'cards');
  cpSync(CARDS, cards, { recursive: true, filter: (path) => !path.includes('vignettes') });
  const asplenia = readFileSync(join(cards, JSON_SET), 'utf8');
  const filtered = asplenia.replace(/"concept": \[\s*\{"code": "161626009"[^\]]*\]/, '"filter": [{"property": "concept", "op": "is-a", "value": "161626009"}]');
  expect(filtered).not.toBe(asplenia);
  writeFileSync(join(cards, JSON_SET), filtered);
  const { compose, ...set } = JSON.parse(readFileSync(join(cards, YAML_SET.replace('.yaml', '.json')), 'utf8'));
  rmSync(join(cards, YAML_SET.replace('.yaml', '.json')));
  const others = compose.include.filter(({ system }: { system: string }) => system !== SNOMED);
  writeFileSync(join(cards, YAML_SET), [
    '# Falls, as they are coded.', ...Object.entries(set).map(([name, value]) => `${name}: ${JSON.stringify(value)}`), 'compose:', '  include:', ...others.map((part: unknown) => `    - ${JSON.stringify(part)}`),
    '    # Everything below "at risk for falls".', `    - system: ${SNOMED}`, '      filter: [{property: concept, op: is-a, value: "129839007"}]  # one concept', '',
  ].join('\n'));
  return cards;
}

function expand(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'src/cli.ts'), 'knowledge', 'expand', ...args], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], ...settings } as NodeJS.ProcessEnv }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const read = (cards: string, path: string): string => readFileSync(join(cards, path), 'utf8');
const problemsOf = (cards: string): readonly string[] => {
  try {
    loadTopics(cards);
    return [];
  } catch (error) {
    return (error as KnowledgeError).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
};

describe('a knowledge with filters that only a server can answer', () => {
  let cards: string;
  let first: Awaited<ReturnType<typeof expand>>;
  let [beforeJson, beforeYaml] = ['', ''];
  let requests: readonly Asked[] = [];
  beforeAll(async () => {
    cards = copy();
    [beforeJson, beforeYaml] = [read(cards, JSON_SET), read(cards, YAML_SET)];
    expect(problemsOf(cards)).toEqual([
      `${JSON_SET}#/compose/include/3/filter: only a terminology server can expand this filter, and no expansion is kept; run: backstop knowledge expand --tx URL --value-set asplenia`,
      expect.stringMatching(/^low-back-pain\/value-sets\/fall-history\.yaml#\/compose\/include\/\d+\/filter: only a terminology server .* --value-set fall-history$/),
    ]);
    asked = [];
    [manner, capability] = [rightly, CAPABILITY];
    first = await expand(['--tx', `${base}/`, '--knowledge', cards, '--page-size', '2'], { TX_TOKEN: TOKEN });
    requests = asked;
  }, 60_000);

  test('gets the expansions, page by page, and says what came', () => {
    expect([first.status, first.stderr]).toEqual([0, '2 written. Codes have changed: raise the version of the topics that read them, and run the vignettes\n']);
    expect(first.stdout.split('\n')).toEqual([
      `${JSON_SET}: 4 codes, 4 added, 0 removed; 1 that only group left out; ${VERSION.valueUri}`,
      '  + SNOMED CT|9000001 "History of partial splenectomy"', '  + SNOMED CT|9000002 "History of splenectomy, retired" (inactive)', '  + SNOMED CT|9000004 "History of "open" splenectomy: left"', '  + SNOMED CT|161626009 "History of splenectomy"',
      `${YAML_SET}: 2 codes, 2 added, 0 removed; ${VERSION.valueUri}`,
      '  + SNOMED CT|9100001 "Fell at home"', '  + SNOMED CT|129839007 "At risk for falls"', '',
    ]);
  });

  test('asks for that part alone, retired codes too, with the token', () => {
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /fhir/metadata', ...Array<string>(6).fill('POST /fhir/ValueSet/$expand')]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array<string>(7).fill(`Bearer ${TOKEN}`));
    const [, one, two] = requests;
    const values = Object.fromEntries(one!.body.parameter.map(({ name, ...value }: any) => [name, Object.values(value)[0]]));
    expect(values.valueSet.compose).toEqual({ include: [{ system: SNOMED, filter: [{ property: 'concept', op: 'is-a', value: '161626009' }] }] });
    expect(values).toMatchObject({ activeOnly: false, includeDesignations: false, offset: 0, count: 2 });
    expect(two!.body.parameter.find(({ name }: any) => name === 'offset').valueInteger).toBe(2);
    expect(`${first.stdout}${first.stderr}${read(cards, JSON_SET)}`).not.toContain(TOKEN);
  });

  test('writes them in the place FHIR has for them, with who made them and of what, and leaves the rest as it was', () => {
    const { expansion } = JSON.parse(read(cards, JSON_SET));
    expect(expansion).toEqual({
      identifier: 'urn:uuid:0', timestamp: '2026-11-26T00:00:00Z', total: 4,
      extension: [{ url: expect.stringMatching(/expanded-compose$/), valueString: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }, { url: expect.stringMatching(/expanded-by$/), valueString: `Stand-in 1.2.3 at ${base}` }],
      parameter: [VERSION, { name: 'activeOnly', valueBoolean: false }],
      contains: [
        { system: SNOMED, code: '9000001', display: 'History of partial splenectomy' }, { system: SNOMED, code: '9000002', display: 'History of splenectomy, retired', inactive: true },
        { system: SNOMED, code: '9000004', display: 'History of "open" splenectomy: left' }, { system: SNOMED, code: '161626009', display: 'History of splenectomy' },
      ],
    });
    const [json, yaml] = [read(cards, JSON_SET), read(cards, YAML_SET)];
    expect(json.startsWith(beforeJson.slice(0, beforeJson.lastIndexOf('}')).trimEnd())).toBe(true);
    expect(json).toMatch(/\n {6}\{"system":"http:\/\/snomed\.info\/sct","code":"9000001","display":"History of partial splenectomy"\},\n/);
    expect(yaml.startsWith(beforeYaml.trimEnd())).toBe(true);
    expect(parse(yaml).expansion.contains).toHaveLength(2);
    expect(readdirSync(join(cards, 'low-back-pain/value-sets')).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('passes its gates now, and a chart with such a code is recognised', () => {
    const { codes } = loadTopics(cards)[0]!;
    const sets = (code: string, system = SNOMED) => codes.membership({ system, code }).included;
    expect([sets('161626009'), sets('9000001'), sets('9000002'), sets('9000003'), sets('9100001')]).toEqual([['asplenia'], ['asplenia'], ['asplenia'], [], ['fall-history']]);
    expect(sets('D73.0', 'http://hl7.org/fhir/sid/icd-10-cm')).toContain('asplenia');
    expect(codes.nameOf({ system: SNOMED, code: '9000001' })).toBe('History of partial splenectomy');
  });

  test('shows its codes to people, who find it by them; another day of the same codes is no other knowledge', () => {
    const readable = loadLibrary(cards).topics[0]!;
    const { codes, count } = valueSetPage(readable, 'asplenia', 1)!.view as { readonly codes: readonly { readonly code: string }[]; readonly count: number };
    // Three ICD codes, the concept that the filter names, and what is below it.
    expect([codes.map(({ code }) => code), count]).toEqual([['D73.0', 'Q89.01', 'Z90.81', '161626009', '9000001', '9000002', '9000004', '161626009'], 8]);
    // The value set, and the finding that reads it.
    const entries = searchEntries(readable, []).flatMap((entry) => entry.codes).filter(({ code }) => code === '9100001');
    expect(entries).toEqual(Array(2).fill({ code: '9100001', isWithBelow: false, display: 'fell at home' }));
    const { digest } = decidingVersion(cards, 'low-back-pain');
    const text = read(cards, JSON_SET);
    const changed = (from: string, to: string): boolean => {
      expect(text).toContain(from);
      writeFileSync(join(cards, JSON_SET), text.replace(from, to));
      const isChanged = decidingVersion(cards, 'low-back-pain').digest !== digest;
      writeFileSync(join(cards, JSON_SET), text);
      return isChanged;
    };
    expect([changed('2026-11-26T00:00:00Z', '2026-12-01T00:00:00Z'), changed('"code":"9000001"', '"code":"9000009"')]).toEqual([false, true]);
  });

  test('checked against the same server nothing is out of date, offline neither', async () => {
    const before = read(cards, JSON_SET);
    const [online, offline] = [await expand(['--check', '--tx', base, '--knowledge', cards]), await expand(['--check', '--knowledge', cards])];
    expect([online.status, online.stderr]).toEqual([0, '0 of 2 out of date, nothing written\n']);
    expect([offline.status, offline.stdout]).toEqual([0, `${JSON_SET}: is expanded\n${YAML_SET}: is expanded\n`]);
    expect(read(cards, JSON_SET)).toBe(before);
  }, 30_000);

  test('checked against a newer edition it is, and nothing is written until it is asked for again', async () => {
    const before = [read(cards, JSON_SET), read(cards, YAML_SET)];
    manner = (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: right.expansion.total + (right.id === 'asplenia' ? -1 : 1), contains: right.expansion.offset > 0 ? [] : right.id === 'asplenia' ? right.expansion.contains.filter(({ code }: any) => code !== '9000002') : [...right.expansion.contains, { system: SNOMED, code: '9100002' }] } });
    const checked = await expand(['--check', '--tx', base, '--knowledge', cards]);
    expect([checked.status, checked.stderr]).toEqual([1, '2 of 2 out of date, nothing written\n']);
    expect(checked.stdout).toContain('  - SNOMED CT|9000002 "History of splenectomy, retired" (inactive)\n');
    expect(checked.stdout).toContain('  + SNOMED CT|9100002\n');
    expect([read(cards, JSON_SET), read(cards, YAML_SET)]).toEqual(before);
    const again = await expand(['--tx', base, '--knowledge', cards, '--value-set', 'fall-history']);
    expect([again.status, again.stdout]).toEqual([0, `${YAML_SET}: 3 codes, 1 added, 0 removed; ${VERSION.valueUri}\n  + SNOMED CT|9100002\n`]);
    expect(read(cards, JSON_SET)).toBe(before[0]);
    const yaml = read(cards, YAML_SET);
    expect(yaml.match(/^expansion:$/gm)).toHaveLength(1);
    expect(yaml.match(/# .*/g)).toEqual(beforeYaml.match(/# .*/g));
    expect(problemsOf(cards)).toEqual([]);
  }, 60_000);
});

describe('the gate', () => {
  const altered = (change: (set: any) => void): readonly string[] => {
    const cards = copy();
    const set = JSON.parse(read(cards, JSON_SET));
    change(set);
    writeFileSync(join(cards, JSON_SET), JSON.stringify(set));
    return problemsOf(cards).filter((problem) => problem.startsWith(JSON_SET)).map((problem) => problem.slice(JSON_SET.length));
  };
  const expansion = { timestamp: '2026-11-26T00:00:00Z', total: 1, contains: [{ system: SNOMED, code: '161626009' }] };
  const own = (set: any): void => { set.compose.include = set.compose.include.filter(({ system }: any) => system !== SNOMED); };

  test.each([
    ['an expansion of another compose, or written by hand', (set: any) => { set.expansion = { ...expansion, extension: [{ url: 'http://backstop.example.org/fhir/StructureDefinition/expanded-compose', valueString: 'sha256:0' }] }; }, ['#/expansion: was made for another compose; run: backstop knowledge expand --tx URL --value-set asplenia']],
    ['an expansion that nothing reads', (set: any) => { own(set); set.expansion = expansion; }, ['#/expansion: nothing reads it: every part of the value set is evaluated without a terminology server; take it out']],
    ['a filter in what is left out', (set: any) => { own(set); set.compose.exclude = [{ system: SNOMED, filter: [{ property: 'concept', op: 'is-a', value: '1' }] }]; }, ['#/compose/exclude/0/filter: only a terminology server knows what this filter leaves out; name the codes, or make it a value set of its own and name that in notCoded']],
    ['an operator FHIR has not', (set: any) => { set.compose.include[3].filter[0].op = 'below'; }, [expect.stringContaining('#/compose/include/3/filter/0/op: must be equal to one of the allowed values')]],
    ['a prefix that is no concept', (set: any) => { own(set); set.compose.include[0].filter[0].op = 'regex'; }, [expect.stringContaining('#/compose/include/0/filter: only a terminology server can expand this filter')]],
  ])('refuses %s', (_, change, problems) => {
    expect(altered(change)).toEqual(problems);
  });
});

describe('an expansion that may not be whole', () => {
  let cards: string;
  let asplenia: readonly Expandable[];
  beforeAll(() => {
    cards = copy();
    asplenia = listExpandable(cards, ['asplenia']).valueSets;
    expect(asplenia).toHaveLength(1);
  });

  const outcome = (code: string, diagnostics: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] });
  const withExpansion = (change: object): Manner => (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, ...change, ...(right.expansion.offset > 0 && { contains: [] }) } });
  /** As a server that gives two codes a page at most, whatever was asked for, and says no more than that. */
  const capped = (total?: number): Manner => (_, response, right) => {
    const { offset } = right.expansion;
    const contains = BELOW['161626009']!.slice(offset, offset + 2);
    json(response, 200, { ...right, expansion: { ...right.expansion, offset: undefined, total: total ?? undefined, contains } });
  };
  const CASES: readonly (readonly [name: string, how: Manner, message: RegExp, settings?: { readonly pageSize?: number; readonly timeoutMs?: number }])[] = [
    ['too costly', (_, response) => json(response, 422, outcome('too-costly', 'More than 10000 codes')), /asplenia\.json: the server answers 422: too-costly, More than 10000 codes/],
    ['an outcome in a good answer, with what a terminal would obey', (_, response) => json(response, 200, outcome('not-found', `Unknown \u001b[31m system for ${TOKEN}`)), /refuses: not-found, Unknown {1,2}\[31m system for \(token\)/],
    ['marked as unclosed', withExpansion({ extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/valueset-unclosed', valueBoolean: true }] }), /not whole \(valueset-unclosed\)/],
    ['limited by the server', withExpansion({ parameter: [{ name: 'limitedExpansion', valueBoolean: true }] }), /limited its expansion/],
    ['fewer codes than its total', (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: 50, contains: right.expansion.offset === 0 ? right.expansion.contains : [] } }), /cut off: the server says 50 codes and gives 5/],
    ['a part, of a server that pages and tells no total and gives the same again', (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: undefined, contains: right.expansion.offset < 4 ? BELOW['161626009']!.slice(0, 2) : [] } }), /pages of the expansion overlap/],
    ['the size of a page as its total, of a server that caps its pages', capped(2), /not what it says: 2 codes in all, and 5 came/],
    ['the same page again and again', (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: undefined, contains: BELOW['161626009']!.slice(0, 2) } }), /pages of the expansion overlap/],
    ['more codes than its total', withExpansion({ total: 3 }), /not what it says: 3 codes in all, and 5 came/],
    ['the same page again', (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: 4, contains: BELOW['161626009']!.slice(0, 2) } }), /pages of the expansion overlap/, { pageSize: 2 }],
    ['another edition on the next page', (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, parameter: [{ ...VERSION, valueUri: `${VERSION.valueUri}${right.expansion.offset}` }] } }), /changed while it was read/, { pageSize: 2 }],
    ['no codes', withExpansion({ total: 0, contains: [] }), /is empty: the server may not have the code system/],
    ['a concept that the server does not know', withExpansion({ total: 1, contains: [{ system: SNOMED, code: '9000001' }] }), /lacks what the value set names: 161626009/],
    ['codes of a system nobody asked for', withExpansion({ total: 1, contains: [{ system: 'http://loinc.org', code: '1-8' }] }), /a code system that was not asked for/],
    ['an entry without a system', withExpansion({ total: 1, contains: [{ code: '161626009' }] }), /an entry without a code or without its code system/],
    ['another resource', (_, response) => json(response, 200, { resourceType: 'Bundle' }), /something else than a ValueSet/],
    ['a value set that was not expanded', (_, response, { expansion: _expansion, ...right }) => json(response, 200, right), /was not expanded/],
    ['a page for people', (_, response) => json(response, 200, '<html></html>'), /no FHIR JSON/],
    ['an error without words', (_, response) => json(response, 500, ''), /the server answers 500$/],
    ['nobody let in', (_, response) => json(response, 401, ''), /lets nobody in \(401\)\. Set TX_TOKEN/],
    ['a redirect to another host', (_, response) => json(response, 307, '', { Location: 'http://127.0.0.1:1/fhir/ValueSet/$expand' }), /another address \(307\), which is not followed/],
    ['no answer in time', () => undefined, /no answer in time\. It had 0.3 s; more with --timeout/, { timeoutMs: 300 }],
    ['half an answer', (_, response) => { response.writeHead(200, { 'Content-Length': '1000' }); response.write('{"resourceType"'); setTimeout(() => response.destroy(), 50); }, /could not be asked/],
  ];

  test.each(CASES)('is refused: %s', async (_, how, message, { pageSize = 1000, timeoutMs = 20_000 } = {}) => {
    manner = how;
    const ask = createTxClient({ base: new URL(base), networks: [], token: TOKEN, timeoutMs });
    const failure = await askExpansions(asplenia, { ask, base, pageSize }).then(() => undefined, (error: unknown) => error as TerminologyError);
    expect([failure?.code, failure?.message]).toEqual(['no-expansion', expect.stringMatching(message)]);
    expect(failure!.message).not.toContain(TOKEN);
  });

  test('is not written, and the reason is said, without the token and without what a terminal obeys', async () => {
    const before = [read(cards, JSON_SET), read(cards, YAML_SET)];
    manner = CASES[1]![1];
    const { status, stdout, stderr } = await expand(['--tx', base, '--knowledge', cards], { TX_TOKEN: TOKEN });
    expect([status, stdout, stderr]).toEqual([2, '', `${JSON_SET}: the server refuses: not-found, Unknown  [31m system for (token)\n`]);
    expect([read(cards, JSON_SET), read(cards, YAML_SET)]).toEqual(before);
  }, 30_000);

  test('of the last value set leaves the first unwritten too', async () => {
    const before = read(cards, JSON_SET);
    manner = (request, response, right) => (right.id === 'asplenia' ? rightly(request, response, right) : json(response, 503, ''));
    const { status, stderr } = await expand(['--tx', base, '--knowledge', cards]);
    expect([status, stderr]).toEqual([2, `${YAML_SET}: the server answers 503\n`]);
    expect(read(cards, JSON_SET)).toBe(before);
  }, 30_000);

  test('nor one of a server that caps its pages and tells nobody: it is asked until nothing comes', async () => {
    manner = capped();
    const ask = createTxClient({ base: new URL(base), networks: [], timeoutMs: 20_000 });
    const [answered] = await askExpansions(asplenia, { ask, base, pageSize: 1000 });
    expect(answered!.expanded.codes.map(({ code }) => code)).toEqual(['9000001', '9000002', '9000004', '161626009']);
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(4);
  });

  test('but one in a tree, without a total or in one piece is whole', async () => {
    const tree: Manner = (_, response, right) => {
      const [root, ...below] = BELOW['161626009']!;
      const { total: _total, offset: _offset, ...rest } = right.expansion;
      json(response, 200, { ...right, expansion: { ...rest, contains: [{ display: 'A group', abstract: true, contains: [{ ...root, contains: below }] }] } });
    };
    manner = (_, response, right) => json(response, 200, { ...right, expansion: { ...right.expansion, total: undefined, contains: right.expansion.contains.slice(0, 3) } });
    const short = await expand(['--check', '--tx', base, '--knowledge', cards, '--value-set', 'asplenia']);
    expect([short.status, short.stdout.split('\n')[0]]).toEqual([1, expect.stringContaining(': 4 codes, 4 added, 0 removed; 1 that only group')]);
    manner = tree;
    const { status, stdout } = await expand(['--check', '--tx', base, '--knowledge', cards, '--page-size', '4', '--value-set', 'asplenia']);
    expect([status, stdout.split('\n')[0]]).toEqual([1, `${JSON_SET}: 4 codes, 4 added, 0 removed; 1 that only group left out; ${VERSION.valueUri}`]);
  }, 30_000);
});

describe('what is not possible says why', () => {
  test.each([
    ['http to another host', ['--tx', 'http://tx.example.org/fhir'], /--tx: must be an https address/],
    ['a name and password in the address', ['--tx', 'https://me:secret@tx.example.org/fhir'], /a token goes into TX_TOKEN/],
    ['a private address', ['--tx', 'https://10.1.2.3/fhir'], /its address may not be called\. A server inside a private network is named with --network/],
    ['no address at all', [], /--tx: must name the base/],
    ['a value set nobody knows', ['--tx', 'https://tx.example.org', '--value-set', 'spleens'], /there is no value set spleens/],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await expand(['--knowledge', filteredCards(), ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/secret@|\n\s+at /);
    expect(asked).toEqual([]);
  }, 30_000);

  test('a server of another FHIR', async () => {
    capability = { ...CAPABILITY, fhirVersion: '3.0.2' };
    expect(await expand(['--tx', base, '--knowledge', filteredCards()])).toEqual({ status: 2, stdout: '', stderr: 'the server does not speak FHIR R4 or R5. Many have a base for each version: name another with --tx.\n' });
  }, 30_000);

  test('knowledge that needs no server asks none', async () => {
    expect(await expand(['--tx', base])).toEqual({ status: 0, stdout: '', stderr: 'No value set needs a terminology server.\n' });
    expect(asked).toEqual([]);
  }, 30_000);
});

let filtered: string | undefined;
function filteredCards(): string {
  filtered ??= copy();
  return filtered;
}
