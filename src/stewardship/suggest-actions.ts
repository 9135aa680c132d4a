/** The few sentences at the top: where the most orders could be better, and where to look for them. */
import type { Share } from './share.ts';
import { SMALLEST, type Statistics } from './statistics.ts';
import { OTHER_REASON, type Words } from './words.ts';

/** One thing to act on, or why nothing is said. */
export interface Action {
  /** The number the eye finds first: `41 %`, `3`. Missing where there is too little to say. */
  readonly figure?: string;
  readonly text: string;
  /** The denominator in words. */
  readonly basis: string;
  /** Where to go: a section of the page, or a list of orders. */
  readonly to: { readonly section: string } | { readonly orders: Readonly<Record<string, string>> };
  readonly link: string;
  /** A second way, where one list does not hold all. */
  readonly also?: Pick<Action, 'to' | 'link'>;
}

/** A reason is worth a sentence when so many gave it. */
const FEWEST_WITH_REASON = 5;

/** Four to six sentences, always in the same order: what could not wait, what is ordered, by whom, what was answered, what was missing, what is not heard. */
export function suggestActions(statistics: Statistics, words: Words): readonly Action[] {
  return [...actOnCritical(statistics), actOnOrders(statistics, words), actOnRequesters(statistics), actOnOverrides(statistics, words), actOnMissing(statistics, words), ...actOnSilence(statistics)];
}

/** However few: one missed emergency is one too many. */
function actOnCritical({ cards: { critical: { shown, overridden, ignored } } }: Statistics): readonly Action[] {
  const open = overridden + ignored;
  if (open === 0) return [];
  const to = (outcome: string): Action['to'] => ({ orders: { indicator: 'critical', outcome } });
  const ways = [...(overridden > 0 ? [{ to: to('overridden'), link: 'Read those overridden' }] : []), ...(ignored > 0 ? [{ to: to('ignored'), link: 'Read those never answered' }] : [])];
  return [{
    figure: number(open),
    text: `critical ${open === 1 ? 'card was' : 'cards were'} overridden or never answered. They are about what should not wait: look at these orders first.`,
    basis: `${number(overridden)} overridden and ${number(ignored)} not answered, of ${number(shown)} critical cards shown.`,
    ...ways[0]!, ...(ways[1] !== undefined && { also: ways[1] }),
  }];
}

function actOnOrders({ orders, pairs }: Statistics, words: Words): Action {
  const [pair] = pairs;
  const to = { section: 'variants-heading' };
  if (orders.rated < SMALLEST) return { text: 'Too few rated orders to say what to start with.', basis: `${orders.rated} rated orders; ${SMALLEST} are needed.`, to, link: 'See them by variant' };
  if (pair === undefined) return { figure: '0', text: 'No order was rated usually not appropriate.', basis: `Of ${number(orders.rated)} rated orders.`, to, link: 'See them by variant' };
  return {
    figure: percent(pair.share),
    text: `of the orders rated usually not appropriate are one pattern: ${words.of('study', pair.study)} in ${lower(words.of('variant', pair.variant))}.`,
    basis: `${number(pair.share.count)} of ${number(pair.share.of)} orders rated usually not appropriate.`,
    to: { orders: { rating: 'UNA', variant: pair.variant, study: pair.study } }, link: 'Read these orders',
  };
}

function actOnRequesters({ requesters }: Statistics): Action {
  const to = { section: 'requesters-heading' };
  const { compared, overall } = requesters;
  if (compared.length < 2) return { text: 'Too few requesters to compare.', basis: `${compared.length} with ${SMALLEST} or more rated orders; 2 are needed.`, to, link: 'See requesters' };
  const above = compared.filter(({ position }) => position === 'above');
  const basis = `Compared: ${number(compared.length)} with ${SMALLEST} or more rated orders, of ${number(requesters.known)}.`;
  if (above.length === 0) return { figure: '0', text: 'requesters keep more such orders than chance explains: talk to all, not to a few.', basis, to, link: 'See the funnel' };
  const excess = Math.round(above.reduce((sum, { notAppropriate: { count, of } }) => sum + count - (of * overall.count) / overall.of, 0));
  return {
    figure: String(above.length),
    text: `${above.length === 1 ? 'requester keeps' : 'requesters keep'} more orders that are usually not appropriate, after advice too, than chance explains: ${number(excess)} orders more than at the common share.`,
    basis, to, link: above.length === 1 ? 'See who' : 'See who they are',
  };
}

function actOnOverrides({ cards }: Statistics, words: Words): Action {
  const to = { section: 'reasons' };
  const given = cards.reasons.filter(({ reason }) => reason !== '').reduce((sum, { share }) => sum + share.count, 0);
  const [most] = cards.reasons.filter(({ reason }) => reason !== '' && reason !== OTHER_REASON);
  const basis = `${number(given)} overridden cards with a reason, of ${number(cards.overridden.count)} overridden`;
  if (given < SMALLEST) return { text: 'Too few overrides with a reason to say why advice is refused.', basis: `${basis}; ${SMALLEST} with a reason are needed.`, to, link: 'See the reasons' };
  if (most === undefined || most.share.count < FEWEST_WITH_REASON) return { text: 'No reason for overriding is given often enough to stand out.', basis: `${basis}; ${FEWEST_WITH_REASON} that give the same one are needed.`, to, link: 'See the reasons' };
  return {
    figure: percent({ count: most.share.count, of: given }),
    text: `of overrides with a reason give one: “${words.of('reason', most.reason)}”.`,
    basis: `${number(most.share.count)} of ${basis}.`,
    to: { orders: { outcome: 'overridden', reason: most.reason } }, link: 'Read these orders',
  };
}

function actOnMissing({ missing, orders }: Statistics, words: Words): Action {
  const to = { section: 'missing' };
  const [most] = missing;
  if (orders.seen < SMALLEST) return { text: 'Too few orders to say which fact is missed most.', basis: `${orders.seen} orders seen; ${SMALLEST} are needed.`, to, link: 'See missing facts' };
  if (most === undefined) return { figure: '0', text: 'No missing fact could have changed a rating.', basis: `Of ${number(orders.seen)} orders seen.`, to, link: 'See missing facts' };
  return {
    figure: percent(most.share),
    text: `of orders could be rated otherwise if one fact were settled: “${words.of('finding', most.finding)}”.`,
    basis: `${number(most.share.count)} of ${number(most.share.of)} orders seen.`,
    to: { orders: { finding: most.finding } }, link: 'Read these orders',
  };
}

/** Only where most cards get no answer: then every other number about cards is a lower bound. */
function actOnSilence({ cards }: Statistics): readonly Action[] {
  const { ignored } = cards;
  if (cards.shown < SMALLEST || ignored.count * 2 <= cards.shown) return [];
  return [{
    figure: percent(ignored), text: 'of cards of advice were never answered. Ask whether this system reports feedback at all.',
    basis: `${number(ignored.count)} of ${number(cards.shown)} cards of advice shown.`, to: { section: 'cards-heading' }, link: 'See cards',
  }];
}

function percent({ count, of }: Share): string {
  return `${Math.round((100 * count) / of)} %`;
}

/** 12,345, whatever the machine's language. */
function number(value: number): string {
  return value.toLocaleString('en-GB');
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
