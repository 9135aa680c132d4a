/** Which draft orders a request asks about (CTX-4 to CTX-6, CTX-9). */
import type { Resource } from '../decision/chart.ts';
import { relativeReference } from '../decision/concept.ts';
import { isOpen } from '../decision/recognise-study.ts';
import type { DraftEntry, HookRequest } from './hook-request.ts';
import { toR4 } from './shape/to-r4.ts';

/** One order that is up for judgement. */
export interface SelectedOrder {
  readonly entry: DraftEntry;
  /** As R4 has it. */
  readonly order: Resource;
}

/** R4's order of a study, and what STU3 calls it; everything else is none (CTX-9). */
const ORDER_TYPES = ['ServiceRequest', 'ProcedureRequest'];

/**
 * The orders to judge: for `order-select` the newly selected ones, for `order-sign` all, as every order of the Bundle is up for signing.
 * A selection that matches nothing is ignored (CTX-5). The same order twice counts once.
 */
export function selectOrders({ hook, selections, draftOrders }: HookRequest): readonly SelectedOrder[] {
  const entries = hook === 'order-sign' ? draftOrders : matchSelections(selections, draftOrders);
  const seen = new Set<string>();
  return entries.filter(({ resource }) => ORDER_TYPES.includes(resource.resourceType))
    .filter(({ resource }) => {
      const name = `${resource.resourceType}/${resource.id}`;
      const isNew = resource.id === undefined || !seen.has(name);
      seen.add(name);
      return isNew;
    })
    .map((entry) => ({ entry, order: toR4(entry.resource) }))
    .filter(({ order }) => isOpen(order));
}

function matchSelections(selections: readonly string[], entries: readonly DraftEntry[]): readonly DraftEntry[] {
  const matched = new Set(selections.flatMap((selection) => matchSelection(selection.trim(), entries)));
  return entries.filter((entry) => matched.has(entry));
}

/** `Type/id`, an absolute URL that ends so, an entry's full URL, or a bare id that only one entry has. */
function matchSelection(selection: string, entries: readonly DraftEntry[]): readonly DraftEntry[] {
  const byUrl = entries.filter(({ fullUrl }) => fullUrl !== undefined && fullUrl.toLowerCase() === selection.toLowerCase());
  if (byUrl.length > 0) return byUrl;
  const reference = relativeReference(selection);
  const byReference = entries.filter(({ fullUrl, resource }) =>
    `${resource.resourceType}/${resource.id}` === reference || (fullUrl?.includes('/') === true && relativeReference(fullUrl) === reference));
  if (byReference.length > 0) return byReference;
  const byId = entries.filter(({ resource }) => resource.id !== undefined && resource.id === selection);
  return byId.length === 1 ? byId : [];
}
