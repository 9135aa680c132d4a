/** A network that loses packets between the service and a FHIR server: for root on Linux with iptables, in a network of its own. Elsewhere the tests are skipped, out loud. */
import { expect, test } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LossyRound } from '../support/lossy-calls.ts';

const CALLS = 8;
/** Long enough for a busy machine to read what is not lost. */
const DEADLINE_MS = 4000;
/** The deadline, and this machine's own slowness. */
const LATEST_MS = 2 * DEADLINE_MS;
const testLossyNetwork = isPossible() ? test : test.skip;

testLossyNetwork('FHIR-4 HTTP-6 a network that loses packets gives, within the deadline, a gap the card names for each read that it kept from coming, and none for those that came', async () => {
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, join(__dirname, '../support/lossy-calls.ts'), ...[CALLS, DEADLINE_MS, 0, 2, 30, 100, 0].map(String)]);
  const rounds = stdout.trim().split('\n').map((line) => JSON.parse(line) as LossyRound);
  console.info(rounds.map(({ percent, lost, calls }) => `${percent} %: ${lost} packets lost, ${calls.reduce((sum, { short }) => sum + short, 0)} of ${calls.reduce((sum, { asked }) => sum + asked, 0)} reads, at most ${Math.max(...calls.map(({ ms }) => ms))} ms`).join('; '));
  expect(rounds.map(({ percent }) => percent)).toEqual([0, 2, 30, 100, 0]);
  for (const { percent, lost, calls } of rounds) {
    expect([percent, lost > 0]).toEqual([percent, percent > 0]);
    expect(calls).toHaveLength(CALLS);
    for (const { status, cards, isSaid, asked, short, ms } of calls) {
      expect([status, cards > 0, asked > 5]).toEqual([200, true, true]);
      expect(isSaid).toBe(short > 0);
      expect(ms).toBeLessThan(LATEST_MS);
      // What is sent again in time is read, what never comes is not.
      if (percent === 0) expect(short).toBe(0);
      if (percent === 100) expect(short).toBe(asked);
    }
  }
}, 90_000);

function isPossible(): boolean {
  if (process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'sh', '-c', 'ip link set lo up && iptables -A INPUT -p tcp --dport 1 -m statistic --mode random --probability 0.5 -j DROP'], { stdio: 'ignore' }).status === 0) return true;
  console.warn('SKIPPED: a network that loses packets can be tried only where root may make one (unshare, apt-get install iproute2 iptables).');
  return false;
}
