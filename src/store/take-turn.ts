/** Who changes orders does so one after the other, or two replicas would add to one order without seeing each other. */
import { statement, type Statement } from './database.ts';

/** To be the first statement of a job: the next one waits for the end of this transaction. */
export function takeTurn(): Statement {
  return statement(`INSERT INTO turns (client, taken) VALUES ('', 1) ON CONFLICT (client) DO UPDATE SET taken = turns.taken + 1`, []);
}
