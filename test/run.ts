/** `npm test`: types, then the whole suite in UTC, then everything that handles dates in two more time zones; one line of totals. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Everything that handles dates: pages of the knowledge, words and processes do not, and vignettes over HTTP are decided as without. */
const DATES = ['test/decision', 'test/chart', 'test/vignettes/(?!languages)', 'test/http/(?!knowledge|fhir-knowledge|vignettes|replicas|store-outage|readme|limits|transport|kill|processes|metrics|main|two-topics|authentication|fhir-access|tracing|capabilities|discovery|leaflet)', 'test/cli/simulate/(?!queue|simulate\.test)'];
const RUNS = [
  { zone: 'UTC', only: [] },
  { zone: 'America/New_York', only: DATES },
  { zone: 'Asia/Tokyo', only: DATES },
];

const folder = mkdtempSync(join(tmpdir(), 'backstop-test-'));
let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const types = node(['node_modules/typescript/bin/tsc', '--noEmit'], {});
  if (types === 0) passed += 1;
  else failed += 1;
  for (const { zone, only } of RUNS) {
    console.log(`\n== ${zone}`);
    const report = join(folder, `${zone.replace('/', '-')}.json`);
    const status = node(['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '--silent', '--maxWorkers=100%', ...only], { TZ: zone });
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    skipped += numPendingTests;
    failed += numFailedTests === 0 && (status !== 0 || numFailedTestSuites > 0) ? 1 : numFailedTests;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (skipped > 0) console.log(`\nSKIPPED ${skipped}: this machine lacks what these tests need. Browser tests need Chromium (apt-get install chromium, or CHROMIUM=/path/to/chrome), tests of the shared store PostgreSQL (apt-get install postgresql, or TEST_POSTGRES=postgres://...), those behind a balancer nginx (apt-get install nginx-light), those of a full disk or a silent resolver root on Linux, those of a network that loses packets iptables besides (apt-get install iproute2 iptables), the image the registry of npm, those in the CDS Hooks Sandbox itself a build of it (SANDBOX_DIR, docs/sandbox.md).`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function node(args: readonly string[], settings: Readonly<Record<string, string>>): number {
  return spawnSync(process.execPath, [...args], { cwd: ROOT, env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}
