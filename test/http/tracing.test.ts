/** A call in somebody's trace (W3C Trace Context): what its FHIR server is sent, what the log says, and what an OpenTelemetry SDK is told. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import request from 'supertest';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { fixedKeys } from '../../src/clients/key-set.ts';
import { readKeys } from '../../src/clients/verification-key.ts';
import { createGetter } from '../../src/outbound/create-getter.ts';
import { findTracer, flushSpans } from '../../src/tracing/find-tracer.ts';
import { registered } from '../support/client.ts';
import { closeFhirServers, silence, startFhirServer, status, type Answer, type FhirServer } from '../support/fhir-server.ts';
import { listen } from '../support/listen.ts';
import { createSpanRecorder, type RecordedSpan } from '../support/record-spans.ts';
import { claimsAt, newKey, signToken } from '../support/tokens.ts';
import { bundle, emptyChart, hookBody, order, PATIENT, serve, TODAY, tumour, withPrefetch } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${CALLER}-01`;
const SERVICE = '/cds-services/imaging-advice';
const TEMPLATES = smallTopic.reads.map(({ query }) => query).sort();

afterEach(async () => {
  trace.disable();
  await closeFhirServers();
});

const chartServer = (changes: Readonly<Record<string, Answer>> = {}) => startFhirServer({ [`Patient/${PATIENT}`]: emptyChart.patient, [`Condition?patient=${PATIENT}`]: bundle(tumour()), [`MedicationRequest?patient=${PATIENT}`]: bundle(), ...changes });

interface Sent {
  readonly traceparent: string | undefined;
  readonly tracestate: unknown;
  readonly baggage: unknown;
}

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly deadlineMs?: number;
}

/** One call whose whole chart is read. */
async function call(server: FhirServer, { headers = {}, body, deadlineMs = 2000 }: Call = {}) {
  const client: RegisteredClient = registered({ profile: 'sandbox', fhirServers: [server.base], get: createGetter({ networks: [], allowsLoopback: true, allowsHttp: true }) });
  const { app, lines } = serve({ clients: [client], config: { deadlineMs } });
  const authorization = { access_token: 'secret-token-7', token_type: 'Bearer', expires_in: 300, scope: 'user/*.read', subject: 'backstop' };
  const response = await request(app).post(SERVICE).set(headers).send(body ?? hookBody(undefined, { fhirServer: server.base, fhirAuthorization: authorization }));
  return { response, line: lines.at(-1) as Record<string, any>, sent: server.asked.map(({ headers: { traceparent, tracestate, baggage } }): Sent => ({ traceparent: traceparent as string | undefined, tracestate, baggage })) };
}

describe('without an SDK', () => {
  test('the trace of the caller goes on to its FHIR server as it came, and its id stands in the log', async () => {
    const { response, line, sent } = await call(await chartServer(), { headers: { traceparent: TRACEPARENT, tracestate: 'rojo=1, congo=2' } });
    expect(sent).toEqual(Array(3).fill({ traceparent: TRACEPARENT, tracestate: 'rojo=1, congo=2', baggage: undefined }));
    expect(line).toMatchObject({ msg: 'call', trace_id: TRACE, status: 200 });
    expect(line).not.toHaveProperty('span_id');
    expect(Object.keys(response.headers).filter((name) => /trace|baggage/.test(name))).toEqual([]);
  });

  test('the answer is the same with it and without it', async () => {
    const server = await chartServer();
    const [plain, traced] = [await call(server), await call(server, { headers: { traceparent: TRACEPARENT } })];
    expect(traced.response.text).toBe(plain.response.text);
    expect(traced.line['fetched']).toEqual(plain.line['fetched']);
  });

  test('no trace is made up', async () => {
    const { line, sent } = await call(await chartServer());
    expect(sent).toEqual(Array(3).fill({}));
    expect(line).not.toHaveProperty('trace_id');
    expect(findTracer()).toBeUndefined();
  });

  test('it goes with further pages too', async () => {
    const server = await chartServer();
    server.answers.set(`Condition?patient=${PATIENT}`, { ...bundle(tumour()), link: [{ relation: 'next', url: `${server.base}/Condition?page=2` }] });
    server.answers.set('Condition?page=2', bundle());
    const { sent } = await call(server, { headers: { traceparent: TRACEPARENT } });
    expect(sent.map(({ traceparent }) => traceparent)).toEqual(Array(4).fill(TRACEPARENT));
  });

  test.each([
    ['malformed', { traceparent: `00-${TRACE}-${CALLER}` }], ['of no trace', { traceparent: `00-${'0'.repeat(32)}-${CALLER}-01`, tracestate: 'a=1' }], ['long', { traceparent: `${TRACEPARENT}${'-0'.repeat(3000)}` }],
    ['in another alphabet', { traceparent: TRACEPARENT.replace('a', '\u00e9') }], ['missing', { tracestate: 'a=1' }], ['missing, with baggage', { baggage: 'patient=Zaphod' }],
  ])('a traceparent that is %s is as if none had been sent', async (_, headers) => {
    const { response, line, sent } = await call(await chartServer(), { headers: headers as unknown as Readonly<Record<string, string>> });
    expect(response.status).toBe(200);
    expect(sent).toEqual(Array(3).fill({}));
    expect(line).not.toHaveProperty('trace_id');
  });

  test.each([['long', `a=${'x'.repeat(9000)}`], ['of many members', Array.from({ length: 900 }, (_, index) => `k${index}=1`).join()], ['malformed', 'a=1=2'], ['beyond ASCII', 'a=\u00e9'], ['with a tab in it', 'a=1\t2']])('a tracestate that is %s is not passed on, and harms no read', async (_, tracestate) => {
    const { line, sent } = await call(await chartServer(), { headers: { traceparent: TRACEPARENT, tracestate } });
    expect(sent).toEqual(Array(3).fill({ traceparent: TRACEPARENT }));
    expect(line).toMatchObject({ trace_id: TRACE, fetched: { asked: 3, short: 0 } });
  });

  test('baggage stays here: it may hold anything', async () => {
    const { line, sent } = await call(await chartServer(), { headers: { traceparent: TRACEPARENT, baggage: 'user=Zaphod,patient=Zaphod' } });
    expect(sent).toEqual(Array(3).fill({ traceparent: TRACEPARENT }));
    expect(JSON.stringify(line)).not.toContain('Zaphod');
  });

  test.each([['a refused call', SERVICE, {}, 400], ['a service that is not there', '/cds-services/none', {}, 404], ['feedback', `${SERVICE}/feedback`, {}, 400]])('the line of %s has the id of the trace', async (_, path, body, code) => {
    const { app, lines } = serve();
    expect((await request(app).post(path).set('traceparent', TRACEPARENT).send(body)).status).toBe(code);
    expect(lines.at(-1)).toMatchObject({ status: code, trace_id: TRACE });
  });
});

describe('with an SDK', () => {
  function record(change: (tracer: Tracer) => Tracer = (tracer) => tracer): readonly RecordedSpan[] {
    const { provider, spans } = createSpanRecorder();
    trace.setGlobalTracerProvider({ getTracer: (name) => change(provider.getTracer(name)) });
    return spans;
  }
  const spansOf = (spans: readonly RecordedSpan[], kind: SpanKind | undefined): readonly RecordedSpan[] => spans.filter((span) => span.kind === kind);

  test('a call is a span in the trace of its caller, with a span for each stage and each read, whose ids go out', async () => {
    const spans = record();
    const server = await chartServer();
    const { line, sent } = await call(server, { headers: { traceparent: TRACEPARENT, tracestate: 'rojo=1', baggage: 'a=1' } });
    const [own] = spansOf(spans, SpanKind.SERVER);
    expect(spansOf(spans, SpanKind.SERVER)).toHaveLength(1);
    expect(own).toMatchObject({ name: 'POST /cds-services/:service', traceId: TRACE, parentId: CALLER });
    expect(own!.attributes).toEqual({
      'http.request.method': 'POST', 'http.route': '/cds-services/:service', 'url.scheme': 'http', 'server.address': 'localhost', 'server.port': 3000, 'http.response.status_code': 200,
      'backstop.service': 'imaging-advice', 'backstop.hook': 'order-select', 'backstop.client': 'ehr', 'backstop.cards': 1, 'backstop.advice': ['tell'],
    });
    expect(own!.status).toBeUndefined();
    expect(line).toMatchObject({ trace_id: TRACE, span_id: own!.spanId });

    expect(spansOf(spans, undefined).map(({ name }) => name)).toEqual(['read', 'understand', 'gather', 'decide', 'recall', 'write']);
    const reads = spansOf(spans, SpanKind.CLIENT);
    expect(reads.map(({ attributes }) => attributes['url.template']).sort()).toEqual(TEMPLATES);
    const { hostname, port } = new URL(server.base);
    for (const read of reads) {
      expect(read.name).toBe(`GET ${String(read.attributes['url.template'])}`);
      expect(read.attributes).toEqual({ 'http.request.method': 'GET', 'server.address': hostname, 'server.port': Number(port), 'url.template': expect.any(String), 'http.response.status_code': 200 });
      expect(read.status).toBeUndefined();
    }
    expect(sent.map(({ traceparent }) => traceparent).sort()).toEqual(reads.map(({ spanId }) => `00-${TRACE}-${spanId}-01`).sort());
    expect(sent.map(({ tracestate, baggage }) => [tracestate, baggage])).toEqual(Array(3).fill(['rojo=1', undefined]));
    for (const span of spans) {
      expect(span.traceId).toBe(TRACE);
      if (span !== own) expect(span.parentId).toBe(own!.spanId);
      expect(Number(span.end)).toBeGreaterThanOrEqual(Number(span.start));
      expect(Math.abs(Number(span.start) - Date.now())).toBeLessThan(60_000);
    }
  });

  test('nothing of the patient is in a span', async () => {
    const spans = record();
    const server = await chartServer({ [`MedicationRequest?patient=${PATIENT}`]: status(500, { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'Zaphod' }] }) });
    await call(server);
    await call(server, { body: { hook: 'Zaphod', hookInstance: 'Zaphod', context: { patientId: ['Zaphod'] } } });
    expect(spans.length).toBeGreaterThan(8);
    expect(JSON.stringify(spans)).not.toMatch(new RegExp(`Zaphod|Tumour|secret|Patient/${PATIENT}|=${PATIENT}|"${PATIENT}"`));
  });

  test('a caller without a trace gets a new one, which its FHIR server and the log are told', async () => {
    const spans = record();
    const { line, sent } = await call(await chartServer());
    expect(spans[0]!.parentId).toBeUndefined();
    expect(line['trace_id']).toBe(spans[0]!.traceId);
    expect(sent.map(({ traceparent }) => traceparent!.split('-')[1])).toEqual(Array(3).fill(spans[0]!.traceId));
  });

  test('what an instrumentation has begun already comes before what the caller sent', async () => {
    const spans = record();
    const begun = trace.setSpanContext(ROOT_CONTEXT, { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 });
    context.setGlobalContextManager({ active: () => begun, with: (_, work, self, ...given) => work.call(self as never, ...given), bind: (_, target) => target, enable() { return this; }, disable() { return this; } });
    const { sent } = await call(await chartServer(), { headers: { traceparent: TRACEPARENT } });
    context.disable();
    expect(spans[0]).toMatchObject({ traceId: 'c'.repeat(32), parentId: 'd'.repeat(16) });
    expect(sent.map(({ traceparent }) => traceparent!.split('-')[1])).toEqual(Array(3).fill('c'.repeat(32)));
  });

  test('a caller that wants nothing recorded is heard further on', async () => {
    record();
    const { sent } = await call(await chartServer(), { headers: { traceparent: `00-${TRACE}-${CALLER}-00` } });
    expect(sent.map(({ traceparent }) => traceparent!.slice(-3))).toEqual(Array(3).fill('-00'));
  });

  test.each([
    ['a status that is an error', status(503), { 'http.response.status_code': 503, 'error.type': '503' }],
    ['no answer in time', silence, { 'error.type': 'timeout' }],
    ['a broken connection', (incoming: { socket: { destroy(): void } }) => incoming.socket.destroy(), { 'error.type': 'unreachable' }],
  ] as const)('a read that ends with %s says so', async (_, answer, expected) => {
    const spans = record();
    const { line } = await call(await chartServer({ [`Condition?patient=${PATIENT}`]: answer as Answer }), { deadlineMs: 700 });
    const read = spans.find(({ attributes }) => String(attributes['url.template']).startsWith('Condition'));
    expect(read).toMatchObject({ attributes: expected, status: { code: SpanStatusCode.ERROR }, end: expect.any(Number) });
    expect(read!.attributes['http.response.status_code']).toBe('http.response.status_code' in expected ? 503 : undefined);
    expect(line['fetched']).toEqual({ asked: 3, short: 1 });
  });

  test('what a caller did wrong is no error of this service, what this service did is', async () => {
    const spans = record();
    await request(serve().app).post(SERVICE).send({});
    await request(serve({ newId: () => { throw new Error('broken'); } }).app).post(SERVICE).send(withPrefetch({ ...emptyChart, conditions: bundle(tumour()) }));
    const [refused, failed] = spansOf(spans, SpanKind.SERVER);
    expect(refused!.attributes).toMatchObject({ 'http.response.status_code': 400 });
    expect(refused!.status).toBeUndefined();
    expect(failed).toMatchObject({ attributes: { 'http.response.status_code': 500, 'error.type': '500' }, status: { code: SpanStatusCode.ERROR } });
  });

  test('a caller that leaves before the answer is no success', async () => {
    const spans = record();
    const server = await startFhirServer({ default: silence });
    const client = registered({ openFhirServers: [server.base], get: createGetter({ networks: [], allowsLoopback: true, allowsHttp: true }) });
    const service = await listen(() => serve({ clients: [client] }).app);
    const leaving = new AbortController();
    const called = fetch(`${service.address}${SERVICE}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(hookBody(undefined, { fhirServer: server.base })), signal: leaving.signal });
    while (server.asked.length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    leaving.abort();
    await expect(called).rejects.toThrow();
    while (spans[0]!.end === undefined) await new Promise((resolve) => { setTimeout(resolve, 5); });
    expect(spans[0]).toMatchObject({ attributes: { 'error.type': 'aborted' }, status: { code: SpanStatusCode.ERROR } });
    expect(spans[0]!.attributes).not.toHaveProperty('http.response.status_code');
    service.close();
  });

  test('to prove who calls is a stage', async () => {
    const spans = record();
    const now = new Date(`${TODAY}T12:00:00Z`);
    const key = newKey('key-1', 'RS384');
    const client = registered({ keys: fixedKeys(readKeys({ keys: [key.jwk] })) });
    const { app } = serve({ now, clients: [client], environment: { AUTH: 'required', CLIENTS: 'clients.json', PUBLIC_URL: 'https://cds.example.org' } });
    const response = await request(app).post(SERVICE).set('Authorization', `Bearer ${signToken(key, claimsAt(now))}`).send(withPrefetch(emptyChart));
    expect(response.status).toBe(200);
    expect(spans.map(({ name }) => name).slice(0, 3)).toEqual(['POST /cds-services/:service', 'authenticate', 'read']);
    expect(spans[0]!.attributes).toMatchObject({ 'url.scheme': 'https', 'server.address': 'cds.example.org', 'server.port': 443, 'backstop.client': 'ehr' });
  });

  test('feedback is a call', async () => {
    const spans = record();
    await request(serve().app).post(`${SERVICE}/feedback`).send({ feedback: [{ card: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', outcome: 'accepted', outcomeTimestamp: '2026-06-15T10:00:00Z' }] });
    expect(spans[0]).toMatchObject({ name: 'POST /cds-services/:service/feedback', kind: SpanKind.SERVER, attributes: { 'http.response.status_code': 200, 'backstop.service': 'imaging-advice' } });
    expect(spans.slice(1).map(({ name }) => name)).toEqual(['read']);
  });

  test.each([
    ['makes no span', (): never => { throw new Error('full'); }],
    ['makes spans that cannot be ended', (tracer: Tracer): Tracer => ({ ...tracer, startSpan: (...given) => Object.assign(tracer.startSpan(...given), { end: (): never => { throw new Error('full'); } }) })],
    ['makes spans of no trace', (tracer: Tracer): Tracer => ({ ...tracer, startSpan: (...given) => Object.assign(tracer.startSpan(...given), { spanContext: () => ({ traceId: '0'.repeat(32), spanId: 'Zaphod', traceFlags: 0 }) }) })],
    ['adds a state that is none', (tracer: Tracer): Tracer => ({ ...tracer, startSpan: (...given) => { const span = tracer.startSpan(...given); const known = span.spanContext(); return Object.assign(span, { spanContext: () => ({ ...known, traceState: { serialize: () => 'a\r\nb' } }) }); } })],
  ] as const)('an SDK that %s changes no answer, and the trace of the caller goes on', async (_, change) => {
    const server = await chartServer();
    const { response: plain } = await call(server);
    server.asked.length = 0;
    record((tracer) => (change.length === 0 ? { ...tracer, startSpan: change as () => never } : (change as (tracer: Tracer) => Tracer)(tracer)));
    const { response, line, sent } = await call(server, { headers: { traceparent: TRACEPARENT } });
    expect(response.text).toBe(plain.text);
    expect(line).toMatchObject({ trace_id: TRACE, fetched: { asked: 3, short: 0 } });
    expect(sent.map(({ traceparent, tracestate }) => [traceparent!.split('-')[1], tracestate])).toEqual(Array(3).fill([TRACE, undefined]));
  });

  test('an order of no interest is a call like others', async () => {
    const spans = record();
    await request(serve().app).post(SERVICE).send(hookBody([order({ code: { text: 'x' } })]));
    expect(spans[0]!.attributes).toMatchObject({ 'backstop.cards': 0, 'backstop.advice': [] });
  });
});

describe('at the end', () => {
  test('an SDK sends what it holds, and is not waited for beyond a time, whatever it does', async () => {
    let sent = 0;
    await flushSpans(50);
    for (const [flush, count] of [[async () => { sent += 1; }, 1], [() => new Promise<void>(() => undefined), 1], [async () => { throw new Error('gone'); }, 1]] as const) {
      trace.setGlobalTracerProvider(createSpanRecorder(undefined, flush as () => Promise<void>).provider);
      await flushSpans(50);
      expect(sent).toBe(count);
      trace.disable();
    }
  });
});
