/** Swaps the studies of a card for the items of an order set. */
import type { Resource } from '../decision/chart.ts';
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import { createDrafts } from './create-drafts.ts';
import type { AdviceGroup, Writing } from './judged.ts';
import { listChoices } from './list-choices.ts';
import { pamaCoding, recordRating } from './record-rating.ts';
import { removeOrders, targetable, updateOrder } from './target-orders.ts';

/** Members of an imaging order that make no sense once it asks for something else. */
const STUDY_ONLY = ['orderDetail', 'bodySite', 'specimen', 'quantityQuantity', 'quantityRatio', 'quantityRange'];

/** `delete` of the studies and `create` of the items; in one `update` where that is all the client shows. */
export function swapForOrderSet(group: AdviceGroup, orderSet: string, writing: Writing): readonly Action[] {
  const { profile } = writing;
  const items = listChoices(group.first, orderSet).filter(({ choice }) => choice.isTicked && choice.excluded === undefined);
  const creates = createDrafts(items.map(({ item }) => item), group.first, writing);
  if (creates.length === 0) return [];
  return profile.swapsByUpdate ? turnedInto(group, creates, writing) : [...removeOrders(group.members, profile), ...creates];
}

/** The first study becomes the first order of the set; the client shows it only with a rating (sandbox, PAMA tab). */
function turnedInto(group: AdviceGroup, creates: readonly Action[], writing: Writing): readonly Action[] {
  const [target, ...others] = targetable(group.members);
  const successor = creates.find((action) => action.type === 'create' && action.resource.resourceType === target?.chart.order.resourceType);
  if (target === undefined || successor?.type !== 'create') return [...removeOrders(group.members, writing.profile), ...creates];
  const turned = recordRating(bare(target.chart.order), { codings: [pamaCoding('appropriate')], consultId: `urn:uuid:${writing.newId()}` });
  const description = say(target.topic.words, 'action.replace', { study: target.decision.study.title, action: successor.description });
  return [
    updateOrder(turned, withoutId(successor.resource), description),
    ...removeOrders(others, writing.profile),
    ...creates.filter((action) => action !== successor),
  ];
}

function bare(order: Resource): Resource {
  return Object.fromEntries(Object.entries(order).filter(([name]) => !STUDY_ONLY.includes(name))) as unknown as Resource;
}

function withoutId({ id: _id, ...draft }: Resource): Readonly<Record<string, unknown>> {
  return draft;
}
