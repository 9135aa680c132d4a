/** One item of an order set as the core uses it. */
import type { Expression } from '../decision/expression.ts';
import type { OrderSetItem, Reservation } from '../decision/topic.ts';
import type { OrderSetItemFile, ReservationFile } from './topic-files.ts';

type Compile = (text: string, where: string) => Expression;

/** Compiles an item with its conditions. */
export function compileItem(item: OrderSetItemFile, compile: Compile): OrderSetItem {
  const at = `order-sets#/${item.id}`;
  const reservation = ({ when, because, evidence }: ReservationFile, key: string): Reservation => ({
    ...(when !== undefined && { when: compile(when, `${at}/${key}`) }),
    ...(because !== undefined && { because }),
    evidence: evidence ?? [],
  });
  return {
    id: item.id,
    title: item.title,
    isTicked: item.isTicked ?? false,
    ...(item.tickWhen !== undefined && { tickWhen: compile(item.tickWhen, `${at}/tickWhen`) }),
    needs: item.needs ?? [],
    ...(item.offer !== undefined && { offer: compile(item.offer, `${at}/offer`) }),
    exclude: (item.exclude ?? []).map((each) => reservation(each, 'exclude')),
    untick: (item.untick ?? []).map((each) => reservation(each, 'untick')),
    adjust: (item.adjust ?? []).map((each) => ({ ...reservation(each, 'adjust'), draft: each.draft })),
    draft: item.draft,
  };
}
