/** What only the process that supervises can count: how often one that serves has ended unasked. */
import { Counter, Registry } from 'prom-client';

export interface Deaths {
  readonly registry: Registry;
  count(): void;
}

/** None yet, and that is told too: a rate can only be told from a count that was there before. */
export function countDeaths(): Deaths {
  const registry = new Registry();
  const deaths = new Counter({ name: 'backstop_process_deaths_total', help: 'Processes that ended unasked, and were replaced.', registers: [registry] });
  return { registry, count: () => deaths.inc() };
}
