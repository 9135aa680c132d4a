/** A disk that is full is no fault of the program: what was done is kept, and it goes on once there is room. */
import { ConfigError } from '../../errors.ts';

const SQLITE_FULL = 13;

/** Waits for `work`, which writes to the folder `out`. */
export async function refuseFullDisk<Result>(out: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
    if (code !== 'ENOSPC' && errcode !== SQLITE_FULL) throw error;
    throw new ConfigError(`--out ${out}: the disk is full. Make room and run it again: it goes on where it was.`, { cause: error });
  }
}
