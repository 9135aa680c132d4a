/** A FHIR server on this machine that does what a test tells it, and remembers what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** An answer: a body for 200, or a function that does as it likes. */
export type Answer = object | string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface FhirServer {
  /** `http://127.0.0.1:port/fhir` */
  readonly base: string;
  readonly origin: string;
  readonly asked: Asked[];
  /** What it answers to a path and query below the base; `default` for all else (404 unless told). */
  readonly answers: Map<string, Answer>;
  close(): Promise<void>;
}

const running = new Set<FhirServer>();

/** Starts one; `closeFhirServers` ends all of a test file. */
export async function startFhirServer(answers: Readonly<Record<string, Answer>> = {}): Promise<FhirServer> {
  const asked: Asked[] = [];
  const known = new Map(Object.entries(answers));
  const server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push({ method: request.method ?? '', url, headers: request.headers });
    reply(known.get(url.replace(/^\/fhir\//, '')) ?? known.get('default') ?? ((_, out) => status(404)(request, out)), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fhir: FhirServer = {
    base: `${origin}/fhir`, origin, asked, answers: known,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  running.add(fhir);
  return fhir;
}

export async function closeFhirServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.close()));
  running.clear();
}

function reply(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'function') return answer(request, response);
  response.writeHead(200, { 'Content-Type': 'application/fhir+json' });
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
}

/** Answers with a status and, if given, a body and headers. */
export function status(code: number, body: object | string = '', headers: Readonly<Record<string, string>> = {}): (request: IncomingMessage, response: ServerResponse) => void {
  return (_, response) => {
    response.writeHead(code, { 'Content-Type': 'application/fhir+json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Takes the call and never answers. */
export function silence(): void {}
