/** The database as it grew: each entry is applied once, in order, and never changed after a release. Forward only. */
import { StoreError } from '../errors.ts';
import { statement, type Job } from './database.ts';
import { rebuildOrders } from './rebuild-orders.ts';

type Dialect = 'sqlite' | 'postgres';

/** Where the dialects have no common word. */
const WORDS: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  sqlite: { serial: 'INTEGER PRIMARY KEY AUTOINCREMENT', plain: 'TEXT', clustered: 'WITHOUT ROWID', bytes: 'BLOB' },
  postgres: { serial: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY', plain: 'TEXT COLLATE "C"', clustered: '', bytes: 'BYTEA' },
};

/**
 * What counts are kept by. The order is that of the key: counts that are asked for together lie together and need no sorting; where a view has not a
 * column it is the empty text, and asked for as that.
 */
const TALLIED: readonly string[] = [
  'mode', 'requester', 'rating', 'outcome', 'taken', 'study', 'variant', 'variant_kind', 'certainty', 'first_rating', 'unrated', 'template', 'indicator', 'reason', 'finding', 'read', 'measure', 'silence', 'client', 'month',
];
/** From this version on there are orders; a database from before is given them when all its tables are as they are now. */
const FIRST_WITH_ORDERS = 2;

/** Times are milliseconds since 1970, UTC. `patient` and `order_key` are keyed hashes. No table holds FHIR content but `traces`, encrypted. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE decisions (
      seq {{serial}}, id TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, month TEXT NOT NULL, client TEXT NOT NULL, tenant TEXT, service TEXT NOT NULL, hook TEXT NOT NULL,
      mode TEXT NOT NULL, topic TEXT NOT NULL, version TEXT NOT NULL, study TEXT NOT NULL, variant TEXT NOT NULL, variant_kind TEXT NOT NULL, certainty TEXT, variant_row TEXT NOT NULL,
      rating TEXT, advice TEXT NOT NULL, advice_row TEXT NOT NULL, indicator TEXT, urgency TEXT NOT NULL, requester TEXT, patient TEXT NOT NULL, order_key TEXT NOT NULL,
      latency_ms DOUBLE PRECISION NOT NULL, hedis TEXT, outcome TEXT NOT NULL, reason TEXT)`,
    'CREATE INDEX decisions_by_time ON decisions (at, seq)',
    'CREATE INDEX decisions_by_client ON decisions (client, at, seq)',
    'CREATE INDEX decisions_by_patient ON decisions (client, patient, at)',
    'CREATE TABLE details (decision TEXT PRIMARY KEY, at BIGINT NOT NULL, findings TEXT NOT NULL, gaps TEXT NOT NULL, would_change TEXT NOT NULL, explanation TEXT NOT NULL)',
    'CREATE INDEX details_by_time ON details (at)',
    'CREATE TABLE cards (uuid TEXT NOT NULL, decision TEXT NOT NULL, client TEXT NOT NULL, at BIGINT NOT NULL, template TEXT NOT NULL, indicator TEXT NOT NULL, suggestions TEXT NOT NULL, PRIMARY KEY (uuid, decision))',
    'CREATE INDEX cards_by_decision ON cards (decision)',
    'CREATE INDEX cards_by_time ON cards (at)',
    `CREATE TABLE feedback (
      seq {{serial}}, key TEXT NOT NULL UNIQUE, client TEXT NOT NULL, service TEXT NOT NULL, card TEXT NOT NULL, uuid TEXT NOT NULL, outcome TEXT NOT NULL, outcome_at BIGINT, received_at BIGINT NOT NULL,
      suggestions TEXT NOT NULL, reason_code TEXT, reason_system TEXT, repeats INTEGER NOT NULL)`,
    'CREATE INDEX feedback_by_card ON feedback (uuid, client)',
    'CREATE INDEX feedback_by_time ON feedback (received_at)',
    'CREATE TABLE comments (feedback TEXT PRIMARY KEY, received_at BIGINT NOT NULL, display TEXT, comment TEXT)',
    'CREATE INDEX comments_by_time ON comments (received_at)',
    'CREATE TABLE turns (client TEXT PRIMARY KEY, taken BIGINT NOT NULL)',
    'CREATE TABLE tokens (name TEXT PRIMARY KEY, expires_at BIGINT NOT NULL)',
    'CREATE INDEX tokens_by_time ON tokens (expires_at)',
    'CREATE TABLE probes (id INTEGER PRIMARY KEY, at BIGINT NOT NULL)',
  ],
  [
    'ALTER TABLE decisions RENAME COLUMN hedis TO measure',
    'ALTER TABLE decisions ADD COLUMN measure_days INTEGER',
    'ALTER TABLE decisions ADD COLUMN unrated TEXT',
    'ALTER TABLE decisions ADD COLUMN order_id TEXT',
    // Why a variant has no rating was not written down.
    `UPDATE decisions SET unrated = CASE variant_kind WHEN 'route' THEN 'route' WHEN 'none' THEN 'no-criteria' END WHERE rating IS NULL`,
    'CREATE INDEX decisions_by_order ON decisions (order_id)',
    `CREATE TABLE orders (
      id {{plain}} PRIMARY KEY, at BIGINT NOT NULL, until BIGINT NOT NULL, last_decision {{plain}} NOT NULL, evaluations INTEGER NOT NULL, client TEXT NOT NULL, tenant TEXT, mode TEXT NOT NULL, requester TEXT,
      patient TEXT NOT NULL, order_key TEXT NOT NULL, version TEXT NOT NULL, study TEXT NOT NULL, variant TEXT NOT NULL, variant_kind TEXT NOT NULL, certainty TEXT, rating TEXT, first_rating TEXT, unrated TEXT,
      advice TEXT NOT NULL, urgency TEXT NOT NULL, indicator TEXT, outcome TEXT NOT NULL, reason TEXT, told BIGINT NOT NULL, taken TEXT, own_measure TEXT, measure_days INTEGER, measure TEXT, silence TEXT,
      missing TEXT NOT NULL, short TEXT NOT NULL, templates TEXT NOT NULL)`,
    'CREATE INDEX orders_by_key ON orders (order_key, at)',
    `CREATE INDEX orders_by_time ON orders (at, id, client, mode, study, variant, variant_kind, certainty, rating, first_rating, unrated, advice, indicator, outcome, reason, taken, measure, silence)`,
    'CREATE INDEX orders_by_requester ON orders (requester, at, id)',
    `CREATE INDEX orders_by_patient ON orders (client, patient, at, id) WHERE own_measure = 'eligible'`,
    'CREATE TABLE marks (kind TEXT NOT NULL, value TEXT NOT NULL, at BIGINT NOT NULL, order_id {{plain}} NOT NULL, PRIMARY KEY (kind, value, at, order_id)) {{clustered}}',
    `CREATE TABLE given_cards (
      uuid TEXT NOT NULL, client TEXT NOT NULL, at BIGINT NOT NULL, mode TEXT NOT NULL, template TEXT NOT NULL, indicator TEXT NOT NULL, beside INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT, told BIGINT NOT NULL, taken TEXT,
      PRIMARY KEY (uuid, client)) {{clustered}}`,
    `CREATE TABLE tallies (
      view TEXT NOT NULL, ${TALLIED.map((column) => `${column} TEXT NOT NULL DEFAULT ''`).join(', ')}, count BIGINT NOT NULL, PRIMARY KEY (view, ${TALLIED.join(', ')})) {{clustered}}`,
  ],
  // Why advice was held back.
  ['ALTER TABLE decisions ADD COLUMN encounter TEXT', 'ALTER TABLE decisions ADD COLUMN silence TEXT', 'ALTER TABLE decisions ADD COLUMN silenced_by TEXT'],
  // A card beside the advice says nothing of what became of it.
  ['ALTER TABLE cards ADD COLUMN beside INTEGER NOT NULL DEFAULT 0'],
  // A code that no card offers may be whatever somebody wrote.
  ['ALTER TABLE feedback ADD COLUMN counted TEXT', 'UPDATE feedback SET counted = reason_code'],
  [
    `CREATE TABLE challenges (
      seq {{serial}}, decision TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, month TEXT NOT NULL, client TEXT NOT NULL, live_version TEXT NOT NULL, version TEXT NOT NULL, parting TEXT NOT NULL,
      live_variant TEXT NOT NULL, variant TEXT, live_rating TEXT, rating TEXT, live_advice TEXT NOT NULL, advice TEXT, live_indicator TEXT, indicator TEXT, differences TEXT NOT NULL)`,
    'CREATE INDEX challenges_by_parting ON challenges (month, client, live_version, version, parting, live_variant, variant, live_rating, rating, live_advice, advice, live_indicator, indicator)',
    'CREATE INDEX challenges_to_read ON challenges (parting, seq)',
  ],
  [
    'CREATE TABLE traces (seq {{serial}}, decision TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, gap TEXT, body {{bytes}})',
    'CREATE INDEX traces_by_time ON traces (at)',
  ],
  // Asked for at every call that has a card: a chronic patient has thousands of decisions, and few of them were overridden.
  [`CREATE INDEX decisions_overridden ON decisions (client, patient, at) WHERE outcome = 'overridden'`],
];

/** What this release brings a database to. */
export const LATEST_VERSION = MIGRATIONS.length;

/** Where the versions that were applied are written down. */
export const HISTORY = 'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)';

/** A job that brings a database of that version to the present. Throws StoreError for one from a later release. */
export function* migrate(version: number, dialect: Dialect, now: Date): Job<void> {
  if (version > MIGRATIONS.length) {
    throw new StoreError('newer', `The database is at version ${version}, and this release of Backstop knows versions up to ${MIGRATIONS.length}. Run the release that wrote it or a later one, or name another database in STORE.`);
  }
  for (const [index, statements] of MIGRATIONS.slice(version).entries()) {
    for (const sql of statements) yield statement(sql.replace(/\{\{(\w+)\}\}/g, (_, word: string) => WORDS[dialect][word]!), []);
    yield statement('INSERT INTO migrations (version, applied_at) VALUES ($1, $2)', [version + index + 1, now.getTime()]);
  }
  if (version < FIRST_WITH_ORDERS) yield* rebuildOrders();
}
