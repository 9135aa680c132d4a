/** A card as it is kept once, though it may be about several orders. */
import type { Row, Value } from './database.ts';
import type { Fate } from './join-fates.ts';

export interface CardRow extends Fate {
  readonly uuid: string;
  readonly client: string;
  readonly at: number;
  readonly mode: string;
  readonly template: string;
  readonly indicator: string;
  /** 1 where it was shown beside the advice: what becomes of it is no answer to that. */
  readonly beside: number;
}

/** What cards are told apart by: two clients may give two cards one uuid. */
export function keyOfCard({ uuid, client }: { readonly uuid: string; readonly client: string }): string {
  return JSON.stringify([uuid, client]);
}

export function columnsOfCard({ uuid, client, at, mode, template, indicator, beside, outcome, reason, told, taken }: CardRow): Readonly<Record<string, Value | undefined>> {
  return { uuid, client, at, mode, template, indicator, beside, outcome, reason, told, taken };
}

/** A row of `given_cards`. */
export function cardOfColumns(row: Row): CardRow {
  return {
    uuid: row['uuid'], client: row['client'], at: Number(row['at']), mode: row['mode'], template: row['template'], indicator: row['indicator'], beside: Number(row['beside']),
    outcome: row['outcome'], reason: row['reason'] ?? undefined, told: Number(row['told']), taken: row['taken'] ?? undefined,
  } as CardRow;
}
