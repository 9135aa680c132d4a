/** The service against a peer that can be run beside it: `pama-imaging` of the CDS Hooks sandbox services, a look-up in a table of constants. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { interleave, type Measured } from './interleave.ts';
import type { Row } from './row.ts';
import { startServer } from './start-server.ts';
import { CONNECTIONS, patientsOf } from './throughput.ts';

const GOAL = 3;
/** The peer takes no body beyond 100 kB. */
const CONDITIONS = 10;
const PATIENTS = 32;

/** One row, of the same bodies to both; none where no peer was named. The peer proves no token, reads no chart and records nothing. */
export async function measurePeer(bench: Bench): Promise<readonly Row[]> {
  if (bench.peerFolder === undefined) return [];
  bench.say('against pama-imaging');
  const options = { ...bench, folder: mkdtempSync(join(bench.folder, 'peer-')) };
  const service = await startServer('service', options);
  const peer = await startServer('peer', options);
  try {
    const payloads = patientsOf('typical', CONDITIONS, PATIENTS, bench.today);
    const [its, own] = await interleave([{ name: 'peer', server: peer, payloads }, { name: 'typical', server: service, payloads }], CONNECTIONS, bench) as [Measured, Measured];
    const { median, least, most } = own.throughput;
    return [{
      id: 'peer', work: `typical lumbar order, N=${CONDITIONS}, against pama-imaging`, goal: `≥ ${GOAL} × its throughput`, isMet: median >= GOAL,
      measured: `${median.toFixed(2)} × (${least.toFixed(2)} to ${most.toFixed(2)}): ${own.perSecond.toFixed(0)} calls/s, ${own.cpuMs.toFixed(2)} CPU ms; the peer ${its.perSecond.toFixed(0)}, ${its.cpuMs.toFixed(2)}`,
      numbers: { ratio: median, perSecond: own.perSecond, cpuMs: own.cpuMs, peerPerSecond: its.perSecond, peerCpuMs: its.cpuMs },
    }];
  } finally {
    for (const server of [service, peer]) await server.stop();
  }
}
