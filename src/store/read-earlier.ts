/** What was shown about a patient before: for staying silent where it was answered already. */
import type { RecordedGap } from './decision-record.ts';
import type { Identities } from './create-identities.ts';
import { statement, type Database, type Row, type Statement } from './database.ts';
import type { Earlier, EarlierQuery } from './store.ts';

const MOST_ROWS = 200;

/** Decisions with a card, the last first. */
export async function readEarlier(database: Database, identities: Identities, { client, patient, order, encounter, since }: EarlierQuery, onlyOverridden: boolean): Promise<readonly Earlier[]> {
  const about = { client, patient: identities.patient(client, patient), since, ...(order !== undefined && { orderKey: identities.order(client, patient, order) }) };
  const rows = await database.read(askForEarlier(about, onlyOverridden));
  const here = encounter === undefined ? undefined : identities.encounter(client, patient, encounter);
  return rows.map((row) => ({ ...earlierOf(row), ...(here !== undefined && row['encounter'] !== null && { isSameEncounter: row['encounter'] === here }) }));
}

interface About {
  readonly client: string;
  readonly patient: string;
  readonly since: Date;
  readonly orderKey?: string;
}

/** What is overridden has an index of its own, whose condition is spelt as it is here. */
export function askForEarlier({ client, patient, since, orderKey }: About, onlyOverridden: boolean): Statement {
  return statement(
    `SELECT d.id, d.at, d.service, d.hook, d.topic, d.version, d.variant, d.study, d.advice_row, d.outcome, d.reason, d.encounter, e.gaps,
       (SELECT max(CASE WHEN f.outcome_at < f.received_at THEN f.outcome_at ELSE f.received_at END) FROM cards c JOIN feedback f ON f.uuid = c.uuid AND f.client = c.client WHERE c.decision = d.id) AS outcome_at
     FROM decisions d JOIN details e ON e.decision = d.id WHERE d.client = $1 AND d.patient = $2 AND d.at >= $3 AND d.outcome ${onlyOverridden ? "= 'overridden'" : "<> 'none'"} ${orderKey === undefined ? '' : 'AND d.order_key = $5'}
     ORDER BY d.at DESC, d.seq DESC LIMIT $4`,
    [client, patient, since.getTime(), MOST_ROWS, ...(orderKey === undefined ? [] : [orderKey])],
  );
}

function earlierOf(row: Row): Earlier {
  const time = (name: string): string => new Date(Number(row[name])).toISOString();
  return {
    decision: String(row['id']), at: time('at'), service: String(row['service']), hook: String(row['hook']), topic: String(row['topic']), version: String(row['version']), variant: String(row['variant']), study: String(row['study']),
    adviceRow: String(row['advice_row']), outcome: row['outcome'] as Earlier['outcome'],
    hidden: (JSON.parse(String(row['gaps'])) as readonly RecordedGap[]).filter(({ hidesRedFlags }) => hidesRedFlags).map(({ read }) => read),
    ...(row['reason'] !== null && { reason: String(row['reason']) }),
    ...(row['outcome_at'] !== null && { outcomeAt: time('outcome_at') }),
  };
}
