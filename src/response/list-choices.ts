/** What became of the items of an order set for the patient. */
import type { OrderSetChoice } from '../decision/decision.ts';
import type { OrderSetItem } from '../decision/topic.ts';
import type { Judged } from './judged.ts';
import { lookUp } from './look-up.ts';

/** An item with the choice made for this patient; its draft is the one to create. */
export interface ChosenItem {
  readonly item: OrderSetItem;
  readonly choice: OrderSetChoice;
}

/** The items offered, ticked or left out, in the order of the set; where nothing was decided none is ticked that has conditions. */
export function listChoices({ topic, decision }: Judged, id: string): readonly ChosenItem[] {
  const { items } = lookUp(topic.orderSets, id, 'order set');
  const choices = decision.advice.orderSets.find((orderSet) => orderSet.id === id)?.items;
  return items.flatMap((item) => {
    const choice = choices === undefined ? unchecked(item) : choices.find((each) => each.id === item.id);
    return choice === undefined ? [] : [{ item: choice.draft === undefined ? item : { ...item, draft: choice.draft }, choice }];
  });
}

function unchecked({ id, isTicked, offer, needs, exclude, untick }: OrderSetItem): OrderSetChoice | undefined {
  if (offer !== undefined) return undefined;
  return { id, isTicked: isTicked && needs.length + exclude.length + untick.length === 0 };
}
