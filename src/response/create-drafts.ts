/** Drafts of the topic as `create` actions (ACT-3). */
import type { Resource } from '../decision/chart.ts';
import { codingsOf } from '../decision/concept.ts';
import type { OrderSetItem } from '../decision/topic.ts';
import type { Action } from './cds-response.ts';
import { fillDraft } from './fill-draft.ts';
import type { Judged } from './judged.ts';
import type { Profile } from './profile.ts';

/** The drafts for this order, without those the client cannot create and those that are drafted already. */
export function createDrafts(items: readonly OrderSetItem[], judged: Judged, profile: Profile): readonly Action[] {
  return items.flatMap((item) => {
    const resource = fillDraft(item.draft, judged);
    if (resource === undefined || !isCreatable(resource, profile) || isDrafted(resource, judged)) return [];
    return [{ type: 'create' as const, description: `Add ${item.title}`, resource }];
  });
}

function isCreatable(resource: Resource, { creates }: Profile): boolean {
  return creates === undefined || creates.includes(resource.resourceType);
}

/** The same code among the other orders of this request. */
function isDrafted(draft: Resource, { chart }: Judged): boolean {
  const wanted = codes(draft);
  return chart.otherOrders.some((order) => codes(order).some((code) => wanted.includes(code)));
}

function codes(resource: Resource): readonly string[] {
  return codingsOf(resource['code']).flatMap(({ system, code }) => (typeof code === 'string' ? [`${String(system)}|${code}`] : []));
}
