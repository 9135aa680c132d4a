/** A resolver of names that hears every question and answers none, or none of the first: for root on Linux. Elsewhere the tests are skipped, out loud. */
import { test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SilentResolver {
  /** Words before a command: it runs with this resolver, in a view of the file system of its own. */
  readonly before: readonly string[];
  /** Questions so far. */
  asked(): number;
  stop(): Promise<void>;
}

const ADDRESS = '127.0.0.53';
const UNDER = 'mount --bind "$0/resolv.conf" /etc/resolv.conf && mount --bind "$0/hosts" /etc/hosts && exec "$@"';

/** `test` where a process can be given a resolver of its own. */
export const testSilentResolver: typeof test.skip = isPossible() ? test : test.skip;

/** Loses so many questions; after that every name leads to this machine, `localhost` too, which stands in the hosts file of the others. */
export async function startSilentResolver(loses = Infinity): Promise<SilentResolver> {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-names-'));
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${ADDRESS}\n`);
  // One that comes to answer is asked for this machine too: no other name may be called without TLS.
  writeFileSync(join(folder, 'hosts'), loses === Infinity ? '127.0.0.1 localhost\n' : '\n');
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', (question, { port, address }) => {
    count += 1;
    if (count > loses) socket.send(answerTo(question), port, address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, ADDRESS, resolve);
  });
  return {
    before: ['unshare', '--mount', 'sh', '-c', UNDER, folder],
    asked: () => count,
    stop: () => new Promise((resolve) => {
      socket.close(() => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
    }),
  };
}

/** 127.0.0.1 to who asks for addresses of IPv4, none to who asks for others (RFC 1035, 4.1). */
function answerTo(question: Buffer): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isFour = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from([question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, isFour ? 1 : 0, 0, 0, 0, 0]);
  const address = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([head, question.subarray(12, end), ...(isFour ? [address] : [])]);
}

function isPossible(): boolean {
  if (process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'sh', '-c', UNDER, '/etc', 'true'], { stdio: 'ignore' }).status === 0) return true;
  console.warn('SKIPPED: a resolver that never answers can be tried only where root may give a process a file system of its own (unshare).');
  return false;
}
