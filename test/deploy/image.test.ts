/** The image: the Dockerfile's own steps in clean folders, and what comes of them started as a container would be: no settings but the image's, another user, nothing to write but the volume. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, lend, sizeOf, type Image } from '../support/image.ts';
import { freePort } from '../support/free-port.ts';

const ROOT = join(__dirname, '../..');
/** `npm test` does the same on the same files; IMAGE=whole does them here too, where there are fewer: some minutes. */
const DONE_ELSEWHERE = process.env['IMAGE'] !== 'whole' ? ['npm run types', 'node src/cli.ts knowledge test'] : [];
const LARGEST_MB = 60;
const isRoot = process.getuid?.() === 0;
/** Nobody's, as `node` is no user of this machine. */
const OTHER_USER = 65_534;
const hasRegistry = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000'], { cwd: ROOT, stdio: 'ignore' }).status === 0;
if (!hasRegistry) console.warn('SKIPPED: the image needs packages, and the registry of npm cannot be reached.');

(hasRegistry ? describe : describe.skip)('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-image-'));
  let image: Image;
  let service: ChildProcess;
  let output = '';
  let env: Record<string, string>;
  let address: string;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    image = buildImage({ project: ROOT, folder: join(folder, 'build'), skips: DONE_ELSEWHERE });
    const bin = join(image.root, 'usr/local/bin');
    mkdirSync(bin, { recursive: true });
    lend(process.execPath, join(bin, 'node'));
    for (const path of readdirSync(image.root, { recursive: true, encoding: 'utf8' }).filter((each) => !each.includes('usr/local/bin') && !/^app\/node_modules\/\.bin\//.test(each))) chmodSync(join(image.root, path), 0o555);
    for (const volume of image.volumes) {
      chmodSync(join(image.root, volume), 0o700);
      if (isRoot) chownSync(join(image.root, volume), OTHER_USER, OTHER_USER);
    }
    const port = await freePort();
    // The image listens on all addresses; on this machine it is not to be reached from elsewhere.
    env = { ...image.env, PATH: bin, PORT: String(port), HOST: '127.0.0.1' };
    address = `http://127.0.0.1:${port}`;
    service = spawn(join(bin, image.cmd[0]!), image.cmd.slice(1), { cwd: join(image.root, image.workdir), env: env as unknown as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'], ...otherUser() });
    for (const stream of [service.stdout!, service.stderr!]) stream.on('data', (chunk) => { output += String(chunk); });
    while (!output.includes('"listening"')) {
      if (service.exitCode !== null) throw new Error(`It ended: ${output}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }, 240_000);
  afterAll(() => {
    service?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('says what it is, runs as another user than root, and writes nowhere but its volume', () => {
    const { version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`ARG VERSION=${version}\n`);
    expect(image.labels).toMatchObject({ 'org.opencontainers.image.title': 'Backstop', 'org.opencontainers.image.licenses': license, 'org.opencontainers.image.version': '$VERSION', 'org.opencontainers.image.revision': '$REVISION' });
    expect([image.user, image.volumes, image.env]).toEqual(['node', ['/app/data'], { TZ: 'UTC', HOST: '0.0.0.0', UV_THREADPOOL_SIZE: '16', MALLOC_ARENA_MAX: '2' }]);
  });

  test('holds no tests, no development packages and no records', () => {
    expect(readdirSync(join(image.root, 'app')).sort()).toEqual(['LICENSE', 'NOTICE', 'cards', 'data', 'node_modules', 'package.json', 'src']);
    expect(['typescript', 'jest', 'node', 'playwright-core'].filter((name) => existsSync(join(image.root, 'app/node_modules', name)))).toEqual([]);
  });

  test(`is ${LARGEST_MB} MB at most beyond its base`, () => {
    const megabytes = Object.fromEntries(['node_modules', 'src', 'cards'].map((name) => [name, Math.round(sizeOf(join(image.root, 'app', name)) / 1e5) / 10]));
    console.info('MB of the image beyond its base', megabytes);
    expect(Object.values(megabytes).reduce((sum, each) => sum + each, 0)).toBeLessThan(LARGEST_MB);
  });

  test('answers README\'s request, and shows its pages', async () => {
    const [, file, path] = /--data @(\S+) http:\/\/localhost:3000(\S+)/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: readFileSync(join(ROOT, file!), 'utf8') });
    expect(answer.status).toBe(200);
    expect((await answer.json() as { readonly cards: readonly { readonly indicator: string }[] }).cards.map(({ indicator }) => indicator)).toEqual(['warning', 'info']);
    const pages = ['/', '/knowledge', '/leaflet/low-back-pain', '/cds-services', '/readyz', '/assets/chart.umd.min.js', '/assets/marked.js'];
    expect(await Promise.all(pages.map(async (page) => [page, (await fetch(`${address}${page}`, { headers: { Accept: 'text/html,*/*' } })).status]))).toEqual(pages.map((page) => [page, 200]));
  });

  test('is healthy by its own check while it runs, ends with 0 on SIGTERM, and is not healthy then', async () => {
    const check = (): number | null => spawnSync(join(image.root, 'usr/local/bin', image.healthcheck[0]!), image.healthcheck.slice(1), { cwd: join(image.root, image.workdir), env: env as unknown as NodeJS.ProcessEnv, stdio: 'ignore', ...otherUser() }).status;
    expect(check()).toBe(0);
    const ended = new Promise((resolve) => { service.once('close', resolve); });
    service.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(check()).toBe(1);
    expect(existsSync(join(image.root, 'app/data/backstop.db'))).toBe(true);
  }, 60_000);
});

function otherUser(): { readonly uid?: number; readonly gid?: number } {
  return isRoot ? { uid: OTHER_USER, gid: OTHER_USER } : {};
}
