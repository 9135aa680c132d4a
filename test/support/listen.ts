/** An application on a free port of this machine, for browsers. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  close(): void;
}

/** Its links hold its own address, so it is made once that is known. */
export async function listen(make: (address: string) => RequestListener): Promise<Listening> {
  let answer: RequestListener;
  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answer = make(address);
  return {
    address,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
