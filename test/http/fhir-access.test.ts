/** Reading from the client's FHIR server (CDS Hooks 2.0, Prefetch and FHIR Resource Access), against a real server on this machine. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, silence, startFhirServer, status, type Answer, type FhirServer } from '../support/fhir-server.ts';
import { bundle, detailOf, emptyChart, hookBody, PATIENT, post, serve, tumour } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const QUERIES = { patient: `Patient/${PATIENT}`, conditions: `Condition?patient=${PATIENT}`, medications: `MedicationRequest?patient=${PATIENT}` };
const EMPTY = { resourceType: 'Bundle', type: 'searchset', total: 0 };
const TOKEN = 'secret-token-7';
const authorization = { access_token: TOKEN, token_type: 'Bearer', expires_in: 300, scope: 'user/*.read', subject: 'backstop' };

afterEach(closeFhirServers);

/** A server with a whole chart; `changes` replaces what it has under a query. */
const chartServer = (changes: Readonly<Record<string, Answer>> = {}) => startFhirServer({ [QUERIES.patient]: emptyChart.patient, [QUERIES.conditions]: bundle(tumour()), [QUERIES.medications]: EMPTY, ...changes });

function client(fhirServers: readonly string[], changes: Partial<RegisteredClient> = {}): RegisteredClient {
  return registered({ profile: 'sandbox', fhirServers, get: createGetter({ networks: [], allowsLoopback: true, allowsHttp: true }), ...changes });
}

interface Call {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly clients?: readonly RegisteredClient[];
  readonly deadlineMs?: number;
  readonly topic?: typeof smallTopic;
}

async function call(server: FhirServer, { body = {}, clients = [client([server.base])], deadlineMs = 2000, topic = smallTopic }: Call = {}) {
  const { app, lines } = serve({ clients, config: { deadlineMs }, topics: [topic] });
  const start = performance.now();
  const response = await post(hookBody(undefined, { fhirServer: server.base, fhirAuthorization: authorization, ...body }), '/cds-services/imaging-advice', app);
  return { response, detail: detailOf(response), line: lines.at(-1) as Record<string, any>, ms: performance.now() - start };
}
const urls = ({ asked }: FhirServer): readonly string[] => asked.map(({ url }) => url.replace('/fhir/', '')).sort();

describe('what is missing is read', () => {
  test('PF-1 PF-4 nothing sent: every read, once, with the token', async () => {
    const server = await chartServer();
    const { detail, line } = await call(server);
    expect(urls(server)).toEqual([QUERIES.conditions, QUERIES.medications, QUERIES.patient]);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${TOKEN}`));
    expect(detail).toContain('Tumour');
    expect(detail).not.toContain('Not read');
    expect(line['fetched']).toEqual({ asked: 3, short: 0 });
  });

  test('PF-1 part of it sent: exactly what is missing', async () => {
    const server = await chartServer();
    const { detail } = await call(server, { body: { prefetch: { patient: emptyChart.patient, medications: null } } });
    expect(urls(server)).toEqual([QUERIES.conditions]);
    expect(detail).toContain('Tumour');
  });

  test('PF-3 prefetch and FHIR server give the same advice', async () => {
    const server = await chartServer();
    const { detail } = await call(server);
    const sent = await call(server, { body: { prefetch: { ...emptyChart, conditions: bundle(tumour()) } } });
    expect(detail).toBe(sent.detail);
  });

  test.each([
    ['null', null, 0], ['an empty Bundle', EMPTY, 0], ['an OperationOutcome', { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] }, 0],
    ['a Bundle with an error in it', bundle({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] }), 0],
    ['absent', undefined, 1], ['{}', {}, 1], ['text', 'x', 1], ['a Bundle of another type', bundle({ resourceType: 'Device', id: 'd', patient: { reference: `Patient/${PATIENT}` } }), 1],
    ['only another patient\'s', bundle(tumour({ subject: { reference: 'Patient/p2' } })), 1],
  ])('PF-1 PF-2 a prefetch value that is %s', async (_, conditions, asked) => {
    const server = await chartServer();
    const { conditions: __, ...others } = emptyChart;
    const { detail } = await call(server, { body: { prefetch: { ...others, ...(conditions !== undefined && { conditions }) } } });
    expect(server.asked).toHaveLength(asked);
    expect(detail.includes('Tumour')).toBe(asked === 1);
  });

  test('PF-1 what was sent under a key and does not fit it is still looked at', async () => {
    const server = await chartServer({ [QUERIES.medications]: bundle() });
    const { detail } = await call(server, { body: { prefetch: { ...emptyChart, medications: bundle(tumour()) } } });
    expect(detail).toContain('Tumour');
    expect(detail).not.toContain('Not read');
  });

  test('PF-1 an order of no interest asks nothing', async () => {
    const server = await chartServer();
    const { app } = serve({ clients: [client([server.base])] });
    await post(hookBody([{ resourceType: 'MedicationRequest', id: 'm' }], { fhirServer: server.base, fhirAuthorization: authorization }), '/cds-services/imaging-advice', app);
    expect(server.asked).toEqual([]);
  });

  test('FHIR-5 nothing is kept from one call to the next', async () => {
    const server = await chartServer();
    expect((await call(server)).detail).toContain('Tumour');
    server.answers.set(QUERIES.conditions, EMPTY);
    expect((await call(server)).detail).not.toContain('Tumour');
  });

  test('TOK-2 CTX-2 an id of 200 odd characters reaches the server encoded', async () => {
    const id = `é /?#&%2e..${'x'.repeat(190)}`.replace('/', '');
    const server = await startFhirServer({ default: EMPTY });
    const { app } = serve({ clients: [client([server.base])] });
    const order = { ...(hookBody()['context'] as { draftOrders: { entry: { resource: object }[] } }).draftOrders.entry[0]!.resource, subject: { reference: `Patient/${id}` } };
    const response = await post(hookBody([order], { context: { patientId: id }, fhirServer: server.base, fhirAuthorization: authorization }), '/cds-services/imaging-advice', app);
    expect(response.status).toBe(200);
    expect(urls(server)).toContain(`Condition?patient=${encodeURIComponent(id)}`);
  });

  test.each(['.', '..', '../../admin', '\u{d800}'])('FHIR-1 the patient id %j leads nowhere else', async (id) => {
    const server = await startFhirServer({ default: EMPTY });
    const { app } = serve({ clients: [client([server.base])] });
    await post(hookBody([{ ...(hookBody()['context'] as any).draftOrders.entry[0].resource, subject: undefined }], { context: { patientId: id }, fhirServer: server.base, fhirAuthorization: authorization }), '/cds-services/imaging-advice', app);
    for (const url of server.asked.map((each) => each.url)) expect(url).toMatch(/^\/fhir\/(?:Patient\/admin$|\w+\?patient=admin$)/);
  });
});

describe('leave', () => {
  const without = (name: string) => Object.fromEntries(Object.entries(authorization).filter(([each]) => each !== name));

  test.each([
    ['no fhirAuthorization', undefined], ...['access_token', 'token_type', 'expires_in', 'scope', 'subject'].map((name) => [`no ${name}`, without(name)] as const),
    ['another token type', { ...authorization, token_type: 'MAC' }], ['a token with a line break', { ...authorization, access_token: 'a\r\nX: y' }], ['an expired token', { ...authorization, expires_in: 0 }],
    ['a token for another patient', { ...authorization, patient: 'p2' }], ['text', 'Bearer x'], ['null', null],
  ])('PF-5 REQ-6 %s: no call, and an answer from what was sent', async (_, fhirAuthorization) => {
    const server = await chartServer();
    const { response, detail } = await call(server, { body: { fhirAuthorization } });
    expect(response.status).toBe(200);
    expect(server.asked).toEqual([]);
    expect(detail).toContain('Not read: patient record, problem list, medications');
  });

  test.each([['bearer', { ...authorization, token_type: 'bearer' }], ['a proprietary scope (Epic)', { ...authorization, scope: 'urn:epic:whatever 17' }], ['this patient', { ...authorization, patient: PATIENT }]])('REQ-6 %s is leave', async (_, fhirAuthorization) => {
    const server = await chartServer();
    expect((await call(server, { body: { fhirAuthorization } })).detail).toContain('Tumour');
  });

  test('REQ-5 fhirAuthorization without fhirServer is ignored', async () => {
    const server = await chartServer();
    const { response, line } = await call(server, { body: { fhirServer: undefined } });
    expect(response.status).toBe(200);
    expect(server.asked).toEqual([]);
    expect(line['notFetched']).toBe('fhirAuthorization without fhirServer');
  });

  test('PF-5 FHIR-1 a server that is not on the client\'s list is not called', async () => {
    const [server, canary] = [await chartServer(), await chartServer()];
    for (const fhirServer of [canary.base, `${server.base}/other`, server.origin, server.base.replace('http://', 'http://user:secret@'), `${server.base}?x=1`, 'ftp://x', 'nonsense', 7]) {
      const { response, line } = await call(server, { body: { fhirServer }, clients: [client([server.base], { iss: 'x' })] });
      expect(response.status).toBe(200);
      expect(line['client']).toBe('anonymous');
    }
    const listed = await call(server, { body: { fhirServer: canary.base }, clients: [client([server.base]), client([canary.base], { id: 'other', iss: 'other', fhirServers: [canary.base], openFhirServers: [] })] });
    expect(listed.line['client']).toBe('other');
    expect(server.asked).toEqual([]);
    expect(canary.asked).toHaveLength(3);
  });

  test('TEN-1 FHIR-1 a client may not read from the server of another', async () => {
    const [server, canary] = [await chartServer(), await chartServer()];
    const jwt = `x.${Buffer.from(JSON.stringify({ iss: 'https://a.example.org' })).toString('base64url')}.x`;
    const { app, lines } = serve({ clients: [client([server.base], { id: 'a', iss: 'https://a.example.org' }), client([canary.base], { id: 'b', iss: 'b' })] });
    const request = (await import('supertest')).default;
    const response = await request(app).post('/cds-services/imaging-advice').set('Authorization', `Bearer ${jwt}`).send(hookBody(undefined, { fhirServer: canary.base, fhirAuthorization: authorization }));
    expect(response.status).toBe(200);
    expect(canary.asked).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ client: 'a', notFetched: 'fhirServer is not on the list of this client' });
  });

  test('PF-5 a server listed as open is read without a token, and the token stays here', async () => {
    const server = await chartServer();
    const { detail } = await call(server, { body: { fhirAuthorization: undefined }, clients: [client([], { openFhirServers: [server.base] })] });
    expect(detail).toContain('Tumour');
    const again = await call(server, { clients: [client([], { openFhirServers: [server.base] })] });
    expect(again.detail).toContain('Tumour');
    for (const { headers } of server.asked) expect(headers).not.toHaveProperty('authorization');
  });

  test('FHIR-1 a trailing slash and capitals in the host make no difference', async () => {
    const server = await chartServer();
    expect((await call(server, { body: { fhirServer: `${server.base.replace('http', 'HTTP')}/` } })).detail).toContain('Tumour');
  });

  test('FHIR-3 asks for FHIR JSON, by GET, and sends nothing else of ours', async () => {
    const server = await chartServer();
    await call(server);
    for (const { method, headers } of server.asked) {
      expect(method).toBe('GET');
      expect(headers.accept).toMatch(/^application\/fhir\+json/);
      expect(headers).not.toHaveProperty('cookie');
    }
  });

  test('FHIR-2 OPS-1 the token and what was read are in no log line and no answer', async () => {
    const server = await chartServer();
    const { response, line } = await call(server, { body: { fhirServer: server.base } });
    expect(JSON.stringify(line)).not.toMatch(new RegExp(`${TOKEN}|Tumour|${PATIENT}"|127\\.0\\.0\\.1`));
    expect(response.text).not.toContain(TOKEN);
  });
});

describe('what is there in part', () => {
  test('PF-1 a first page that says how many there are, and not where the next one is, is read again whole', async () => {
    const server = await chartServer({ [QUERIES.conditions]: bundle({ resourceType: 'Condition', id: 'c0', subject: { reference: `Patient/${PATIENT}` } }, tumour()) });
    const cut = { ...bundle({ resourceType: 'Condition', id: 'c0', subject: { reference: `Patient/${PATIENT}` } }), total: 2 };
    const { detail } = await call(server, { body: { prefetch: { ...emptyChart, conditions: cut } } });
    expect(urls(server)).toEqual([QUERIES.conditions]);
    expect(detail).toContain('Tumour');
  });

  test.each([403, 404, 410, 501])('FHIR-4 %i to what the topic can do without is named', async (code) => {
    const server = await chartServer({ [QUERIES.medications]: status(code) });
    const optional = { ...smallTopic, reads: smallTopic.reads.map((read) => (read.id === 'medications' ? { ...read, isOptional: true } : read)) };
    expect((await call(server, { topic: optional })).detail).toMatch(/Not read: medications/);
    expect((await call(server, { topic: optional, body: { fhirAuthorization: undefined, prefetch: { patient: emptyChart.patient, conditions: bundle() } } })).detail).not.toMatch(/medications/);
  });

  test('FHIR-1 reads of one call share what may be read: what goes beyond it is cut off while it comes', async () => {
    const filler = `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"x","note":[{"text":"${'x'.repeat(4_500_000)}"}]}}]}`;
    const server = await chartServer({ [QUERIES.patient]: filler, [QUERIES.conditions]: filler, [QUERIES.medications]: filler });
    const { line } = await call(server);
    expect(line['fetched']).toMatchObject({ asked: 3 });
    expect(line['fetched'].short).toBeGreaterThanOrEqual(1);
  });
});

describe('a server that fails', () => {
  const gaps = async (answer: Answer, deadlineMs = 2000) => {
    const server = await chartServer({ [QUERIES.conditions]: answer });
    return { server, ...await call(server, { deadlineMs }) };
  };

  test.each([204, 302, 304, 400, 401, 403, 404, 410, 422, 429, 500, 502, 503])('FHIR-4 HTTP-5 %i means unknown, never no data', async (code) => {
    const { response, detail, line } = await gaps(status(code, code === 204 || code === 304 ? '' : JSON.stringify(EMPTY), { Location: '/fhir/elsewhere' }));
    expect(response.status).toBe(200);
    expect(detail).toContain('Not read: problem list');
    expect(line['fetched']).toEqual({ asked: 3, short: 1 });
  });

  test.each([
    ['no JSON', '<html>'], ['nothing', ''], ['half a Bundle', '{"resourceType":"Bundle","entry":['], ['null', 'null'], ['a number', '7'], ['a list', '[]'], ['no resource', '{}'], ['another type', emptyChart.patient],
    ['an OperationOutcome', { resourceType: 'OperationOutcome', issue: [{ severity: 'warning' }] }], ['a Bundle with an error', bundle({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] })],
    ['a Bundle of another type', bundle({ resourceType: 'Device', id: 'd' })], ['fewer than it counts', { ...bundle(), total: 3 }], ['entries that are none', { resourceType: 'Bundle', entry: 'x' }],
    ['JSON of a thousand levels', `{"resourceType":"Bundle","a":${'['.repeat(1000)}${']'.repeat(1000)}}`], ['another patient', bundle(tumour({ subject: { reference: 'Patient/p2' } }))],
  ])('HTTP-5 PF-2 an answer that is %s', async (_, answer) => {
    const { response, detail } = await gaps(answer);
    expect(response.status).toBe(200);
    expect(detail).toContain('Not read: problem list');
    expect(detail).not.toContain('Tumour');
  });

  test('CTX-11 what a server has of another patient is dropped and counted', async () => {
    const { detail, line } = await gaps(bundle(tumour({ id: 'c8', subject: { reference: 'Patient/p2' } }), { resourceType: 'Condition', id: 'c9', subject: { reference: `Patient/${PATIENT}` } }));
    expect(detail).not.toContain('Tumour');
    expect(line['foreign']).toBe(1);
  });

  test('CTX-11 another patient in place of ours is not read', async () => {
    const server = await chartServer({ [QUERIES.patient]: { resourceType: 'Patient', id: 'p2', birthDate: '1930-01-01' } });
    expect((await call(server)).detail).toContain('Not read: patient record');
  });

  test.each([['never answers', silence], ['stops half way', (_: unknown, response: any) => { response.writeHead(200); response.write('{"resourceType":'); }]] as const)('HTTP-6 FHIR-3 a server that %s: an answer within the deadline', async (_, answer) => {
    const { response, detail, ms } = await gaps(answer, 600);
    expect(response.status).toBe(200);
    expect(detail).toContain('Not read: problem list');
    expect(ms).toBeLessThan(1900);
  });

  test('FHIR-3 all reads go out together', async () => {
    let waiting: (() => void)[] = [];
    const together = (answer: object): Answer => (request, response) => {
      waiting.push(() => status(200, answer)(request, response));
      if (waiting.length === 3) waiting.forEach((go) => go());
    };
    const server = await startFhirServer({ [QUERIES.patient]: together(emptyChart.patient), [QUERIES.conditions]: together(bundle(tumour())), [QUERIES.medications]: together(EMPTY) });
    expect((await call(server)).detail).not.toContain('Not read');
  });

  test('FHIR-3 nothing is tried again for a status', async () => {
    expect((await gaps(status(503))).server.asked).toHaveLength(3);
  });

  test('FHIR-1 a server that is not there', async () => {
    const server = await chartServer();
    await server.close();
    const { response, detail } = await call(server);
    expect(response.status).toBe(200);
    expect(detail).toContain('Not read: patient record, problem list, medications');
  });

  test.each([301, 302, 303, 307, 308])('FHIR-1 a redirect (%i) is not followed: the canary hears nothing', async (code) => {
    const canary = await chartServer();
    const { detail } = await gaps(status(code, '', { Location: `${canary.base}/${QUERIES.conditions}` }));
    expect(canary.asked).toEqual([]);
    expect(detail).toContain('Not read: problem list');
  });

  test('FHIR-1 a body that is too large, plain or compressed, is not read to its end', async () => {
    const large = JSON.stringify({ resourceType: 'Bundle', note: 'x'.repeat(6_000_000) });
    expect((await gaps(large)).detail).toContain('Not read: problem list');
    const { detail } = await gaps((_, response) => { response.writeHead(200, { 'Content-Encoding': 'gzip' }); response.end(gzipSync(large)); });
    expect(detail).toContain('Not read: problem list');
  });

  test('FHIR-3 a compressed answer is read', async () => {
    const { detail } = await gaps((_, response) => { response.writeHead(200, { 'Content-Encoding': 'gzip' }); response.end(gzipSync(JSON.stringify(bundle(tumour())))); });
    expect(detail).toContain('Tumour');
  });
});

describe('pages', () => {
  const page = (next: string | undefined, ...resources: readonly unknown[]) => ({ ...bundle(...resources), ...(next !== undefined && { link: [{ relation: 'next', url: next }] }) });
  const other = { resourceType: 'Condition', id: 'c7', subject: { reference: `Patient/${PATIENT}` } };

  test('PF-6 further pages are read, with the token', async () => {
    const server = await chartServer();
    server.answers.set(QUERIES.conditions, page(`${server.base}?page=2`, other))
      .set('/fhir?page=2', page('page3', { ...other, id: 'c6' })).set('page3', { ...page(undefined, tumour()), total: 3 });
    const { detail } = await call(server);
    expect(detail).toContain('Tumour');
    expect(detail).not.toContain('Not read');
    expect(server.asked.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  test('PF-6 the pages after a prefetched first one are read', async () => {
    const server = await chartServer();
    server.answers.set('page2', page(undefined, tumour()));
    const { detail } = await call(server, { body: { prefetch: { ...emptyChart, conditions: page(`${server.base}/page2`, other) } } });
    expect(urls(server)).toEqual(['page2']);
    expect(detail).toContain('Tumour');
    expect(detail).not.toContain('Not read');
  });

  test.each([
    ['another origin', (_: FhirServer, canary: FhirServer) => `${canary.base}/page2`], ['another path of the same origin', (server: FhirServer) => `${server.origin}/other/page2`],
    ['a path that climbs out of the base', (server: FhirServer) => `${server.base}/../other`], ['a path that climbs out, encoded', (server: FhirServer) => `${server.base}/%2e%2e/other`], ['a path that climbs out by an encoded slash', (server: FhirServer) => `${server.base}/..%2fother`],
    ['a user in its URL', (server: FhirServer) => `${server.base.replace('http://', 'http://a:b@')}/page2`], ['another scheme', () => 'file:///etc/passwd'], ['a protocol-relative URL', (_: FhirServer, canary: FhirServer) => `${canary.base.replace('http:', '')}/page2`],
    ['no URL', () => 'http://['], ['nothing', () => ''],
  ])('PF-6 does not follow a next link to %s: the canary hears nothing', async (_, next) => {
    const [server, canary] = [await chartServer({ default: bundle(tumour()) }), await startFhirServer({ default: bundle(tumour()) })];
    server.answers.set(QUERIES.conditions, page(next(server, canary), other));
    const { detail } = await call(server);
    expect(canary.asked).toEqual([]);
    expect(server.asked).toHaveLength(3);
    expect(detail).toContain('Not read: problem list');
  });

  test('PF-6 without a token no page is followed', async () => {
    const server = await chartServer();
    const { detail } = await call(server, { body: { fhirAuthorization: undefined, prefetch: { ...emptyChart, conditions: page(`${server.base}/page2`, tumour()) } } });
    expect(server.asked).toEqual([]);
    expect(detail).toContain('Not read: problem list');
    expect(detail).toContain('Tumour');
  });

  test('PF-6 pages that lead in a circle, or never end, are left', async () => {
    const server = await chartServer();
    server.answers.set(QUERIES.conditions, page(`${server.base}/a`, tumour())).set('a', page(`${server.base}/b`, other)).set('b', page(`${server.base}/a`, other));
    expect((await call(server)).detail).toMatch(/Not read: problem list/);
    expect(server.asked).toHaveLength(5);
    let count = 0;
    const endless = await chartServer({ default: (request, response) => status(200, page(`${endless.base}/p${count += 1}`, { ...other, id: `n${count}` }))(request, response) });
    endless.answers.delete(QUERIES.conditions);
    expect((await call(endless)).detail).toContain('Not read: problem list');
    expect(endless.asked.length).toBeLessThanOrEqual(22);
  });

  test('PF-6 a later page that fails leaves what came before, and a gap', async () => {
    const server = await chartServer();
    server.answers.set(QUERIES.conditions, page(`${server.base}/page2`, tumour())).set('page2', status(500));
    const { detail } = await call(server);
    expect(detail).toContain('Tumour');
    expect(detail).toContain('Not read: problem list');
  });
});

describe('data without which nothing can be said', () => {
  const needy = { ...smallTopic, reads: smallTopic.reads.map((read) => ({ ...read, isNecessary: read.id === 'conditions' })) };

  test('HTTP-2 412 where it is neither sent nor can be read', async () => {
    const server = await chartServer({ [QUERIES.conditions]: status(403) });
    for (const body of [{}, { fhirAuthorization: undefined }]) {
      const { response } = await call(server, { topic: needy, body });
      expect(response.status).toBe(412);
      expect(response.body.issue[0]).toMatchObject({ code: 'required', expression: ['prefetch.conditions'] });
    }
  });

  test('HTTP-2 200 where it is sent, can be read, or is not needed', async () => {
    const server = await chartServer();
    expect((await call(server, { topic: needy })).response.status).toBe(200);
    expect((await call(server, { topic: needy, body: { fhirAuthorization: undefined, prefetch: { conditions: null } } })).response.status).toBe(200);
    expect((await call(server, { body: { fhirAuthorization: undefined } })).response.status).toBe(200);
  });
});
