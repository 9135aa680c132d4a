/** Drafts of the topic as `create` actions (ACT-3). */
import type { Resource } from '../decision/chart.ts';
import { codingsOf } from '../decision/concept.ts';
import { rememberEach } from '../decision/remember.ts';
import type { OrderSetItem } from '../decision/topic.ts';
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import { asR5 } from './as-r5.ts';
import { asStu3 } from './as-stu3.ts';
import { communicationAsOrder } from './communication-as-order.ts';
import { versionOf, type FhirVersion } from './fhir-version.ts';
import { fillDraft } from './fill-draft.ts';
import type { Judged, Writing } from './judged.ts';
import type { Profile } from './profile.ts';

/** Drafts are kept as R4 has them. */
const writers: Readonly<Record<FhirVersion, (draft: Resource) => Resource>> = { STU3: asStu3, R4: (draft) => draft, R5: asR5 };

/** The drafts for this order, without those the client cannot create and those that are drafted already. */
export function createDrafts(items: readonly OrderSetItem[], judged: Judged, writing: Pick<Writing, 'profile' | 'publicUrl'>): readonly Action[] {
  const written = writers[versionOf(judged.chart.order)];
  return items.flatMap((item) => {
    const filled = fillDraft(item.draft, judged, writing);
    if (filled === undefined || isDrafted(filled, judged)) return [];
    const resource = asCreatable(filled, writing.profile);
    if (resource === undefined) return [];
    return [{ type: 'create' as const, description: say(judged.topic.words, 'action.add', { item: item.title }), resource: written(resource) }];
  });
}

/** Where a client cannot create messages, they are ordered. */
function asCreatable(resource: Resource, { creates }: Profile): Resource | undefined {
  const written = resource.resourceType === 'CommunicationRequest' && creates?.includes(resource.resourceType) === false ? communicationAsOrder(resource) : resource;
  return creates === undefined || creates.includes(written.resourceType) ? written : undefined;
}

/** The same code among the other drafts of this request. */
function isDrafted(draft: Resource, { chart }: Judged): boolean {
  const wanted = codes(draft);
  const drafts = [...chart.otherOrders, ...draftsAmong(chart.resources).filter(({ resourceType }) => resourceType === draft.resourceType)];
  return drafts.some((order) => codes(order).some((code) => wanted.includes(code)));
}

/** Looked for once a chart, however many drafts are offered. */
const draftsAmong = rememberEach((resources: readonly Resource[]) => resources.filter(({ status }) => status === 'draft'));

function codes(resource: Resource): readonly string[] {
  return [...codingsOf(resource['code']), ...codingsOf(resource['medicationCodeableConcept'])]
    .flatMap(({ system, code }) => (typeof code === 'string' ? [`${String(system)}|${code}`] : []));
}
