/** What a client has besides its calls: a FHIR server that behaves as it is told, and the published keys. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.ts';

/** `right` answers what prefetch holds; the others fail in their own way. */
export type Manner = 'right' | 'slow' | 'dead' | 'unauthorized' | 'missing' | 'broken' | 'lying' | 'circle' | 'wandering';

export interface Read {
  readonly path: string;
  readonly host: string;
  readonly authorization: string | undefined;
}

export interface StandIn {
  /** As the service reaches it. */
  readonly address: string;
  readonly port: number;
  readonly reads: readonly Read[];
  behave(manner: Manner): void;
  /** What its FHIR server holds, by path and query below its base. */
  hold(resources: Readonly<Record<string, unknown>>): void;
  publish(keys: readonly Json[]): void;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly host: string;
  readonly port: number;
  /** Where a proxy in front of it is reached; its own address if undefined. */
  readonly publicUrl?: string;
}

const EMPTY = { resourceType: 'Bundle', type: 'searchset', total: 0 };
const MOST_READS = 10_000;

/** Paths below `/fhir`; every other path that ends in `.json` is the set of keys. */
export async function startStandIn({ host, port, publicUrl }: StandInOptions): Promise<StandIn> {
  const reads: Read[] = [];
  let manner: Manner = 'right';
  let held: Readonly<Record<string, unknown>> = {};
  let keys: readonly Json[] = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://stand-in.invalid');
    if (pathname.endsWith('.json')) return send(response, 200, { keys });
    const path = decodeURIComponent(pathname.replace(/^.*?\/fhir\//, '')) + search;
    if (reads.length < MOST_READS) reads.push({ path, host: request.headers.host ?? '', authorization: request.headers.authorization });
    return answer(path, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const address = publicUrl?.replace(/\/+$/, '') ?? `http://${host}:${bound}`;
  return {
    address, port: bound, reads,
    behave: (next) => { manner = next; },
    hold: (resources) => { held = resources; },
    publish: (next) => { keys = next; },
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };

  function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
    const [, type = 'Basic'] = /^([A-Za-z]+)/.exec(path) ?? [];
    switch (manner) {
      case 'right': return found(path, response);
      // Never answered: whoever asks has to give up.
      case 'slow': return undefined;
      case 'dead': return void request.socket.destroy();
      case 'unauthorized': return send(response, 401, outcome('login'));
      case 'missing': return send(response, 404, outcome('not-found'));
      case 'broken': return send(response, 200, '{"resourceType":"Bun');
      case 'lying': return send(response, 200, { resourceType: type === 'Basic' ? 'Binary' : 'Basic', id: 'another', code: { text: 'not what was asked for' } });
      case 'circle': return send(response, 200, { ...EMPTY, link: [{ relation: 'next', url: `${address}/fhir/${path}` }] });
      case 'wandering': return send(response, 200, { ...EMPTY, link: [{ relation: 'next', url: `${elsewhere()}/fhir/wandered?page=2` }] });
    }
  }

  function found(path: string, response: ServerResponse): void {
    const value = held[path];
    if (value !== undefined) return send(response, 200, value);
    return path.includes('?') ? send(response, 200, EMPTY) : send(response, 404, outcome('not-found'));
  }

  /** Another name of this machine: another server, for whoever compares addresses. */
  function elsewhere(): string {
    return `http://${host === '127.0.0.1' ? 'localhost' : '127.0.0.1'}:${bound}`;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/fhir+json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function outcome(code: string): Json {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] };
}
