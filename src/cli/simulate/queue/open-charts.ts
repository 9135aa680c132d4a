/** Opens the charts of a simulation to read them: nothing is locked and nothing written, whoever else reads them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../../errors.ts';
import type { WorkFile } from '../open-work-file.ts';
import { GIVEN, type TypeStates } from '../settle-types.ts';
import type { Plan } from './plan.ts';
import { CHARTS, PLAN } from './seal-charts.ts';

export interface Charts {
  readonly work: Pick<WorkFile, 'all' | 'each' | 'close'>;
  readonly plan: Plan;
  readonly states: TypeStates;
}

/** `undefined` where there are none (yet). Throws ConfigError for a file that is something else. */
export function openCharts(folder: string): Charts | undefined {
  const path = join(folder, CHARTS);
  if (!existsSync(path)) return undefined;
  const url = pathToFileURL(path);
  // Without it SQLite locks the file, which not every network file system can do.
  url.searchParams.set('immutable', '1');
  const db = openFile(url, path);
  const prepared = new Map<string, StatementSync>();
  const work: Charts['work'] = {
    all: (sql, ...values) => {
      const statement = prepared.get(sql) ?? db.prepare(sql);
      prepared.set(sql, statement);
      return statement.all(...values);
    },
    each: (sql, ...values) => db.prepare(sql).iterate(...values) as ReturnType<WorkFile['each']>,
    close: () => { if (db.isOpen) db.close(); },
  };
  try {
    const about = (name: string): unknown => JSON.parse(String(work.all('SELECT value FROM about WHERE name = ?', name)[0]!['value']));
    const short = work.all('SELECT type FROM short').map(({ type }) => String(type));
    return { work, plan: about(PLAN) as Plan, states: { given: new Set(about(GIVEN) as readonly string[]), short: new Set(short) } };
  } catch (error) {
    work.close();
    throw new ConfigError(`${path}: holds no charts of a simulation. Remove it, and read the inputs again (simulate enqueue).`, { cause: error });
  }
}

function openFile(url: URL, path: string): DatabaseSync {
  try {
    return new DatabaseSync(url, { readOnly: true });
  } catch (error) {
    throw new ConfigError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
  }
}
