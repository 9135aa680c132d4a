/** Reports become rows: each once, joined to the decisions of its card (FB-3, FB-4, FB-7). */
import { createHash } from 'node:crypto';
import { statement, type Database, type Statement } from './database.ts';
import type { Feedback, Taken } from './store.ts';

/** Keeps all of them or rejects. */
export async function writeFeedback(database: Database, told: readonly Feedback[]): Promise<Taken> {
  if (told.length === 0) return { added: 0, repeated: 0, unmatched: 0 };
  const groups = told.map(statementsOf);
  const clients = [...new Set(told.map(({ client }) => client))].sort();
  const [...results] = (await database.write([...clients.map(takeTurn), ...groups.flat()])).slice(clients.length);
  let added = 0;
  let unmatched = 0;
  for (const group of groups) {
    const [inserted, matching] = results.splice(0, group.length);
    if (inserted![0]!['repeats'] !== 0) continue;
    added += 1;
    if (matching![0]!['count'] === 0) unmatched += 1;
  }
  return { added, repeated: told.length - added, unmatched };
}

/** Reports of one client are written one call after the other, or two replicas could wait for each other's rows. */
function takeTurn(client: string): Statement {
  return statement('INSERT INTO turns (client, taken) VALUES ($1, 1) ON CONFLICT (client) DO UPDATE SET taken = turns.taken + 1', [client]);
}

function statementsOf(each: Feedback): readonly Statement[] {
  const { client, service, card, outcome, outcomeTimestamp, receivedAt, acceptedSuggestions, reason, userComment } = each;
  const key = keyOf(each);
  const uuid = card.toLowerCase();
  const hasWords = reason?.display !== undefined || userComment !== undefined;
  return [
    statement(
      `INSERT INTO feedback (key, client, service, card, uuid, outcome, outcome_at, received_at, suggestions, reason_code, reason_system, repeats) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)
       ON CONFLICT (key) DO UPDATE SET repeats = feedback.repeats + 1 RETURNING repeats`,
      [key, client, service, card, uuid, outcome, outcomeTimestamp === undefined ? undefined : Date.parse(outcomeTimestamp), Date.parse(receivedAt), JSON.stringify(acceptedSuggestions), reason?.code, reason?.system],
    ),
    statement('SELECT count(*) AS count FROM cards WHERE uuid = $1 AND client = $2', [uuid, client]),
    // A card that was taken once was taken, whatever else is said of it.
    statement(
      `UPDATE decisions SET outcome = $1, reason = $2 WHERE outcome <> 'accepted' AND id IN (SELECT decision FROM cards WHERE uuid = $3 AND client = $4)`,
      [outcome, outcome === 'overridden' ? reason?.code : undefined, uuid, client],
    ),
    ...(hasWords ? [statement('INSERT INTO comments (feedback, received_at, display, comment) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [key, Date.parse(receivedAt), reason?.display, userComment])] : []),
  ];
}

/** What makes two reports the same one (FB-3). */
function keyOf({ client, card, outcome, outcomeTimestamp, acceptedSuggestions }: Feedback): string {
  return createHash('sha256').update(JSON.stringify([client, card.toLowerCase(), outcome, outcomeTimestamp, [...acceptedSuggestions].sort()])).digest('base64url');
}
