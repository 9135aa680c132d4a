/** Makes the studies of a card more urgent; the order itself stays. */
import type { SuggestionTemplate } from '../decision/topic.ts';
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import { createDrafts } from './create-drafts.ts';
import type { AdviceGroup, Judged, Writing } from './judged.ts';
import { lookUp } from './look-up.ts';
import { recordRating } from './record-rating.ts';
import { targetable, updateOrder } from './target-orders.ts';

type Raise = Extract<SuggestionTemplate, { readonly kind: 'raise' }>;

/** FHIR R4 request-priority, slowest first. */
const PRIORITIES = ['routine', 'urgent', 'asap', 'stat'];

/** `update` of each order that is slower than asked, and what goes with it; a client without updates gets only that. */
export function raisePriority(group: AdviceGroup, template: Raise, writing: Writing): readonly Action[] {
  const added = createDrafts(template.add.map((id) => lookUp(group.first.topic.drafts, id, 'draft')), group.first, writing);
  if (!writing.profile.takesUpdates) return added;
  const raised = targetable(group.members).filter(({ chart }) => isSlower(chart.order['priority'], template.priority));
  return [...raised.map((member) => raiseOrder(member, template.priority, writing)), ...added];
}

function raiseOrder(judged: Judged, priority: Raise['priority'], writing: Writing): Action {
  const { words } = judged.topic;
  const record = writing.records.get(judged);
  const order = record === undefined ? judged.chart.order : recordRating(judged.chart.order, record);
  return updateOrder(order, { priority }, say(words, 'action.change', { study: judged.decision.study.title, priority: say(words, `priority.${priority}`) }));
}

function isSlower(priority: unknown, wanted: string): boolean {
  return PRIORITIES.indexOf(String(priority ?? 'routine')) < PRIORITIES.indexOf(wanted);
}
