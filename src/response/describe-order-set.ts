/** Puts what an offered order set holds into words. */
import type { OrderSetChoice } from '../decision/decision.ts';
import type { OrderSetItem } from '../decision/topic.ts';
import { escapeMarkdown } from './escape.ts';
import type { AdviceGroup } from './judged.ts';
import { chooseItems, type ChosenItem } from './choose-items.ts';

/** The card values about the order set the card offers; none where it offers no set. */
export function describeOrderSet({ template, first }: AdviceGroup): Readonly<Record<string, string | undefined>> {
  const offer = template.suggestions.find((suggestion) => suggestion.kind === 'orderSet');
  if (offer === undefined) return {};
  const items = chooseItems(first, offer.orderSet);
  return {
    orderSetItems: titles(items.filter(({ choice }) => choice.isTicked && choice.excluded === undefined)),
    optionalItems: titles(items.filter(({ choice }) => !choice.isTicked && choice.excluded === undefined)),
    excludedItems: items.flatMap(({ item, choice }) => (choice.excluded === undefined ? [] : [`- ${nameExcluded(item, choice.excluded)}`])).join('\n'),
  };
}

function titles(items: readonly ChosenItem[]): string {
  return items.map(({ item }) => item.title).join(', ');
}

function nameExcluded(item: OrderSetItem, { because, evidence }: NonNullable<OrderSetChoice['excluded']>): string {
  const [first] = evidence;
  return first === undefined ? `${item.title}: ${because}` : `${item.title}: ${because} (${escapeMarkdown(first.label)}, ${escapeMarkdown(first.reference)})`;
}
