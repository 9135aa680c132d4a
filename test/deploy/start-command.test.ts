/** What starts the service, with npm and in the image. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { start } = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: { readonly start: string } }).scripts;

test('npm start and the image give V8 the same room for what is young', () => {
  const [, command] = /^CMD (\[.*\])$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))!;
  expect((JSON.parse(command!) as readonly string[]).join(' ')).toBe('node --max-semi-space-size=16 src/main.ts');
  expect(start).toBe('node --max-semi-space-size=16 bin/start.js');
});
