/** Records that are not written yet, for Prometheus: more than a moment's where the store is away. */
import { Gauge, type Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

/** Counted when it is asked for. */
export function gaugeWaiting(registry: Registry, store: Pick<Store, 'waiting'>): void {
  new Gauge({
    name: 'backstop_records_waiting',
    help: 'Records that are not written yet.',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      for (const [what, count] of Object.entries(store.waiting())) this.set({ what }, count);
    },
  });
}
