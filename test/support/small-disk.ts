/** A small file system in memory, to fill up: for root on Linux. Elsewhere the tests are skipped, out loud. */
import { test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** To the last byte. */
  fill(): void;
  empty(): void;
  remove(): void;
}

/** `test` where one can be mounted. */
export const testSmallDisk: typeof test.skip = isPossible() ? test : test.skip;

export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    empty: () => unlinkSync(filler),
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isPossible(): boolean {
  if (process.getuid?.() !== 0) return refuse();
  try {
    mountSmallDisk(1).remove();
    return true;
  } catch {
    return refuse();
  }
}

function refuse(): false {
  console.warn('SKIPPED: a full disk can be tried only where root may mount a file system in memory.');
  return false;
}
