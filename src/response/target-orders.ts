/** Actions on the orders a card is about: only orders of this request can be targets (ACT-6). */
import type { Resource } from '../decision/chart.ts';
import { say } from '../decision/words.ts';
import type { Action } from './cds-response.ts';
import type { Judged } from './judged.ts';
import type { Profile } from './profile.ts';

/** The members whose order the client can find again. */
export function targetable(members: readonly Judged[]): readonly Judged[] {
  return members.filter(isTargetable);
}

/** The order has an id that a client can find it by; what came as an id may be anything. */
export function isTargetable({ chart: { order } }: Judged): boolean {
  const id: unknown = order.id;
  return (typeof id === 'string' && /^[^\s/]+$/.test(id)) || typeof id === 'number';
}

/** Takes the orders back, each with its own `delete` (ACT-5, ACT-8). */
export function removeOrders(members: readonly Judged[], profile: Profile): readonly Action[] {
  return targetable(members).map(({ topic, chart, decision }) => {
    const target = `${chart.order.resourceType}/${chart.order.id}`;
    const description = say(topic.words, 'action.cancel', { study: decision.study.title });
    return profile.deletesBy === 'resource' ? { type: 'delete', description, resource: target } : { type: 'delete', description, resourceId: target };
  });
}

/** The whole order with some members changed, under its own id (ACT-4). */
export function updateOrder(order: Resource, changes: Readonly<Record<string, unknown>>, description: string): Action {
  return { type: 'update', description, resource: { ...order, ...changes } };
}
