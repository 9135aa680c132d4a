/** What a call asks to see, and what there is to choose from. */
import type { Request } from 'express';
import { readSelection, type Selection } from '../../stewardship/selection.ts';
import type { FilterOptions } from '../../web/stewardship/filter-form.ts';
import { createLinks, type Links } from '../../web/stewardship/links.ts';
import type { Services } from '../services.ts';
import { pageRoot } from './page-root.ts';

export interface Selected {
  readonly selection: Selection;
  readonly links: Links;
  readonly filter: FilterOptions;
  readonly clients: readonly string[];
  /** Nothing was ever recorded. */
  readonly isEmpty: boolean;
}

/** The selection of an address; by default the last twelve months there is something of. Rejects with StoreError. */
export async function selectOrders(request: Request, { store, now }: Pick<Services, 'store' | 'now'>): Promise<Selected> {
  const [months, clients] = await Promise.all([store.months(), store.clients()]);
  const today = now().toISOString().slice(0, 7);
  const latest = months === undefined || months.last > today ? today : months.last;
  const selection = readSelection(request.query as Record<string, unknown>, latest);
  return { selection, links: createLinks(pageRoot(request), selection), filter: { selection, clients, months: months ?? { first: today, last: today } }, clients, isEmpty: months === undefined };
}
