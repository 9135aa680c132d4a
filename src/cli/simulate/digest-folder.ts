/** Tells one folder's content from another's. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Of the names below it and of what the files hold, links followed, however the folder is spelled; `isCounted` tells which. SHA-256, hex. */
export function digestFolder(folder: string, isCounted: (name: string) => boolean): string {
  const hash = createHash('sha256');
  for (const name of [...namesBelow(folder, '', [])].sort()) {
    if (isCounted(name)) hash.update(JSON.stringify(name)).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

/** Files, as `/folder/name`. A link that leads nowhere holds nothing; one that leads back to where it stands is not followed. */
function namesBelow(folder: string, below: string, above: readonly string[]): readonly string[] {
  const here = realpathSync(join(folder, below));
  if (above.includes(here)) return [];
  return readdirSync(here).flatMap((entry) => {
    const name = `${below}/${entry}`;
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return namesBelow(folder, name, [...above, here]);
    return stats?.isFile() === true ? [name] : [];
  });
}
