/** Which items of an order set fit the patient. */
import type { OrderSetChoice } from '../decision/decision.ts';
import type { OrderSetItem } from '../decision/topic.ts';
import type { Judged } from './judged.ts';
import { lookUp } from './look-up.ts';

/** An item with the choice made for this patient. */
export interface ChosenItem {
  readonly item: OrderSetItem;
  readonly choice: OrderSetChoice;
}

/** The items of the set in its order, each with the decision's choice; an item with conditions is never offered unchecked. */
export function chooseItems({ topic, decision }: Judged, id: string): readonly ChosenItem[] {
  const { items } = lookUp(topic.orderSets, id, 'order set');
  const choices = decision.advice.orderSets.find((orderSet) => orderSet.id === id)?.items ?? [];
  return items.map((item) => ({ item, choice: choices.find((choice) => choice.id === item.id) ?? unchecked(item) }));
}

function unchecked(item: OrderSetItem): OrderSetChoice {
  return { id: item.id, isTicked: item.isTicked && item.exclude.length === 0 };
}
