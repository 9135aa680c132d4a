/** Ids of decisions, cards and suggestions: nobody can guess one, and what is kept together lies together in the database. */
import { randomUUID } from 'node:crypto';

const WHERE_TIME_ENDS = 8;
/** After the digit of the version. */
const WHERE_CHANCE_BEGINS = 15;

/**
 * A UUID of version 7 (RFC 9562): the millisecond, then 74 bits of chance. In an index a random one lies between any two others, so each that is added
 * has another page written.
 */
export function makeId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, WHERE_TIME_ENDS)}-${time.slice(WHERE_TIME_ENDS)}-7${randomUUID().slice(WHERE_CHANCE_BEGINS)}`;
}
