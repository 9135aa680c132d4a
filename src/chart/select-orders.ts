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
  const names = nameEntries(entries);
  const matched = new Set(selections.flatMap((selection) => matchSelection(selection.trim(), names)));
  return entries.filter((entry) => matched.has(entry));
}

/** Entries by each of the names a selection may use for them. */
interface Names {
  readonly byUrl: ReadonlyMap<string, readonly DraftEntry[]>;
  readonly byReference: ReadonlyMap<string, readonly DraftEntry[]>;
  readonly byId: ReadonlyMap<string, readonly DraftEntry[]>;
}

function nameEntries(entries: readonly DraftEntry[]): Names {
  const byUrl = new Map<string, DraftEntry[]>();
  const byReference = new Map<string, DraftEntry[]>();
  const byId = new Map<string, DraftEntry[]>();
  for (const entry of entries) {
    const { fullUrl, resource } = entry;
    if (fullUrl !== undefined) add(byUrl, fullUrl.toLowerCase(), entry);
    add(byReference, `${resource.resourceType}/${resource.id}`, entry);
    const relative = fullUrl?.includes('/') === true ? relativeReference(fullUrl) : undefined;
    if (relative !== undefined && relative !== `${resource.resourceType}/${resource.id}`) add(byReference, relative, entry);
    if (resource.id !== undefined) add(byId, resource.id, entry);
  }
  return { byUrl, byReference, byId };
}

function add(names: Map<string, DraftEntry[]>, name: string, entry: DraftEntry): void {
  const known = names.get(name);
  if (known === undefined) names.set(name, [entry]);
  else known.push(entry);
}

/** `Type/id`, an absolute URL that ends so, an entry's full URL, or a bare id that only one entry has. */
function matchSelection(selection: string, { byUrl, byReference, byId }: Names): readonly DraftEntry[] {
  const found = byUrl.get(selection.toLowerCase()) ?? byReference.get(selection) ?? byReference.get(relativeReference(selection) ?? '');
  if (found !== undefined) return found;
  const ofId = byId.get(selection) ?? [];
  return ofId.length === 1 ? ofId : [];
}
