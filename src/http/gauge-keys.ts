/** Clients without keys, for Prometheus: each of their calls is refused. */
import { Gauge, type Registry } from 'prom-client';
import { countKeys } from '../clients/count-keys.ts';
import type { Registry as Clients } from '../clients/registry.ts';

/** Counted when it is asked for; where several processes serve, the one that knows least counts. */
export function gaugeKeys(registry: Registry, clients: Pick<Clients, 'current'>): void {
  new Gauge({
    name: 'backstop_clients_without_keys',
    help: 'Clients whose keys are not known.',
    aggregator: 'max',
    registers: [registry],
    collect() {
      const { clients: all, known } = countKeys(clients.current());
      this.set(all - known);
    },
  });
}
