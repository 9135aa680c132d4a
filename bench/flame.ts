/** Where the time of a loaded service goes: a CPU profile, and a picture of it drawn here, in an ignored folder. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { drawProfile, type Profile } from './draw-profile.ts';
import { interleave } from './interleave.ts';
import { ROOT, startServer } from './start-server.ts';
import { CONNECTIONS, patientsOf } from './throughput.ts';

const FOLDER = join(ROOT, 'bench/flames');
const CONDITIONS = 100;
const SAMPLE_US = 500;
const SECONDS = 6;

/** Loads the service with typical charts, warmed up before, and names the files it wrote. The profile has the start in it, the picture has not. */
export async function drawFlame(bench: Bench): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(FOLDER, `${bench.today}-`));
  const server = await startServer('service', { ...bench, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${SAMPLE_US}`] });
  let since = 0;
  try {
    const contenders = [{ name: 'typical', server, payloads: patientsOf('typical', CONDITIONS, 16, bench.today) }];
    await interleave(contenders, CONNECTIONS, { ...bench, rounds: 1, warmSeconds: SECONDS, seconds: 1 });
    since = Number(process.hrtime.bigint() / 1000n);
    await interleave(contenders, CONNECTIONS, { ...bench, rounds: 1, warmSeconds: 1, seconds: SECONDS });
  } finally {
    await server.stop();
  }
  const written = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (written.length === 0) throw new Error('The service ended without a profile.');
  return written.map((name) => {
    const profile = join(folder, name);
    const picture = profile.replace(/cpuprofile$/, 'svg');
    writeFileSync(picture, drawProfile(JSON.parse(readFileSync(profile, 'utf8')) as Profile, { root: ROOT, title: `typical order, N=${CONDITIONS}`, since }));
    return `${profile}\n${picture}`;
  }).join('\n');
}
