/** A CDS service without advice: what an EHR is pointed at to see whether it calls rightly. It keeps what was wrong, never what was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkBearer } from './check-bearer.ts';
import { checkReports, type Shown } from './check-reports.ts';
import { checkRequest, type CallFault, type CallFindings } from './check-request.ts';
import { isObject, isText, listOf, objectOf, parsed, type Json } from './json.ts';
import type { Described } from './neutral-request.ts';
import { standInAnswer, type AnswerKind } from './stand-in-answers.ts';

/** One call as it was found. */
export interface Seen extends CallFindings {
  /** Id of the service; `discovery` for its document. */
  readonly about: string;
  readonly call: string;
  readonly status: number;
}

export interface ServiceOptions {
  readonly port: number;
  /** As the client calls it, where that is not http://127.0.0.1:PORT. */
  readonly base?: string;
  /** Given in turn. */
  readonly answers: readonly AnswerKind[];
  readonly keys?: readonly Json[];
  readonly newId: () => string;
  readonly now: () => Date;
  readonly onCall: (seen: Seen) => void;
}

export interface StandInService {
  readonly address: string;
  close(): Promise<void>;
}

const PREFETCH = { patient: 'Patient/{{context.patientId}}', user: 'Practitioner/{{userPractitionerId}}', conditions: 'Condition?patient={{context.patientId}}' };
export const standInServices: readonly Described[] = ['patient-view', 'order-select', 'order-sign'].map((hook) => ({ id: `conformance-${hook}`, hook, prefetch: PREFETCH }));
const BROWSERS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept', 'Access-Control-Allow-Methods': 'GET, POST, OPTIONS' };
const LARGEST_BYTES = 20_000_000;
/** Older ones are forgotten: a stand-in may run for days. */
const MOST_REMEMBERED = 100_000;

export async function startService({ port, base, answers, keys, newId, now, onCall }: ServiceOptions): Promise<StandInService> {
  const [instances, tokens] = [new Set<string>(), new Set<string>()];
  const shown = new Map<string, Shown>();
  let turn = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that has gone is no fault of this one.
      if (!request.readableAborted) throw error;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = base?.replace(/\/+$/, '') ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://stand-in.invalid').pathname.replace(/\/+/g, '/').replace(/\/$/, '');
    const [, id, feedback] = /\/cds-services\/([^/]+)(\/feedback)?$/.exec(path) ?? [];
    if (request.method === 'OPTIONS') return void response.writeHead(204, BROWSERS).end();
    if (path.endsWith('/cds-services')) return discover(request, response);
    const service = standInServices.find((each) => each.id === id);
    if (service === undefined) return send(response, 404, outcome('not-found'));
    const text = await readBody(request);
    if (text === undefined) return send(response, 413, outcome('too-long'));
    const posted = postedFaults(request, feedback === undefined ? 'C-REQ-1' : 'C-FB-1');
    const bearer = believe(request, `${address}/cds-services/${service.id}${feedback ?? ''}`);
    if (feedback !== undefined) return takeFeedback(service, text, [posted, bearer], response);
    return answerCall(service, text, [posted, bearer], response);
  }

  function discover(request: IncomingMessage, response: ServerResponse): void {
    const services = standInServices.map(({ id, hook, prefetch }) => ({ id, hook, title: `Conformance kit, ${hook}`, description: 'Answers cards that mean nothing, and looks at how it is called.', prefetch }));
    send(response, request.method === 'GET' || request.method === 'HEAD' ? 200 : 405, { services });
    // Discovery is open: a token may be left out, and is looked at where it is shown.
    const { seen, faults } = believe(request, `${address}/cds-services`);
    onCall({ about: 'discovery', call: `${String(request.method)} discovery`, status: response.statusCode, seen: seen.filter((id) => id !== 'C-JWT-1'), faults: faults.filter(({ id }) => id !== 'C-JWT-1') });
  }

  async function answerCall(service: Described, text: string, before: readonly CallFindings[], response: ServerResponse): Promise<void> {
    const body = parsed(text);
    if (!isObject(body)) return refuse(service, before, { seen: ['C-REQ-1'], faults: [{ id: 'C-REQ-1', pointer: '', words: 'the body is no JSON object, or nested deeper than 200 levels' }] }, response);
    const found = checkRequest(body, service, (instance) => instances.has(instance));
    if (isText(body['hookInstance'])) remember(instances, body['hookInstance']);
    if (body['hook'] !== service.hook || !isObject(body['context']) || !isText(body['hookInstance'])) return refuse(service, before, found, response);
    const kind = answers[turn % answers.length]!;
    turn += 1;
    const { status, body: answered, delayMs } = standInAnswer(kind, body, newId);
    rememberCards(parsed(answered));
    if (delayMs > 0) await new Promise((resolve) => { setTimeout(resolve, delayMs).unref(); });
    send(response, status, answered);
    onCall({ about: service.id, call: `${service.hook} (answered ${kind})`, status, ...together([...before, found]) });
  }

  function takeFeedback(service: Described, text: string, before: readonly CallFindings[], response: ServerResponse): void {
    const found = checkReports(parsed(text), shown);
    const isUsable = !found.faults.some(({ id }) => id === 'C-FB-1');
    if (isUsable) response.writeHead(200, BROWSERS).end();
    else send(response, 400, outcome('invalid'));
    onCall({ about: service.id, call: 'feedback', status: response.statusCode, ...together([...before, found]) });
  }

  function refuse(service: Described, before: readonly CallFindings[], found: CallFindings, response: ServerResponse): void {
    send(response, 400, outcome('invalid'));
    onCall({ about: service.id, call: service.hook, status: 400, ...together([...before, found]) });
  }

  function believe({ headers }: IncomingMessage, endpoint: string): CallFindings {
    const { jti, ...found } = checkBearer(headers.authorization, { endpoint, now: now(), isKnown: (id) => tokens.has(id), ...(keys !== undefined && { keys }) });
    if (jti !== undefined) remember(tokens, jti);
    return found;
  }

  function rememberCards(body: unknown): void {
    for (const card of listOf(objectOf(body)['cards']).map(objectOf)) {
      if (shown.size >= MOST_REMEMBERED) shown.delete(shown.keys().next().value!);
      shown.set(String(card['uuid']), {
        suggestions: listOf(card['suggestions']).map((each) => String(objectOf(each)['uuid'])), reasons: listOf(card['overrideReasons']).map(objectOf).map(({ system, code }) => `${String(system)}|${String(code)}`),
      });
    }
  }
}

function remember(known: Set<string>, value: string): void {
  if (known.size >= MOST_REMEMBERED) known.delete(known.values().next().value!);
  known.add(value);
}

function together(all: readonly CallFindings[]): CallFindings {
  return { seen: all.flatMap(({ seen }) => seen), faults: all.flatMap(({ faults }) => faults) };
}

function postedFaults({ method, headers }: IncomingMessage, id: CallFault['id']): CallFindings {
  return {
    seen: [id],
    faults: [
      ...(method === 'POST' ? [] : [{ id, pointer: '', words: 'the method is not POST' }]), ...(/^application\/json\b/i.test(headers['content-type'] ?? '') ? [] : [{ id, pointer: '', words: 'Content-Type is not application/json' }]),
    ],
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= LARGEST_BYTES) chunks.push(chunk);
  }
  return bytes > LARGEST_BYTES ? undefined : Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...BROWSERS, 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function outcome(code: string): Json {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] };
}
