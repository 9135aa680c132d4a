/** The database as it grew: each entry is applied once, in order, and never changed after a release. Forward only. */
import { StoreError } from '../errors.ts';

type Dialect = 'sqlite' | 'postgres';

/** Where the dialects have no common word. */
const WORDS: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  sqlite: { serial: 'INTEGER PRIMARY KEY AUTOINCREMENT' },
  postgres: { serial: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY' },
};

/** Times are milliseconds since 1970, UTC. `patient` and `order_key` are keyed hashes. No table holds FHIR content. */
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
  // Why advice was held back.
  ['ALTER TABLE decisions ADD COLUMN encounter TEXT', 'ALTER TABLE decisions ADD COLUMN silence TEXT', 'ALTER TABLE decisions ADD COLUMN silenced_by TEXT'],
  [
    `CREATE TABLE challenges (
      seq {{serial}}, decision TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, month TEXT NOT NULL, client TEXT NOT NULL, live_version TEXT NOT NULL, version TEXT NOT NULL, parting TEXT NOT NULL,
      live_variant TEXT NOT NULL, variant TEXT, live_rating TEXT, rating TEXT, live_advice TEXT NOT NULL, advice TEXT, live_indicator TEXT, indicator TEXT, differences TEXT NOT NULL)`,
    'CREATE INDEX challenges_by_time ON challenges (at)',
    'CREATE INDEX challenges_by_parting ON challenges (month, client, live_version, version, parting, live_variant, variant, live_rating, rating, live_advice, advice, live_indicator, indicator)',
    'CREATE INDEX challenges_to_read ON challenges (parting, seq)',
  ],
];

/** Where the versions that were applied are written down. */
export const HISTORY = 'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)';

/** Statements that bring a database of that version to the present. Throws StoreError for one from a later release. */
export function pendingMigrations(version: number, dialect: Dialect, now: Date): readonly string[] {
  if (version > MIGRATIONS.length) {
    throw new StoreError('newer', `The database is at version ${version}, and this release of Backstop knows versions up to ${MIGRATIONS.length}. Run the release that wrote it or a later one, or name another database in STORE.`);
  }
  return MIGRATIONS.slice(version).flatMap((statements, index) => [
    ...statements.map((sql) => sql.replace(/\{\{(\w+)\}\}/g, (_, word: string) => WORDS[dialect][word]!)),
    `INSERT INTO migrations (version, applied_at) VALUES (${version + index + 1}, ${now.getTime()})`,
  ]);
}
