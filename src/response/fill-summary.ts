/** Chooses and fills the headline of a card. */
import { shorten } from './escape.ts';
import { fillLine, type Values } from './fill-line.ts';

/** CDS Hooks 2.0, Card.summary: fewer than 140 characters (CARD-2). */
const MAX_LENGTH = 139;

/** The first candidate that has all its values and fits; the last one is cut where none does. */
export function fillSummary(candidates: readonly string[], values: Values): string {
  const filled = candidates.map((candidate) => fillLine(candidate, values)).filter((summary) => summary !== undefined);
  return filled.find((summary) => summary.length <= MAX_LENGTH) ?? shorten(filled.at(-1) ?? candidates.at(-1) ?? '', MAX_LENGTH);
}
