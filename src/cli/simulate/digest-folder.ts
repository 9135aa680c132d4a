/** Tells one folder's content from another's. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the names below it and of what the files hold; `isCounted` tells which. SHA-256, hex. */
export function digestFolder(folder: string, isCounted: (name: string) => boolean): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const name = path.slice(folder.length);
    if (isCounted(name)) hash.update(JSON.stringify(name)).update(readFileSync(path));
  }
  return hash.digest('hex');
}
