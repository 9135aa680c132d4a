/** What starts the service, with npm and in the image, and what ends it. */
import { expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { start } = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: { readonly start: string } }).scripts;

test('npm start and the image give V8 the same room for what is young, and threads the same heaps', () => {
  const [, command] = /^CMD (\[.*\])$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))!;
  expect((JSON.parse(command!) as readonly string[]).join(' ')).toBe('node --max-semi-space-size=32 src/main.ts');
  expect(start).toBe('MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2} exec node --max-semi-space-size=32 bin/start.js');
  expect(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).toMatch(/^ENV .*\bMALLOC_ARENA_MAX=2\b/m);
});

test('the image gives Node the threads the service wants, also where a preload starts them before it', () => {
  expect(/^ENV .*\bUV_THREADPOOL_SIZE=(\d+)/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1]).toBe(/UV_THREADPOOL_SIZE'\] \?\?= '(\d+)'/.exec(readFileSync(join(ROOT, 'src/main.ts'), 'utf8'))![1]);
});

const canStart = process.platform !== 'win32' && spawnSync('npm', ['--version']).status === 0;
(canStart ? test : test.skip)('OPS-2 SIGTERM to npm start ends the service, with 0, and leaves nobody on its port', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-npm-'));
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn('npm', ['start'], { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'ignore'], env: { ...environment, PORT: '0', PROCESSES: '1', STORE: `sqlite:${join(folder, 'backstop.db')}` } });
  try {
    let output = '';
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const port = await new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += String(chunk);
        const told = /"port":(\d+)/.exec(output)?.[1];
        if (told !== undefined) resolve(told);
      });
    });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  } finally {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // All have ended.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
