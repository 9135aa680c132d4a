/** Which release this is: results of two that differ would not fit together. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestFolder } from '../digest-folder.ts';

const SRC = join(import.meta.dirname, '../../..');

/** The version, and what tells apart what has the same version. */
export function readRelease(): string {
  const { version } = JSON.parse(readFileSync(join(SRC, '../package.json'), 'utf8')) as { readonly version: string };
  return `${version}-${digestFolder(SRC, (name) => name.endsWith('.ts')).slice(0, 12)}`;
}
