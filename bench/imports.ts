/** Loads what `src/main.ts` loads, starts nothing, and ends: what a cold start owes to Node and to modules. */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../src/main.ts');
// As `bin/start.js` does.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/backstop'));
for (const [, module] of readFileSync(main, 'utf8').matchAll(/(?:^import [^'\n]*|\bimport\()'(\.[^']+)'/gm)) await import(join(main, '..', module!));
process.exit(0);
