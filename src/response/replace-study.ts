/** Swaps the studies of a card for the better one. */
import type { Resource } from '../decision/chart.ts';
import type { BetterStudy } from '../decision/decision.ts';
import { KnowledgeError } from '../errors.ts';
import type { Study, SuggestionTemplate } from '../decision/topic.ts';
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import { wrapped } from './as-r5.ts';
import { createDrafts } from './create-drafts.ts';
import { versionOf } from './fhir-version.ts';
import type { AdviceGroup, Judged, Writing } from './judged.ts';
import { lookUp } from './look-up.ts';
import { newRecord } from './new-record.ts';
import { recordRating } from './record-rating.ts';
import { removeOrders, targetable, updateOrder } from './target-orders.ts';

type Replacement = Extract<SuggestionTemplate, { readonly kind: 'replace' }>;

/** Why, for whom and where the study is ordered: what an alternative keeps (PAMA-10). Study details (`orderDetail`) go. */
const KEPT = [
  'contained', 'priority', 'subject', 'encounter', 'context', 'occurrenceDateTime', 'occurrencePeriod', 'occurrenceTiming', 'authoredOn', 'requester', 'performerType',
  'performer', 'locationCode', 'locationReference', 'reasonCode', 'reasonReference', 'reason', 'reasonCodeableConcept', 'insurance', 'supportingInfo', 'bodySite', 'note', 'patientInstruction',
];

/** `delete` of the studies and `create` of the first better one, or one `update` of its code; then what goes with it. */
export function replaceStudy(group: AdviceGroup, template: Replacement, writing: Writing): readonly Action[] {
  const better = group.first.decision.rating?.better[0];
  const [target, ...others] = targetable(group.members);
  if (better === undefined || target === undefined) return [];
  const { profile } = writing;
  const added = createDrafts(template.add.map((id) => lookUp(group.first.topic.drafts, id, 'draft')), group.first, writing);
  const resource = replacement(target, better, template.priority, writing);
  const { words } = target.topic;
  const description = template.priority === undefined
    ? say(words, 'action.order', { study: better.title })
    : say(words, 'action.orderWith', { study: better.title, priority: say(words, `priority.${template.priority}`) });
  if (!profile.swapsByUpdate) {
    const { id: _id, ...created } = resource;
    return [...removeOrders(group.members, profile), { type: 'create', description, resource: created as Resource }, ...added];
  }
  return [updateOrder(resource, {}, description), ...removeOrders(others, profile), ...added];
}

/** The better study as a draft, with its own rating: left out while the scenario is only possible, unless the client shows nothing without. */
function replacement({ topic, chart, decision }: Judged, better: BetterStudy, priority: string | undefined, writing: Writing): Resource {
  const { order } = chart;
  const study = studyOf(topic.studies, better.study);
  const kept = Object.fromEntries(KEPT.filter((name) => order[name] !== undefined).map((name) => [name, order[name]]));
  const code = { coding: [study.coding], text: study.title };
  const draft: Resource = {
    resourceType: order.resourceType,
    ...(order.id !== undefined && { id: order.id }),
    ...kept,
    status: 'draft',
    intent: order['intent'] ?? 'proposal',
    ...(priority !== undefined && { priority }),
    code: versionOf(order) === 'R5' ? wrapped(code) : code,
  };
  const isRated = decision.scenario.certainty !== 'possible' || writing.profile.swapsByUpdate;
  return isRated ? recordRating(draft, newRecord(better.category, topic, writing)) : draft;
}

function studyOf(studies: readonly Study[], id: string): Study {
  const study = studies.find((each) => each.id === id);
  if (study === undefined) throw new KnowledgeError([{ pointer: `#/studies/${id}`, message: 'a better study that the topic does not have' }]);
  return study;
}
