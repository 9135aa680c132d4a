/** The embedded database: one file, in a thread that writes and one that only reads. */
import { connectSqlite, IN_MEMORY } from './connect-sqlite.ts';
import type { Database, Row } from './database.ts';
import type { JobArgument, JobName, JobResult, NamedJob } from './jobs.ts';
import { startThread } from './start-thread.ts';

const BUSY_MS = 2000;

/** A database in a file; it is made when it is first used. */
export function openSqlite(path: string, busyMs = BUSY_MS): Database {
  const writer = startThread({ path, busyMs });
  const reader = startThread({ path, busyMs, onlyReads: true });
  return databaseOf({
    work: (job) => writer.ask({ kind: 'work', job }),
    read: async (statement) => await writer.ask({ kind: 'read', statement }) as readonly Row[],
    browse: async (statement) => {
      // The one that writes makes the file and brings it up to date; that costs nothing when it is done.
      await writer.ask({ kind: 'open' });
      return await reader.ask({ kind: 'read', statement }) as readonly Row[];
    },
    close: async () => {
      await reader.close();
      await writer.close();
    },
  });
}

/** A database that lasts as long as the process. */
export function openInMemory(): Database {
  const connection = connectSqlite(IN_MEMORY, { busyMs: 0, now: () => new Date(0) });
  return databaseOf({
    work: async (job) => {
      const [settled] = connection.workAll([job]);
      if ('result' in settled!) return settled.result;
      throw settled!.failure;
    },
    read: async (statement) => connection.read(statement),
    browse: async (statement) => connection.read(statement),
    close: async () => connection.close(),
  });
}

function databaseOf({ work, ...others }: Pick<Database, 'read' | 'browse' | 'close'> & { readonly work: (job: NamedJob) => Promise<unknown> }): Database {
  const typed = async <Name extends JobName>(name: Name, argument: JobArgument<Name>): Promise<JobResult<Name>> => await work({ name, argument }) as JobResult<Name>;
  return { ...others, work: typed, write: (statements) => typed('run', statements) };
}
