/** A call and its variations: what clients leave out, add, and do wrong. */
import { gzipSync } from 'node:zlib';
import { judge, skip, type Check, type Evidence } from './check.ts';
import { evidenceOf, isAnswered, isRefused, unless, type Exchange, type Probe } from './create-probe.ts';
import { objectOf, type Json } from './json.ts';
import { fillTemplate } from './parse-template.ts';
import type { StandIn } from './start-stand-in.ts';

const SIDE_BY_SIDE = 8;
const LONG_ID = 'e'.repeat(200);
const UNKNOWN = { 'unknown-member': 'x', 'another-unknown-member': { list: [1, 2, 3] } };
const OUTCOME = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception', diagnostics: 'The server could not be reached.' }] };
const FILLING_BYTES = 4_000_000;

/** The first of them, `a call`, tells what the service does when nothing is wrong. */
export async function checkCalls(probe: Probe, first: Exchange, standIn: StandIn): Promise<readonly Check[]> {
  const { service: { id: about }, base, ask, newId } = probe;
  const same = async (id: Parameters<typeof judge>[0], call: string, options: Parameters<Probe['ask']>[1]): Promise<Check> =>
    judge(id, about, unless(await ask(call, options), (status) => status === first.status, `to the call as it was, it is ${first.status}`));
  return [
    judge('REQ-1', about, unless(first, isAnswered, 'it should be 200 or 412')),
    await checkRepeat(probe),
    await same('JSON-4', 'a call with unknown members', { request: { ...base, ...UNKNOWN, context: { ...objectOf(base['context']), ...UNKNOWN } } }),
    await same('REQ-9', 'a call with an extension', { request: { ...base, extension: { 'org.example.conformance': 'x' } } }),
    await same('REQ-8', 'a call with Accept: text/html', { headers: { Accept: 'text/html' } }),
    judge('CTX-2', about, unless(await ask('a call with ids of 200 characters', { request: withLongIds(base) }), isAnswered, 'it should be 200 or 412')),
    ...await checkPrefetch(probe, standIn),
    ...await checkRefusals(probe),
    await checkHostile(probe),
    await checkLarge(probe),
    await checkTogether(probe, first),
    judge('REQ-12', about, unless(await ask('a call in gzip', { raw: Uint8Array.from(gzipSync(JSON.stringify({ hookInstance: newId(), ...base }))), headers: { 'Content-Encoding': 'gzip' } }), (status) => isAnswered(status) || status === 415, 'it should be as without, or 415')),
    // The slash makes no other service: a token names the one of discovery.
    judge('DISC-15', about, unless(await ask('a call with a trailing slash', { url: new URL(`${probe.url.href}/`), audience: probe.url }), isAnswered, 'it should be as without')),
  ];
}

async function checkRepeat({ service, ask, base }: Probe): Promise<Check> {
  const request = { ...base, hookInstance: '5a1c7c1e-6c1e-4c55-9d9b-0f6a3f1f2b01' };
  const [one, other] = [await ask('the call again', { request }), await ask('the call once more', { request })];
  return judge('CARD-14', service.id, comparable(one) === comparable(other) ? [] : [evidenceOf(other, 'the answer is not the one before')]);
}

/** An answer without what may be new each time. */
function comparable({ status, text }: Exchange): string {
  return `${status} ${text.replace(/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/g, 'uuid').replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?/g, 'time')}`;
}

function withLongIds(base: Json): Json {
  const context = objectOf(base['context']);
  return { ...base, context: { ...context, ...(typeof context['userId'] === 'string' && { userId: `Practitioner/${LONG_ID}` }), ...(context['encounterId'] !== undefined && { encounterId: LONG_ID }) } };
}

async function checkPrefetch({ service, ask, base }: Probe, standIn: StandIn): Promise<readonly Check[]> {
  const about = service.id;
  const { prefetch, fhirServer: _, fhirAuthorization: __, ...bare } = base;
  const without = judge('HTTP-2', about, unless(await ask('a call without prefetch and without a FHIR server', { request: bare }), isAnswered, 'it should be 200 or 412'));
  const keys = Object.keys(objectOf(prefetch ?? service.prefetch));
  if (keys.length === 0) return [without, ...(['PF-8', 'PF-2', 'PF-7'] as const).map((id) => skip(id, about, 'the service asks for no prefetch'))];
  const all = (value: unknown): Json => ({ ...bare, prefetch: Object.fromEntries(keys.map((key) => [key, value])) });
  const paged = pagedOf(base, service.prefetch, standIn);
  return [
    without,
    judge('PF-8', about, unless(await ask('a call whose prefetch is null', { request: all(null) }), isAnswered, 'it should be 200 or 412')),
    judge('PF-2', about, unless(await ask('a call whose prefetch is OperationOutcomes', { request: all(OUTCOME) }), isAnswered, 'it should be 200 or 412')),
    paged === undefined ? skip('PF-7', about, 'no prefetch is a Bundle') : judge('PF-7', about, unless(await ask('a call whose prefetch has further pages', { request: paged }), isAnswered, 'it should be 200 or 412')),
  ];
}

/** Its Bundles become first pages; the others are at the stand-in. */
function pagedOf(base: Json, templates: Readonly<Record<string, string>>, { address }: StandIn): Json | undefined {
  const context = objectOf(base['context']);
  const prefetch = Object.entries(objectOf(base['prefetch'])).map(([key, value]) => {
    if (objectOf(value)['resourceType'] !== 'Bundle') return [key, value, false] as const;
    const path = fillTemplate(templates[key] ?? '', context) ?? 'Basic?';
    return [key, { ...objectOf(value), link: [{ relation: 'next', url: `${address}/fhir/${path}&page=2` }] }, true] as const;
  });
  return prefetch.some(([, , isPaged]) => isPaged) ? { ...base, prefetch: Object.fromEntries(prefetch) } : undefined;
}

async function checkRefusals({ service, ask, base, url, newId }: Probe): Promise<readonly Check[]> {
  const about = service.id;
  const refused = 'it should be a 4xx';
  let missing: readonly Evidence[] = [];
  for (const name of ['hook', 'hookInstance', 'context']) {
    const request = Object.fromEntries(Object.entries({ hookInstance: newId(), ...base }).filter(([member]) => member !== name));
    missing = [...missing, ...unless(await ask(`a call without ${name}`, { raw: JSON.stringify(request) }), isRefused, refused)];
  }
  const text = JSON.stringify({ hookInstance: newId(), ...base });
  const plain = await ask('a call as text/plain', { raw: text, headers: { 'Content-Type': 'text/plain' } });
  const charset = await ask('a call with a charset', { headers: { 'Content-Type': 'application/json; charset=utf-8' } });
  const unknown = await ask('a call to a service that is not there', { url: new URL(url.href.replace(/[^/]+$/, 'no-such-service-conformance')) });
  return [
    judge('REQ-2', about, missing),
    judge('REQ-3', about, unless(await ask('a call for another hook', { request: { ...base, hook: 'no-such-hook' } }), isRefused, refused)),
    judge('REQ-7', about, [...unless(plain, isRefused, refused), ...unless(charset, isAnswered, 'it should be 200 or 412')]),
    judge('REQ-10', about, unless(await ask('GET in place of POST', { method: 'GET' }), isRefused, refused)),
    judge('REQ-11', about, unless(unknown, (status) => status === 404 || status === 401, 'it should be 404')),
  ];
}

async function checkHostile({ service, ask, base, newId }: Probe): Promise<Check> {
  const deep = `${'{"x":'.repeat(2000)}1${'}'.repeat(2000)}`;
  const whole = JSON.stringify({ hookInstance: newId(), ...base });
  const refused: readonly (readonly [string, string])[] = [['a body that is no JSON', '{"hook": '], ['an empty body', ''], ['a body that is a list', '[]'], ['a body that is null', 'null'], ['a context that is a text', JSON.stringify({ ...base, hookInstance: newId(), context: 'x' })]];
  const survived: readonly (readonly [string, string])[] = [['a body that is 2,000 levels deep', deep], ['a call with __proto__', whole.replace(/^\{/, '{"__proto__":{"hook":"x"},"constructor":{"prototype":{}},')]];
  let faults: readonly Evidence[] = [];
  for (const [call, raw] of refused) faults = [...faults, ...unless(await ask(call, { raw }), isRefused, 'it should be a 4xx')];
  for (const [call, raw] of survived) faults = [...faults, ...unless(await ask(call, { raw }), (status) => status < 500, 'it should be no 5xx')];
  return judge('JSON-5', service.id, faults);
}

async function checkLarge({ service, ask, base, newId }: Probe): Promise<Check> {
  const raw = JSON.stringify({ hookInstance: newId(), ...base, extension: { 'org.example.conformance': 'x'.repeat(FILLING_BYTES) } });
  return judge('JSON-6', service.id, unless(await ask('a call of 4 MB', { raw }), isAnswered, 'it should be 200 or 412'));
}

async function checkTogether({ service, ask }: Probe, first: Exchange): Promise<Check> {
  const all = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => ask(`${SIDE_BY_SIDE} calls side by side`, { isAlone: false })));
  return judge('HTTP-9', service.id, all.flatMap((each) => unless(each, (status) => status === first.status || status === 429 || status === 503, `alone, it is ${first.status}`)));
}
