/** Loads what `src/main.ts` loads, starts nothing, and ends: what a cold start owes to Node and to modules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../src/main.ts');
for (const [, module] of readFileSync(main, 'utf8').matchAll(/(?:^import [^'\n]*|\bimport\()'(\.[^']+)'/gm)) await import(join(main, '..', module!));
process.exit(0);
