/** A fault that nobody foresaw: it ends a command with 2, and says nothing of a patient. */
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFault } from '../../src/cli/print-fault.ts';

const CLI = join(__dirname, '../../src/cli.ts');

test('the place in the program is told, and not what was being read', () => {
  let fault: unknown;
  try {
    JSON.parse('Zaphod7Beeblebrox');
  } catch (error) {
    fault = error;
  }
  const said = printFault(fault);
  expect(said).toMatch(/^Stopped by a fault that was not foreseen: SyntaxError\. .*\n {4}at /);
  expect(said).not.toContain('Zaphod');
  expect(printFault('Zaphod7Beeblebrox')).not.toContain('Zaphod');
});

test('1 is for what was found: a fault ends with 2', () => {
  const preload = join(mkdtempSync(join(tmpdir(), 'backstop-fault-')), 'fault.mjs');
  // An output that fails as none does.
  writeFileSync(preload, "Object.defineProperty(process.stdout, 'write', { value: () => { throw new TypeError('Zaphod7Beeblebrox'); } });");
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, CLI, 'knowledge', 'explain', 'V1'], { encoding: 'utf8', env: { PATH: process.env['PATH'] } as NodeJS.ProcessEnv });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^Stopped by a fault that was not foreseen: TypeError\./)]);
  expect(stderr).not.toContain('Zaphod');
}, 60_000);
