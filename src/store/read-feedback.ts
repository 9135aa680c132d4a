/** Rows become reports again, with what is known of their cards. */
import { statement, type Database, type Row } from './database.ts';
import type { Feedback, KeptFeedback } from './store.ts';

const LATE_MS = 86_400_000;

/** What was told, oldest first. */
export async function readFeedback(database: Database, { card }: { readonly card?: string } = {}): Promise<readonly KeptFeedback[]> {
  const rows = await database.browse(statement(
    `SELECT f.*, c.display, c.comment, (SELECT min(k.at) FROM cards k WHERE k.uuid = f.uuid AND k.client = f.client) AS card_at
     FROM feedback f LEFT JOIN comments c ON c.feedback = f.key ${card === undefined ? '' : 'WHERE f.uuid = $1'} ORDER BY f.seq`,
    card === undefined ? [] : [card.toLowerCase()],
  ));
  return rows.map(feedbackOf);
}

function feedbackOf(row: Row): KeptFeedback {
  const text = (name: string): string | undefined => (row[name] === null ? undefined : String(row[name]));
  const outcomeAt = row['outcome_at'];
  const [code, system, display, userComment] = ['reason_code', 'reason_system', 'display', 'comment'].map(text);
  const hasReason = code !== undefined || system !== undefined || display !== undefined;
  const cardAt = row['card_at'];
  const repeats = Number(row['repeats']);
  return {
    client: text('client')!,
    service: text('service')!,
    card: text('card')!,
    outcome: text('outcome') as Feedback['outcome'],
    ...(outcomeAt !== null && { outcomeTimestamp: new Date(Number(outcomeAt)).toISOString() }),
    receivedAt: new Date(Number(row['received_at'])).toISOString(),
    acceptedSuggestions: JSON.parse(text('suggestions')!) as readonly string[],
    ...(hasReason && { reason: { ...(code !== undefined && { code }), ...(system !== undefined && { system }), ...(display !== undefined && { display }) } }),
    ...(userComment !== undefined && { userComment }),
    isMatched: cardAt !== null,
    ...(cardAt !== null && Number(row['received_at']) - Number(cardAt) > LATE_MS && { isLate: true as const }),
    ...(repeats > 0 && { repeats }),
  };
}
