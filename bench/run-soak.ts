/** `node bench/run-soak.ts http://127.0.0.1:8080 600 8`: soaks what answers there, for so many seconds with so many workers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { soak } from './soak.ts';

const [address = 'http://127.0.0.1:3000', seconds = '60', workers = '4'] = process.argv.slice(2);
const acute = readFileSync(join(import.meta.dirname, '../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const { latencies, acknowledged, refusals } = await soak(address, { seconds: Number(seconds), workers: Number(workers), requestFor: (patient) => JSON.parse(acute.replaceAll('"p1"', `"${patient}"`).replaceAll('Patient/p1', `Patient/${patient}`)) });
const at = (share: number): string => `${Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0)} ms`;
console.log(`${latencies.length} orders in ${seconds} s, ${acknowledged.length} reports acknowledged; p50 ${at(0.5)}, p99 ${at(0.99)}; other answers: ${JSON.stringify(Object.fromEntries(refusals))}`);
