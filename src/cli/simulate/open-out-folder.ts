/** The folder a simulation writes to: its own, readable by nobody else, and one simulation's only. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint } from './fingerprint.ts';
import { openWorkFile, type WorkFile } from './open-work-file.ts';
import { prepareOutFolder } from './prepare-out-folder.ts';
import { refuseAnother } from './refuse-another.ts';

export interface OutFolder {
  readonly work: WorkFile;
  /** Something was done before, and goes on. */
  readonly isResumed: boolean;
}

export const WORK = 'work.db';

/** `done` where the same simulation is finished there. Throws ConfigError for a folder that holds anything else. */
export function openOutFolder(out: string, fingerprint: Fingerprint): OutFolder | 'done' {
  if (prepareOutFolder(out, fingerprint, (held) => held.includes(WORK)) === 'done') return 'done';
  const work = openWorkFile(join(out, WORK));
  try {
    const [before] = work.all('SELECT value FROM about WHERE name = ?', 'fingerprint');
    if (before !== undefined) refuseAnother(out, JSON.parse(String(before['value'])) as Fingerprint, fingerprint);
    else work.run('INSERT INTO about VALUES (?, ?)', 'fingerprint', JSON.stringify(fingerprint));
    return { work, isResumed: before !== undefined };
  } catch (error) {
    work.close();
    throw error;
  }
}

/** It holds the charts. */
export function removeWorkFile(out: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(out, WORK + suffix), { force: true });
}
