import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { bundle, emptyChart, expectOutcome, hookBody, order, post, serve, withPrefetch } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const SERVICE = '/cds-services/imaging-advice';
const { app } = serve();
const text = JSON.stringify(hookBody());

describe('media types', () => {
  test.each([
    ['application/json', 200], ['application/json; charset=utf-8', 200], ['Application/JSON', 200], ['application/fhir+json', 200],
    ['application/vnd.acme.v1+json;charset=UTF-8', 200], ['application/json ; profile="x"', 200],
    ['text/plain', 415], ['application/x-www-form-urlencoded', 415], ['application/xml', 415], ['application/jsonx', 415], ['nonsense', 415],
    ['application/json; charset=iso-8859-1', 415], ['application/json; charset=utf-7', 415], ['application/json; charset="UTF-8"', 200],
  ])('REQ-7 %s is answered with %i', async (type, status) => {
    const response = await request(app).post(SERVICE).set('Content-Type', type).send(text);
    expect(response.status).toBe(status);
    if (status !== 200) expectOutcome(response.body);
  });

  test('REQ-7 accepts JSON without a content type', async () => {
    const call = request(app).post(SERVICE);
    call.write(text);
    expect((await call).status).toBe(200);
  });

  test('REQ-8 HTTP-8 answers JSON whatever is accepted', async () => {
    const response = await request(app).post(SERVICE).set('Accept', 'text/html').send(hookBody());
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test.each(['identity', 'gzip'])('REQ-7 reads a body with Content-Encoding %s', async (encoding) => {
    const { gzipSync } = await import('node:zlib');
    const body = encoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
    const call = request(app).post(SERVICE).set('Content-Type', 'application/json').set('Content-Encoding', encoding);
    call.write(body as unknown as string);
    expect((await call).status).toBe(200);
  });

  test('REQ-7 refuses a content encoding it does not know, and a broken one', async () => {
    expect((await request(app).post(SERVICE).set('Content-Encoding', 'zap').send(hookBody())).status).toBe(415);
    const broken = await request(app).post(SERVICE).set('Content-Encoding', 'gzip').send(hookBody());
    expect(broken.status).toBe(400);
    expectOutcome(broken.body);
  });
});

describe('statuses', () => {
  test.each([
    ['get', '/nowhere', 404], ['post', '/cds-services/other', 404], ['post', '/cds-services/imaging-advice/other', 404], ['post', '/cds-services/other/feedback', 404],
    ['get', '/cds-services/other', 404], ['post', '/cds-services/__proto__', 404], ['post', '/cds-services/constructor', 404],
  ] as const)('HTTP-3 %s %s is answered with %i and says why', async (method, path, status) => {
    const response = await request(app)[method](path);
    expect(response.status).toBe(status);
    expectOutcome(response.body);
  });

  test.each([
    ['post', '/cds-services', 'GET, HEAD, OPTIONS'], ['delete', '/cds-services', 'GET, HEAD, OPTIONS'], ['get', SERVICE, 'POST, OPTIONS'], ['put', SERVICE, 'POST, OPTIONS'],
    ['get', `${SERVICE}/feedback`, 'POST, OPTIONS'], ['post', '/healthz', 'GET, HEAD, OPTIONS'],
  ] as const)('HTTP-3 %s %s is answered with 405 and Allow: %s', async (method, path, allow) => {
    const response = await request(app)[method](path);
    expect(response.status).toBe(405);
    expect(response.headers['allow']).toBe(allow);
    expectOutcome(response.body);
  });

  test('§2.6 a body that is no object, no JSON or nested too deep says so of the body as a whole', async () => {
    for (const body of ['null', '[]', '{"a":', `${'['.repeat(200)}${']'.repeat(200)}`]) {
      const response = await request(app).post(SERVICE).set('Content-Type', 'application/json').send(body);
      expect([response.status, response.body.issue[0].expression]).toEqual([400, ['$this']]);
    }
  });

  test('§2.6 a URL that is not well formed is answered with 400', async () => {
    const response = await request(app).get('/cds-services/%E0%A4%A');
    expect(response.status).toBe(400);
    expectOutcome(response.body);
  });

  test.each(['', '{', '{"hook":}', 'nonsense', '{"a":1,}', '// comment\n{}', '\u0000'])('JSON-3 §2.6 %j is no JSON', async (body) => {
    const response = await request(app).post(SERVICE).set('Content-Type', 'application/json').send(body);
    expect(response.status).toBe(400);
    expectOutcome(response.body);
  });

  test('§2.6 an answer to bad JSON does not repeat the body', async () => {
    const response = await request(app).post(SERVICE).set('Content-Type', 'application/json').send('{"name": Jane Doe}');
    expect(response.status).toBe(400);
    expect(response.text).not.toContain('Jane');
  });

  test('OPS-2 says that it is alive, outside the services', async () => {
    expect((await request(app).get('/healthz')).body).toEqual({ status: 'ok' });
  });
});

describe('size', () => {
  test('JSON-6 takes a prefetch of 4 MB', async () => {
    const note = 'x'.repeat(1000);
    const conditions = bundle(...Array.from({ length: 4000 }, (_, index) => ({ resourceType: 'Condition', id: `c${index}`, note: [{ text: note }] })));
    const response = await post(withPrefetch({ ...emptyChart, conditions }));
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
  });

  test.each([['0.01', 413], ['1', 200]])('JSON-6 with MAX_BODY_MB=%s a body of 20 kB is answered with %i', async (megabytes, status) => {
    const small = serve({ environment: { MAX_BODY_MB: megabytes } }).app;
    const response = await request(small).post(SERVICE).set('Origin', 'https://ehr.example.org').send(hookBody(undefined, { filler: 'x'.repeat(20_000) }));
    expect(response.status).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    if (status === 413) expectOutcome(response.body);
  });
});

describe('hostile JSON', () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const send = (body: string) => request(app).post(SERVICE).set('Content-Type', 'application/json').send(body);

  test.each([
    ['objects', nested(101)], ['arrays', `${'['.repeat(5000)}${']'.repeat(5000)}`], ['a lot of arrays', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['a member of prefetch', text.replace(/}$/, `,"prefetch":{"conditions":${nested(200)}}}`)], ['a member nobody reads', text.replace(/}$/, `,"extra":${nested(300)}}`)],
  ])('JSON-5 refuses %s nested deeper than 100 levels', async (_, body) => {
    const response = await send(body);
    expect(response.status).toBe(400);
    expectOutcome(response.body);
  });

  test('JSON-5 takes what is nested as deeply as a Bundle of Questionnaires may be', async () => {
    expect((await send(text.replace(/}$/, `,"extra":${nested(90)}}`))).status).toBe(200);
  });

  test.each([
    ['a __proto__ member', text.replace(/}$/, ',"__proto__":{"hook":"patient-view"}}')],
    ['a constructor member', text.replace(/}$/, ',"constructor":{"prototype":{"hook":1}}}')],
    ['prefetch under __proto__', text.replace(/}$/, ',"prefetch":{"__proto__":{"resourceType":"Condition"},"constructor":null,"toString":1}}')],
    ['a lone surrogate', text.replace(/}$/, ',"prefetch":{"conditions":{"resourceType":"Condition","id":"\\ud800","code":{"text":"\\udfff"}}}}')],
    ['duplicate members', text.replace('"hook":"order-select"', '"hook":"patient-view","hook":"order-select"')],
    ['a resource type of Object.prototype', text.replace(/}$/, ',"prefetch":{"a":{"resourceType":"constructor"},"b":{"resourceType":"__proto__"},"c":{"resourceType":"Constructor","constructor":{"a":1},"__proto__":{"b":1}}}}')],
  ])('JSON-5 answers %s', async (_, body) => {
    const response = await send(body);
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
    expect(Object.prototype).not.toHaveProperty('hook');
  });

  test('JSON-5 an order with members of Object.prototype comes back as it was', async () => {
    const hostile = JSON.stringify(hookBody([order()])).replace('"resourceType":"ServiceRequest"', '"resourceType":"ServiceRequest","__proto__":{"x":1},"constructor":{"y":2},"patient":null,"note":"\\ud800"');
    const response = await send(hostile);
    expect(response.status).toBe(200);
  });
});

describe('CORS', () => {
  const preflight = (target: string, path: string) => request(serve({ environment: { ALLOWED_ORIGINS: target } }).app).options(path)
    .set('Origin', 'https://sandbox.cds-hooks.org').set('Access-Control-Request-Method', 'POST').set('Access-Control-Request-Headers', 'authorization,content-type');

  test.each(['/cds-services', SERVICE, `${SERVICE}/feedback`])('CORS-1 CORS-2 preflight of %s is answered without authentication', async (path) => {
    const response = await preflight('*', path);
    expect(response.status).toBe(204);
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET,POST,OPTIONS', 'access-control-allow-headers': 'Authorization,Content-Type,Accept', 'access-control-max-age': '7200',
    });
    expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('CORS-2 names a listed origin and says that the answer varies', async () => {
    const response = await preflight('https://ehr.example.org,https://sandbox.cds-hooks.org', SERVICE);
    expect(response.headers).toMatchObject({ 'access-control-allow-origin': 'https://sandbox.cds-hooks.org', vary: expect.stringContaining('Origin') });
  });

  test('CORS-2 names no origin that is not listed', async () => {
    expect((await preflight('https://ehr.example.org', SERVICE)).headers).not.toHaveProperty('access-control-allow-origin');
  });

  test.each([
    ['discovery', () => request(app).get('/cds-services'), 200], ['an answer', () => request(app).post(SERVICE).send(hookBody()), 200],
    ['400', () => request(app).post(SERVICE).send({}), 400], ['400 for bad JSON', () => request(app).post(SERVICE).set('Content-Type', 'application/json').send('{'), 400],
    ['404', () => request(app).get('/nowhere'), 404], ['405', () => request(app).get(SERVICE), 405], ['415', () => request(app).post(SERVICE).set('Content-Type', 'text/plain').send('x'), 415],
  ] as const)('CORS-2 HTTP-7 %s can be read by a browser', async (_, call, status) => {
    const response = await call().set('Origin', 'https://ehr.example.org');
    expect(response.status).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('CORS-3 lets an https page reach this machine while AUTH is off', async () => {
    const response = await preflight('*', SERVICE).set('Access-Control-Request-Private-Network', 'true');
    expect(response.headers['access-control-allow-private-network']).toBe('true');
    expect((await preflight('*', SERVICE)).headers).not.toHaveProperty('access-control-allow-private-network');
  });
});

describe('headers', () => {
  test('CACHE-1 nothing but discovery may be stored', async () => {
    for (const response of [await post(hookBody()), await post({}), await post({ feedback: [] }, `${SERVICE}/feedback`), await request(app).get('/nowhere')]) {
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers).not.toHaveProperty('etag');
    }
  });

  test('GK says nothing about what it runs on, and is careful with browsers', async () => {
    const { headers } = await request(app).get('/cds-services');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.any(String) });
  });
});

describe('failures', () => {
  const broken = serve({ topics: [{ ...smallTopic, codes: { membership: () => { throw new Error('Jane Doe has cancer'); }, nameOf: () => undefined } }] });

  test('HTTP-5 an unexpected exception is answered with 500 and an OperationOutcome, without a stack', async () => {
    const response = await request(broken.app).post(SERVICE).set('Origin', 'https://ehr.example.org').send(hookBody());
    expect(response.status).toBe(500);
    expectOutcome(response.body);
    expect(response.text).not.toMatch(/Jane|\bat \S+:\d|\.ts/);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  test('HTTP-5 the service goes on, and the log says where but not about whom', async () => {
    await request(broken.app).post(SERVICE).send(hookBody());
    expect((await request(broken.app).get('/healthz')).status).toBe(200);
    const line = broken.lines.find(({ level }) => level === 'error')!;
    expect(line).toMatchObject({ status: 500, fault: { name: 'Error', place: expect.stringContaining('src/decision/recognise-study.ts') } });
    expect(JSON.stringify(line)).not.toContain('Jane');
  });
});
