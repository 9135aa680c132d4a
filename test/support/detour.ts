/** A way to a server that behaves as bad networks do. */
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Detour {
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** What comes through from now on comes so much later: a server, or a network, that is slow. */
  delay(ms: number): void;
  /** Nothing comes through in either direction, and no connection ends, until it is thawed: a machine that is gone without a word. */
  freeze(): void;
  thaw(): void;
  /** What comes through from now on comes in pieces of so many bytes, each so much later than the one before. */
  trickle(bytes: number, everyMs: number): void;
  /** A connection breaks in the middle when so many bytes more have come back through it; `times` in all. */
  breakAfter(bytes: number, times: number): void;
  /** New connections go to another server; those that are open stay where they are, as behind a name that moves. */
  leadTo(url: string): void;
}

/** A way to a server that can be cut and mended, as a restart or a broken network does, made slow, frozen, and led elsewhere. */
export async function startDetour(url: string): Promise<Detour> {
  let { hostname, port } = new URL(url);
  let delayMs = 0;
  let isFrozen = false;
  let piece: { readonly bytes: number; readonly everyMs: number } | undefined;
  let breaking: { readonly bytes: number; left: number } | undefined;
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const due = new WeakMap<Socket, number>();
  const taken = new WeakMap<Socket, number>();
  const pass = (chunk: Uint8Array, to: Socket): void => {
    const write = (): void => { if (!to.destroyed) to.write(chunk); };
    if (isFrozen) held.push(write);
    else if (piece !== undefined) drip(chunk, to, piece);
    else if (delayMs > 0) setTimeout(write, delayMs);
    else write();
  };
  const drip = (chunk: Uint8Array, to: Socket, { bytes, everyMs }: { readonly bytes: number; readonly everyMs: number }): void => {
    for (let start = 0; start < chunk.length; start += bytes) {
      const at = Math.max(performance.now(), due.get(to) ?? 0) + everyMs;
      due.set(to, at);
      setTimeout(() => { if (!to.destroyed) to.write(chunk.subarray(start, start + bytes)); }, Math.max(0, at - performance.now()));
    }
  };
  /** False where the connection breaks with this; half of it still comes through. */
  const holds = (chunk: Uint8Array, to: Socket): boolean => {
    if (breaking === undefined || breaking.left === 0) return true;
    taken.set(to, (taken.get(to) ?? 0) + chunk.length);
    if (taken.get(to)! < breaking.bytes) return true;
    breaking.left -= 1;
    to.write(chunk.subarray(0, chunk.length / 2), () => to.destroy());
    return false;
  };
  const server = createServer((incoming) => {
    const outgoing = createConnection(Number(port || 5432), hostname);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => { incoming.destroy(); outgoing.destroy(); sockets.delete(socket); });
    }
    incoming.on('data', (chunk) => pass(chunk as Uint8Array, outgoing));
    outgoing.on('data', (chunk) => { if (holds(chunk as Uint8Array, incoming)) pass(chunk as Uint8Array, incoming); });
  });
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const ours = (server.address() as AddressInfo).port;
  const address = new URL(url);
  address.host = `127.0.0.1:${ours}`;
  return {
    url: address.href,
    cut: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
    mend: () => listen(ours),
    delay: (ms) => { delayMs = ms; },
    freeze: () => { isFrozen = true; },
    thaw: () => {
      isFrozen = false;
      for (const write of held.splice(0)) write();
    },
    trickle: (bytes, everyMs) => { piece = { bytes, everyMs }; },
    breakAfter: (bytes, times) => { breaking = { bytes, left: times }; },
    leadTo: (other) => { ({ hostname, port } = new URL(other)); },
  };
}
