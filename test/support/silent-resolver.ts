/** A resolver of names that hears every question and answers none: for root on Linux. Elsewhere the tests are skipped, out loud. */
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
const UNDER = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';

/** `test` where a process can be given a resolver of its own. */
export const testSilentResolver: typeof test.skip = isPossible() ? test : test.skip;

export async function startSilentResolver(): Promise<SilentResolver> {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-names-'));
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, `nameserver ${ADDRESS}\n`);
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', () => { count += 1; });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, ADDRESS, resolve);
  });
  return {
    before: ['unshare', '--mount', 'sh', '-c', UNDER, file],
    asked: () => count,
    stop: () => new Promise((resolve) => {
      socket.close(() => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
    }),
  };
}

function isPossible(): boolean {
  if (process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'sh', '-c', UNDER, '/etc/hosts', 'true'], { stdio: 'ignore' }).status === 0) return true;
  console.warn('SKIPPED: a resolver that never answers can be tried only where root may give a process a file system of its own (unshare).');
  return false;
}
