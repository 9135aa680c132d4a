/** Keeps connections from being hoarded: by callers that ask and never read, and by callers that only hold on. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that wait for their answer: no client sends more at a time over HTTP/1.1 than it can read. */
const MOST_UNANSWERED = 32;
/** Above this share of the connections, those that have been idle longest make room. */
const CROWDED = 0.8;
const IDLE_LEAST_MS = 500;
const SWEEP_MS = 250;

interface Connection {
  unanswered: number;
  idleSince: number;
}

export interface ConnectionGuard {
  /** From now on each connection ends with the last of its answers that is under way, or with the next. */
  readonly endWithAnswers: () => void;
  /** Lets go of those that never sent anything. */
  readonly dropSilent: () => void;
}

/** Watches a server with so many connections at most, and lets requests through to the application. */
export function guardConnections(server: Server, mostConnections: number, app: RequestListener): ConnectionGuard {
  const connections = new Map<Socket, Connection>();
  const underWay = new Set<ServerResponse>();
  let isEnding = false;

  server.on('connection', (socket: Socket) => {
    connections.set(socket, { unanswered: 0, idleSince: performance.now() });
    socket.once('close', () => connections.delete(socket));
  });
  const sweep = setInterval(() => dropIdle(connections, connections.size - mostConnections * CROWDED), SWEEP_MS);
  sweep.unref();
  server.once('close', () => clearInterval(sweep));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const connection = connections.get(socket);
    // What comes behind in the same packet is parsed all the same; it goes no further.
    if (connection === undefined || socket.destroyed) return;
    connection.unanswered += 1;
    if (connection.unanswered > MOST_UNANSWERED) return void socket.destroy();
    underWay.add(response);
    if (isEnding) response.setHeader('Connection', 'close');
    response.once('close', () => {
      underWay.delete(response);
      connection.unanswered -= 1;
      connection.idleSince = performance.now();
    });
    app(request, response);
  });
  return {
    endWithAnswers: () => {
      isEnding = true;
      const last = new Map([...underWay].map((response) => [response.req.socket, response]));
      for (const response of last.values()) if (!response.headersSent) response.setHeader('Connection', 'close');
    },
    dropSilent: () => {
      for (const socket of connections.keys()) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}

/** Lets go of so many of those that have been idle longest. */
function dropIdle(connections: ReadonlyMap<Socket, Connection>, count: number): void {
  if (count <= 0) return;
  const latest = performance.now() - IDLE_LEAST_MS;
  const idle = [...connections].filter(([, { unanswered, idleSince }]) => unanswered === 0 && idleSince <= latest);
  idle.sort(([, one], [, other]) => one.idleSince - other.idleSince).slice(0, Math.ceil(count)).forEach(([socket]) => socket.destroy());
}
