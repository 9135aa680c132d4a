/** CDS services that are wrong on purpose, each in one respect. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WrongService {
  readonly address: string;
  close(): Promise<void>;
}

export type Wrongness = 'discovery' | 'cards' | 'believing' | 'hanging' | 'broken' | 'careless' | 'reading' | 'locked' | 'exact';

const SERVICES = [{ id: 'orders', hook: 'order-sign', title: 'Orders', description: 'Looks at orders', prefetch: { patient: 'Patient/{{context.patientId}}', conditions: 'Condition?patient={{context.patientId}}' } }];
const WRONG_SERVICES = [
  {
    id: 'or ders', hook: 'order-sign', description: 'Looks at <b>orders</b>', version: 'newest',
    prefetch: { orders: '{{context.draftOrders}}', token: 'Patient/{{patient}}', ' blank': 'Condition?patient.name={{context.patientId}}&code=a&code=b', braces: 'Patient/{context.patientId}}', number: 1, raw: 'Condition?code=http://x|y' },
  },
  { id: 'or ders', hook: 'order-sign', title: 'Again', description: 'Again' },
  { hook: 'order-sign', title: 'Without an id', description: '' },
];
const CARD = {
  uuid: 'NOT-A-UUID', summary: 's'.repeat(140), detail: 'Look: <img src="x">', indicator: 'hard-stop', source: { url: '/relative', topic: { code: 'x' } }, extension: [{ url: 'x' }],
  suggestions: [
    { uuid: 'one', isRecommended: 'yes', actions: [{ type: 'replace' }, { type: 'create', description: 'x' }, { type: 'update', description: 'x', resource: { resourceType: 'ServiceRequest' } }, { type: 'delete', description: 'x' }] },
    { uuid: 'one', label: 'Twice', actionSelectionBehavior: 'some', actions: [] },
  ],
  links: [{ label: 'Page', url: 'page.html', type: 'absolute', appContext: 'x' }, { label: 'App', url: 'http://example.org/', type: 'app', autolaunchable: 'yes' }], overrideReasons: [{ code: 'x', system: '' }],
};
const CARDS = { cards: [{ ...CARD, selectionBehavior: undefined }, { ...CARD, summary: null }], systemActions: {} };

export async function startWrongService(wrongness: Wrongness): Promise<WrongService> {
  const answerIt = wrongness === 'careless' ? careless() : (request: IncomingMessage, response: ServerResponse) => answer(wrongness, request, response);
  const server = createServer((request, response) => {
    answerIt(request, response).catch(() => send(response, 500, {}));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

async function answer(wrongness: Wrongness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await bodyOf(request);
  if (request.url === '/cds-services') return send(response, 200, { services: wrongness === 'discovery' ? WRONG_SERVICES : SERVICES });
  const path = wrongness === 'exact' ? request.url!.replace(/\/$/, '') : request.url!;
  if (request.method !== 'POST' || !/^\/cds-services\/(?:orders|or%20ders)$/.test(path)) return send(response, 404, {});
  const body = parsed(text);
  if (typeof body?.['hook'] !== 'string' || typeof body['context'] !== 'object') return send(response, 400, {});
  switch (wrongness) {
    case 'cards': return send(response, 200, CARDS);
    // A token is there: that is enough for it.
    case 'believing': return request.headers.authorization === undefined ? send(response, 401, {}) : send(response, 200, { cards: [] });
    case 'hanging': return body['prefetch'] === undefined ? undefined : send(response, 200, { cards: [] });
    case 'broken': return send(response, 500, { stack: 'Error\n    at answer (/srv/app.js:1:1)' });
    case 'discovery': return send(response, 200, { cards: [] });
    case 'reading': return readTrustingly(body, response);
    // A slash at the end makes no other service: tokens are for its one address.
    case 'exact': return audienceOf(request) === `http://${request.headers.host}${path}` ? send(response, 200, { cards: [] }) : send(response, 401, {});
    // Nobody is let in, and everybody learns why.
    case 'locked': return send(response, 401, { reason: request.headers.authorization === undefined ? 'no token' : Buffer.from(request.headers.authorization.slice(7).split('.')[0]!, 'base64url').toString() });
  }
}

/** Takes everything for a call, says another thing every time, tells browsers nothing, bears no company, and has lost its discovery when it is asked again. */
function careless(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let [count, discovered, underWay] = [0, 0, 0];
  return async (request, response) => {
    const text = await bodyOf(request);
    if (request.url === '/cds-services') return send(response, (discovered += 1) === 1 ? 200 : 500, { services: SERVICES });
    if (request.url!.endsWith('/feedback') || request.method === 'OPTIONS') return send(response, 500, {});
    underWay += 1;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    const isCrowded = underWay > 4;
    underWay -= 1;
    if (isCrowded || text.length > 1_000_000 || /unknown-member|"extension"|e{200}|OperationOutcome|page=2/.test(text) || request.headers.accept === 'text/html') return send(response, 500, {});
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(JSON.stringify({ cards: [{ uuid: '5f1d2c3b-0000-4000-8000-000000000001', summary: `Call ${count += 1}`, indicator: 'info', source: { label: 'x' } }] }));
  };
}

/** Reads the patient without its token, and goes wherever a page leads with it; no read has an end. */
async function readTrustingly({ fhirServer, fhirAuthorization }: Readonly<Record<string, any>>, response: ServerResponse): Promise<void> {
  if (fhirAuthorization !== undefined) {
    await fetch(`${String(fhirServer)}/Patient/conformance-patient`);
    const headers = { Authorization: `Bearer ${String(fhirAuthorization.access_token)}` };
    const page = await (await fetch(`${String(fhirServer)}/Condition?patient=conformance-patient`, { headers })).json() as { readonly link?: readonly { readonly url: string }[] };
    if (page.link !== undefined) await fetch(page.link[0]!.url, { headers });
  }
  send(response, 200, { cards: [] });
}

function audienceOf({ headers }: IncomingMessage): unknown {
  return parsed(Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString())?.['aud'];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
