/** Counts outcomes one by one into a report. What it holds grows with the kinds of things counted, not with the orders. */
import type { Topic } from '../../decision/topic.ts';
import { shareOf } from '../../stewardship/share.ts';
import { wordsOf, type Named } from '../../stewardship/words.ts';
import type { LabelCount } from './count-labels.ts';
import type { Outcome } from './judge-patient.ts';
import type { Counted, OrderGroup, Rated, Report } from './report.ts';

export type CountedPart = Pick<Report, 'period' | 'cards' | 'ratings' | 'unrated' | 'advice' | 'scenarios' | 'studies' | 'requesters' | 'months' | 'redFlags' | 'notRead' | 'uncertain' | 'labels'> & { readonly orders: Pick<Report['orders'], 'judged' | 'notJudged'> };

export interface OutcomeCount {
  add(outcome: Outcome): void;
  report(): CountedPart;
}

type GroupCount = { orders: number; cards: number; readonly ratings: Record<Rated, number> };
/** An order of which not all decisions may have been seen: several topics may cover it, and speak one after the other. */
type OrderCount = { readonly order: string; readonly patient: string; readonly topics: Set<string>; indicator: string | undefined };
/** CDS Hooks Card.indicator, from the weakest. */
const INDICATORS = ['info', 'warning', 'critical'];
const RATINGS: readonly Rated[] = ['UNA', 'MBA', 'MBA-D', 'UA', 'unrated'];

export function countOutcomes(topics: readonly Topic[], labels: LabelCount | undefined): OutcomeCount {
  const words = wordsOf(topics);
  const tallies = new Map<string, Map<string, number>>();
  const groups = new Map<string, Map<string, GroupCount>>();
  let [judged, decisions, cards] = [0, 0, 0];
  let current: OrderCount | undefined;
  let [from, to]: [string | undefined, string | undefined] = [undefined, undefined];

  const tally = (kind: string, id: string): void => {
    const ofKind = tallies.get(kind) ?? new Map<string, number>();
    tallies.set(kind, ofKind);
    ofKind.set(id, (ofKind.get(id) ?? 0) + 1);
  };
  /** A further decision about an order adds a rating, and a card where there was none. */
  const group = (kind: string, id: string, rated: Rated, isCard: boolean, isFurther = false): void => {
    const ofKind = groups.get(kind) ?? new Map<string, GroupCount>();
    groups.set(kind, ofKind);
    const count = ofKind.get(id) ?? { orders: 0, cards: 0, ratings: noRatings() };
    ofKind.set(id, count);
    count.orders += isFurther ? 0 : 1;
    count.cards += isCard ? 1 : 0;
    count.ratings[rated] += 1;
  };

  /** The strongest card of an order is known when all its decisions were seen. */
  function close(): void {
    if (current === undefined) return;
    judged += 1;
    cards += current.indicator === undefined ? 0 : 1;
    tally('indicator', current.indicator ?? '');
    current = undefined;
  }

  function add({ order, patient, requester, decision, unrated, uncertain, notJudged }: Outcome): void {
    if (decision === undefined) {
      close();
      tally('notJudged', notJudged?.reason ?? 'failed');
      labels?.add(order, undefined);
      return;
    }
    const { asOf, scenario, study, rating, advice, findings, gaps } = decision;
    const rated = rating?.category ?? 'unrated';
    const hasCard = advice.card !== undefined;
    const isFurther = current !== undefined && current.order === order && current.patient === patient && order.includes('/') && !current.topics.has(decision.topic.id);
    if (!isFurther) close();
    current ??= { order, patient, topics: new Set(), indicator: undefined };
    const isFirstCard = hasCard && current.indicator === undefined;
    current.topics.add(decision.topic.id);
    if (hasCard) current.indicator = stronger(current.indicator, advice.indicator ?? 'info');
    decisions += 1;
    from = from === undefined || asOf < from ? asOf : from;
    to = to === undefined || asOf > to ? asOf : to;
    labels?.add(order, rated);
    tally('rating', rated);
    if (unrated !== undefined) tally('unrated', unrated);
    tally('advice', advice.kind);
    for (const code of new Set(findings.filter(({ leadsTo, grade }) => leadsTo !== undefined && grade !== undefined).map(({ code }) => code))) tally('redFlag', code);
    for (const { read, state, reason, hidesRedFlags } of gaps) tally('notRead', JSON.stringify([read, state, reason ?? '', hidesRedFlags]));
    for (const kind of Object.keys(uncertain ?? {})) tally('uncertain', kind);
    for (const [kind, id] of [['scenario', scenario.id], ['study', study.id]] as const) group(kind, id, rated, hasCard);
    for (const [kind, id] of [['requester', requesterOf(requester, patient)], ['month', asOf.slice(0, 7)]] as const) group(kind, id, rated, isFirstCard, isFurther);
  }

  const counted = (kind: string, title: (id: string) => string, of = decisions): readonly Counted[] => [...tallies.get(kind) ?? []].sort(byCount).map(([id, n]) => ({ id, title: title(id), share: shareOf(n, of) }));
  const grouped = (kind: string, title: (id: string) => string): readonly OrderGroup[] => [...groups.get(kind) ?? []].sort(([one, a], [other, b]) => b.orders - a.orders || (one < other ? -1 : 1)).map(([id, count]) => ({
    id, title: title(id), orders: count.orders, ratings: count.ratings, cards: shareOf(count.cards, count.orders), notAppropriate: shareOf(count.ratings.UNA, RATINGS.reduce((sum, each) => sum + (each === 'unrated' ? 0 : count.ratings[each]), 0)),
  }));
  const named = (kind: Named) => (id: string): string => words.of(kind, id);

  return {
    add,
    report: () => {
      close();
      return {
        ...(from !== undefined && to !== undefined && { period: { from, to } }),
        orders: { judged, notJudged: [...tallies.get('notJudged') ?? []].sort(byCount).map(([id, n]) => ({ id: id as keyof typeof NOT_JUDGED, title: NOT_JUDGED[id as keyof typeof NOT_JUDGED], orders: n })) },
        cards: { per100: judged === 0 ? 0 : Math.round((cards / judged) * 1000) / 10, share: shareOf(cards, judged), byIndicator: counted('indicator', named('indicator'), judged) },
        ratings: RATINGS.map((id) => ({ id, title: words.of('rating', id === 'unrated' ? '' : id), share: shareOf(tallies.get('rating')?.get(id) ?? 0, decisions) })),
        unrated: counted('unrated', named('unrated')) as Report['unrated'],
        advice: counted('advice', (id) => ADVICE[id] ?? id) as Report['advice'],
        scenarios: grouped('scenario', named('variant')), studies: grouped('study', named('study')), requesters: grouped('requester', (id) => REQUESTERS[id] ?? id),
        months: [...grouped('month', (id) => id)].sort((one, other) => (one.id < other.id ? -1 : 1)),
        redFlags: counted('redFlag', named('finding')),
        notRead: counted('notRead', (key) => words.of('read', JSON.parse(key)[0])).map(({ id: key, title, share }) => {
          const [read, state, reason, hidesRedFlags] = JSON.parse(key) as readonly [string, string, string, boolean];
          return { id: read, title, state, ...(reason !== '' && { reason }), hidesRedFlags, share };
        }),
        uncertain: counted('uncertain', (id) => UNCERTAIN[id] ?? id),
        ...(labels !== undefined && { labels: labels.report() }),
      };
    },
  };
}

/** Whoever ordered; of patients and their people only that they did. */
function requesterOf(requester: string | undefined, patient: string): string {
  if (requester === undefined) return '';
  const [, type] = /(?:^|\/)(Patient|RelatedPerson)(?:\/|$)/.exec(requester) ?? [];
  return requester === patient ? 'Patient' : type ?? requester;
}

const REQUESTERS: Readonly<Record<string, string>> = { '': 'Not named', Patient: 'The patient', RelatedPerson: 'Somebody close to the patient' };

export function noRatings(): Record<Rated, number> {
  return { UNA: 0, MBA: 0, 'MBA-D': 0, UA: 0, unrated: 0 };
}

function stronger(one: string | undefined, other: string): string {
  return one !== undefined && INDICATORS.indexOf(one) > INDICATORS.indexOf(other) ? one : other;
}

function byCount([one, n]: readonly [string, number], [other, m]: readonly [string, number]): number {
  return m - n || (one < other ? -1 : 1);
}

const NOT_JUDGED: Readonly<Record<Report['orders']['notJudged'][number]['id'], string>> = {
  draft: 'Drafted, never placed', proposal: 'Proposed or planned, not ordered', 'entered-in-error': 'Entered in error', 'do-not-perform': 'An order not to do it', copy: 'Another system\'s copy of an order',
  'no-date': 'No day it was written on', 'no-patient': 'No patient named', 'no-code': 'Nothing says what was ordered',
  'unknown-patient': 'Its Patient was not among those read', 'other-patient': 'It names another patient than its Bundle', 'same-id': 'Another order with the same id, which of them is later cannot be told',
  'too-large': 'Its chart holds more than is judged', unreadable: 'What a judgement needs could not be read', failed: 'A fault of Backstop',
};

const ADVICE: Readonly<Record<string, string>> = {
  silent: 'Silence', defer: 'Conservative care first', replace: 'Another study fits better', expedite: 'Sooner, or another study sooner', discuss: 'Something to discuss', ask: 'A question to the clinician', route: 'Criteria of another topic apply',
};

const UNCERTAIN: Readonly<Record<string, string>> = {
  'same-day': 'Something of the same day, before or after by no clock', undated: 'Something without a date', doubtful: 'Something whose date may lie before or after', state: 'Something that may have been in another state',
  later: 'Something left out, since it is dated after the order',
};
