/** What a card offers to do, in the form the client can take (CDS Hooks 2.0, Suggestion). */
import type { SuggestionTemplate } from '../decision/topic.ts';
import type { Action, Suggestion } from './cds-response.ts';
import { createDrafts } from './create-drafts.ts';
import { shorten } from './escape.ts';
import { fillLine, type Values } from './fill-line.ts';
import type { AdviceGroup, Writing } from './judged.ts';
import { listChoices } from './list-choices.ts';
import { lookUp } from './look-up.ts';
import { raisePriority } from './raise-priority.ts';
import { replaceStudy } from './replace-study.ts';
import { swapForOrderSet } from './swap-for-order-set.ts';
import { removeOrders } from './target-orders.ts';

const MAX_LABEL = 100;

interface Offer {
  readonly label: string;
  readonly isRecommended: boolean;
  readonly actions: readonly Action[];
}

/** The suggestions of a card, each with at least one action (SUG-4); at most one is recommended (SUG-3). */
export function writeSuggestions(group: AdviceGroup, values: Values, writing: Writing): readonly Suggestion[] {
  const whole = group.template.suggestions.flatMap((template) => offersOf(template, group, values, writing)).filter(({ actions }) => actions.length > 0);
  const offers = writing.profile.takesOneAction ? oneActionEach(whole) : whole;
  const recommended = offers.find(({ isRecommended }) => isRecommended);
  return offers.map((each) => ({
    label: each.label,
    uuid: writing.newId(),
    ...(each === recommended && { isRecommended: true as const }),
    actions: each.actions,
  }));
}

function offersOf(template: SuggestionTemplate, group: AdviceGroup, values: Values, writing: Writing): readonly Offer[] {
  if (template.kind !== 'options') return [offer(template, actionsOf(template, group, writing), values)];
  const open = listChoices(group.first, template.orderSet).filter(({ choice }) => !choice.isTicked && choice.excluded === undefined);
  return open.map(({ item }) => offer(template, createDrafts([item], group.first, writing), (name) => (name === 'item' ? item.title : values(name))));
}

function offer({ label, isRecommended }: SuggestionTemplate, actions: readonly Action[], values: Values): Offer {
  return { label: shorten(fillLine(label, values) ?? actions[0]?.description ?? '', MAX_LABEL), isRecommended, actions };
}

function actionsOf(template: Exclude<SuggestionTemplate, { readonly kind: 'options' }>, group: AdviceGroup, writing: Writing): readonly Action[] {
  switch (template.kind) {
    case 'orderSet': return swapForOrderSet(group, template.orderSet, writing);
    case 'replace': return replaceStudy(group, template, writing);
    case 'raise': return raisePriority(group, template, writing);
    case 'add': return createDrafts(template.add.map((id) => lookUp(group.first.topic.drafts, id, 'draft')), group.first, writing);
    case 'remove': return removeOrders(group.members, writing.profile);
  }
}

/** A client that takes one action at a time chooses among them; the action's description is what its user reads (SUG-5). */
function oneActionEach(offers: readonly Offer[]): readonly Offer[] {
  const single = offers.flatMap(({ isRecommended, actions }) => actions.map((action) => ({ label: action.description, isRecommended, actions: [action] })));
  return single.filter(({ label }, index) => single.findIndex((other) => other.label === label) === index);
}
