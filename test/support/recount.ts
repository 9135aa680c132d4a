/** Orders, cards and counts worked out from the log alone, plainly and slowly: what the store must agree with. */
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import type { Feedback } from '../../src/store/store.ts';
import { identities } from './stores.ts';

const HOUR = 3_600_000;
const TAKEN: Readonly<Record<string, string>> = { orderSet: 'withdrawn', remove: 'withdrawn', delete: 'withdrawn', replace: 'switched', raise: 'kept', add: 'kept', options: 'kept', create: 'kept' };

/** What was poured in and is still to be kept: decisions once each, reports once each in the order they were told. */
export interface Log {
  readonly decisions: readonly DecisionRecord[];
  readonly feedback: readonly Feedback[];
}

type Line = Readonly<Record<string, string>>;
type Order = Readonly<Record<string, unknown>>;

export function recount({ decisions, feedback }: Log) {
  const groups = splitOrders([...decisions].sort(byTime));
  const orders = groups.map((group) => orderOf(group, feedback));
  const again = (order: Order): boolean => orders.some((other) => other !== order && other['own'] === 'eligible' && other['client'] === order['client'] && other['patientHash'] === order['patientHash']
    && `${other['at']}|${other['id']}` < `${order['at']}|${order['id']}` && Date.parse(String(order['at'])) - Date.parse(String(other['at'])) <= Number(order['days']) * 24 * HOUR);
  const kept = orders.map((order) => ({ ...order, measure: order['own'] === 'eligible' && again(order) ? 'again' : order['own'] }));
  const cards = new Map(decisions.flatMap((decision) => decision.cards.map((card) => [`${card.uuid.toLowerCase()}|${decision.client}`, { decision, card }] as const)));
  const lines = (fields: readonly string[], each: Order): Line => Object.fromEntries(['month', 'client', 'mode', ...fields].flatMap((field) => (each[field] === undefined ? [] : [[field, String(each[field])]])));
  const month = (order: Order): Order => ({ ...order, month: String(order['at']).slice(0, 7) });
  return {
    /** Of each decision: which order it is of, and what became of its own cards. */
    decisions: groups.flatMap((group) => group.map((decision) => { const { outcome, reason } = fateOf([decision], feedback); return tidy({ id: decision.id, orderId: group[0]!.id, outcome, reason }); })).sort(byId),
    orders: kept.map(({ own: _, days: __, ...order }: Order) => tidy(order)).sort((one, other) => (`${one['at']}|${one['id']}` < `${other['at']}|${other['id']}` ? 1 : -1)),
    views: {
      ratings: tally(kept.map((order) => lines(['study', 'variant', 'variantKind', 'certainty', 'rating', 'firstRating', 'unrated'], month(order)))),
      requesters: tally(kept.map((order: Order) => lines(['requester', 'rating', 'taken'], month({ ...order, taken: order['taken'] === 'kept' ? undefined : order['taken'] })))),
      outcomes: tally(kept.map((order) => lines(['rating', 'outcome', 'taken'], month(order)))),
      missing: tally(kept.flatMap((order: Order) => (order['missing'] as readonly string[]).map((finding) => lines(['finding', 'rating'], month({ ...order, finding }))))),
      gaps: tally(kept.flatMap((order: Order) => (order['short'] as readonly string[]).map((read) => lines(['read'], month({ ...order, read }))))),
      measure: tally(kept.filter(({ measure }) => measure !== undefined).map((order) => lines(['measure', 'rating', 'outcome', 'taken'], month(order)))),
      silences: tally(kept.filter((order: Order) => order['silence'] !== undefined).map((order) => lines(['silence', 'variant'], month(order)))),
      cards: tally([...cards.values()].map(({ decision, card }) => lines(['template', 'indicator', 'outcome', 'reason', 'taken'], {
        month: decision.at.slice(0, 7), client: decision.client, mode: decision.mode, template: card.template, indicator: card.indicator, ...fateOf([{ ...decision, cards: [card] }], feedback, true),
      }))),
    },
  };
}

function byTime(one: DecisionRecord, other: DecisionRecord): number {
  return `${one.at}|${one.id}` < `${other.at}|${other.id}` ? -1 : 1;
}

function byId(one: Order, other: Order): number {
  return String(one['id']) < String(other['id']) ? -1 : 1;
}

function splitOrders(sorted: readonly DecisionRecord[]): readonly (readonly DecisionRecord[])[] {
  const groups: DecisionRecord[][] = [];
  for (const each of sorted) {
    const open = groups.find((group) => each.order !== undefined && group[0]!.order === each.order && group[0]!.patient === each.patient && group[0]!.client === each.client
      && Date.parse(each.at) - Date.parse(group.at(-1)!.at) <= 24 * HOUR);
    if (open === undefined) groups.push([each]);
    else open.push(each);
  }
  return groups;
}

function orderOf(group: readonly DecisionRecord[], feedback: readonly Feedback[]): Order {
  const [first, last] = [group[0]!, group.at(-1)!];
  const indicators = group.flatMap(({ cards }) => cards.map(({ indicator }) => indicator));
  return {
    id: first.id, at: first.at, evaluations: group.length, client: last.client, tenant: last.tenant, mode: last.mode, requester: last.requester && identities.requester(last.client, last.requester),
    patientHash: identities.patient(last.client, last.patient), version: last.version, study: last.study, variant: last.variant, variantKind: last.variantKind, certainty: last.certainty,
    rating: last.rating, firstRating: first.rating, unrated: last.unrated, advice: last.advice, urgency: last.urgency, indicator: ['critical', 'warning', 'info'].find((each) => indicators.includes(each as 'info')),
    ...fateOf(group, feedback), own: last.measure, days: last.measureDays,
    silence: ['overridden-with-reason', 'overridden-in-encounter', 'shown-when-selected'].find((each) => group.some(({ silence }) => silence?.because === each)),
    missing: last.wouldChange.filter(({ ifPresent, ifAbsent }) => ifPresent.category !== last.rating || ifAbsent.category !== last.rating).map(({ finding }) => finding),
    short: last.gaps.map(({ read }) => read), lastDecision: last.id,
    cards: [...new Set([...group].flatMap(({ at, cards }) => cards.map(({ uuid }) => `${at}|${uuid.toLowerCase()}`)))].sort().map((each) => each.split('|')[1]!),
  };
}

function fateOf(group: readonly DecisionRecord[], feedback: readonly Feedback[], isOfCard = false): Order {
  const cards = group.flatMap((decision) => decision.cards.filter(({ isBeside }) => isOfCard || isBeside !== true).map((card) => ({ ...card, client: decision.client })));
  const told = feedback.flatMap((report) => {
    const card = cards.find(({ uuid, client }) => uuid.toLowerCase() === report.card.toLowerCase() && client === report.client);
    return card === undefined ? [] : [{ report, card }];
  });
  const accepted = told.filter(({ report }) => report.outcome === 'accepted');
  const taken = accepted.flatMap(({ report, card }) => card.suggestions.filter(({ uuid }) => report.acceptedSuggestions.includes(uuid)).map(({ kind }) => TAKEN[kind]));
  if (accepted.length > 0) return { outcome: 'accepted', taken: ['withdrawn', 'switched', 'kept'].find((each) => taken.includes(each)) };
  const override = told.at(-1);
  if (override !== undefined) return { outcome: 'overridden', reason: override.report.reason?.code };
  return { outcome: cards.length > 0 ? 'ignored' : 'none' };
}

function tidy(order: Order): Order {
  return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
}

/** Lines that are alike, counted, in one order. */
function tally(lines: readonly Line[]): readonly string[] {
  return [...Map.groupBy(lines.map((line) => JSON.stringify(Object.entries(line).sort())), (line) => line)].map(([line, same]) => `${same.length} ${line}`).sort();
}

/** The store's own answer in the same form. */
export function sortedLines(rows: readonly { readonly count: number; readonly by: object }[]): readonly string[] {
  return rows.map(({ count, by }) => `${count} ${JSON.stringify(Object.entries(by).sort())}`).sort();
}
