/** Keeps which file is which: the report and what is said on the way call most of them by number alone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeControls } from '../escape-controls.ts';

/** For the owner of the folder alone. */
export const NAMES = 'inputs.txt';

/** `paths` in order; what was not read is counted after them. */
export function writeInputNames(out: string, paths: readonly string[], passedOver: readonly { readonly name: string }[]): void {
  const lines = [...paths, ...passedOver.map(({ name }) => `${name}\tnot read`)].map((path, index) => `${index + 1}\t${escapeControls(path).replaceAll('\n', '\\n')}\n`);
  writeFileSync(join(out, NAMES), lines.join(''), { mode: 0o600 });
}
