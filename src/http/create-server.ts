/** The HTTP server around the application: how long anybody may take, and how many at a time. */
import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import { Server as ConnectionServer, type Socket } from 'node:net';
import type { Config } from '../config.ts';
import { guardConnections } from './guard-connections.ts';
import { outcomeOf } from './operation-outcome.ts';

/** How long a caller may take. */
export interface Patience {
  readonly headersMs: number;
  /** A whole call, body included. */
  readonly requestMs: number;
}

/** A chart of 10 MB takes some seconds on a slow line. */
const PATIENCE: Patience = { headersMs: 5000, requestMs: 10_000 };
/** Longer than the proxies in front usually keep theirs, so that they never write into one that is just closing. */
const KEEP_ALIVE_MS = 65_000;
const CHECK_MS = 1000;
const IDLE_MS = 30_000;
/** Room for a token of the largest size that is verified. */
const HEADER_BYTES = 24_576;

/** A caller that was about to send on a connection that is kept has done so by then. */
const GRACE_MS = 2000;
const SWEEP_MS = 100;
/** Calls take milliseconds; what is not answered by then never will be. */
const DRAIN_MS = 10_000;

export interface HttpServer extends Server {
  /** Takes no new connections, tells callers with each answer that theirs ends with it, lets go of those that are idle a moment later, and calls `done` when none is left. */
  stop(done: () => void): void;
}

/** A server for the application; it does not listen yet. */
export function createHttpServer(app: RequestListener, { maxConnections }: Pick<Config, 'maxConnections'>, { headersMs, requestMs }: Patience = PATIENCE): HttpServer {
  const server = createServer({
    headersTimeout: headersMs, requestTimeout: requestMs, keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: Math.min(CHECK_MS, headersMs), maxHeaderSize: HEADER_BYTES,
  });
  server.maxConnections = maxConnections;
  // Whoever does not read what it asked for is cut off.
  server.setTimeout(IDLE_MS);
  const { endWithAnswers, dropSilent } = guardConnections(server, maxConnections, app);
  server.on('clientError', answerClientError);
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { Connection: 'close', 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify(outcomeOf('not-supported', 'The only expectation that is met is 100-continue.')));
  });
  return Object.assign(server, {
    stop: (done: () => void) => {
      endWithAnswers();
      // The server's own way to close cuts off what is idle at once, and a call that comes over it at that moment is lost.
      ConnectionServer.prototype.close.call(server, done);
      const sweep = (): void => {
        server.closeIdleConnections();
        dropSilent();
      };
      setTimeout(() => setInterval(sweep, SWEEP_MS).unref(), GRACE_MS).unref();
      setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    },
  });
}

/** What is no HTTP never reaches the application; it is told so all the same. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, text] = statusOf(error.code);
  const body = JSON.stringify(outcomeOf(status === 408 ? 'timeout' : status === 431 ? 'too-long' : 'structure', text));
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function statusOf(code: string | undefined): readonly [number, string] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT': return [408, 'The request came too slowly.'];
    case 'HPE_HEADER_OVERFLOW': return [431, 'The headers are larger than this service accepts.'];
    default: return [400, 'This is no HTTP request.'];
  }
}
