/** A year of orders and feedback goes in through HTTP; every number that comes out is counted again from the raw log. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { controlLimits } from '../../src/stewardship/control-limits.ts';
import { shareOf } from '../../src/stewardship/share.ts';
import { recountCards, recountYear, type CountedCard, type CountedOrder } from '../support/recount-year.ts';
import { HEAVY, simulateYear, YEAR_TOKEN, type Year } from '../support/simulated-year.ts';

let year: Year;
let orders: readonly CountedOrder[];
beforeAll(async () => {
  year = await simulateYear();
  orders = recountYear(year);
}, 400_000);
afterAll(() => year.close());

async function get(path: string): Promise<string> {
  const answer = await fetch(`${year.url}/stewardship${path}`, { headers: { Authorization: `Bearer ${YEAR_TOKEN}`, Accept: path.includes('statistics') ? 'application/json' : 'text/html' } });
  expect(answer.status).toBe(200);
  return answer.text();
}

interface Chosen {
  readonly query: string;
  readonly of: readonly CountedOrder[];
  readonly visits?: number;
}
const chosen = (): readonly Chosen[] => [
  { query: 'from=2026-01&to=2026-12&visits=9000', of: orders.filter(({ isShadow }) => !isShadow), visits: 9000 },
  { query: 'from=2026-04&to=2026-06', of: orders.filter(({ isShadow, month }) => !isShadow && month >= '2026-04' && month <= '2026-06') },
  { query: 'from=2026-01&to=2026-12&client=south', of: orders.filter(({ client }) => client === 'south') },
  { query: 'from=2026-01&to=2026-12&mode=shadow', of: orders.filter(({ isShadow }) => isShadow) },
];

/** Codes with which a clinician reports a red flag that is not in the chart. */
const RED_FLAGS = ['red-flag-not-in-chart', 'deficit-on-examination', 'surgery-not-in-chart', 'trauma-not-in-chart'];
/** Rated usually not appropriate, and not taken back. */
const isKept = ({ rating, taken }: CountedOrder): boolean => rating === 'UNA' && taken !== 'withdrawn' && taken !== 'switched';
const RATINGS = ['UNA', 'MBA', 'MBA-D', 'UA'];
const count = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length;
const values = <Item>(items: readonly Item[], of: (item: Item) => string): readonly string[] => [...new Set(items.map(of))].sort();
/** A list without its order. */
const byText = (list: readonly unknown[]): readonly string[] => list.map((each) => JSON.stringify(each, sortedKeys)).sort();
const sortedKeys = (_: string, value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);

function rated(of: readonly CountedOrder[]): object {
  const unrated = count(of, ({ rating }) => rating === undefined);
  const una = count(of, ({ rating }) => rating === 'UNA');
  return { seen: of.length, rated: of.length - unrated, unrated, ratings: Object.fromEntries(RATINGS.map((each) => [each, count(of, ({ rating }) => rating === each)])), notAppropriate: shareOf(una, of.length - unrated) };
}

function groups(of: readonly CountedOrder[], by: (order: CountedOrder) => string): readonly object[] {
  return values(of, by).map((id) => ({ id, ...rated(of.filter((order) => by(order) === id)) }));
}

function outcomes(cards: readonly CountedCard[]): object {
  const share = (is: string): object => shareOf(count(cards, ({ outcome }) => outcome === is), cards.length);
  return { shown: cards.length, accepted: share('accepted'), overridden: share('overridden'), ignored: share('ignored') };
}

describe('the year', () => {
  test('is large and of all kinds', () => {
    expect(orders.length).toBeGreaterThan(1800);
    expect(values(orders, ({ client }) => client)).toEqual(['north', 'south', 'trial']);
    expect(values(orders, ({ month }) => month)).toHaveLength(12);
    expect(values(orders, ({ outcome }) => outcome)).toEqual(['accepted', 'ignored', 'none', 'overridden']);
    expect(values(orders, ({ taken }) => taken ?? '')).toEqual(['', 'kept', 'switched', 'withdrawn']);
    expect(count(orders, ({ rating, firstRating }) => rating !== firstRating)).toBeGreaterThan(20);
    expect(count(orders, ({ isHeldBack }) => isHeldBack)).toBeGreaterThan(50);
    expect(values(orders, ({ measure }) => measure)).toEqual(['again', 'eligible', 'excluded', 'outside', 'unknown']);
    expect(count(orders, ({ looks }) => looks.length === 1)).toBeGreaterThan(200);
    expect(new Set(year.reports.map((report) => JSON.stringify(report))).size).toBeLessThan(year.reports.length);
  });

  test.each([0, 1, 2, 3])('selection %i: every number of the statistics is that of the raw log', async (index) => {
    const { query, of, visits } = chosen()[index]!;
    const said = JSON.parse(await get(`/statistics?${query}`));
    expect(of.length).toBeGreaterThan(40);
    const una = of.filter(({ rating }) => rating === 'UNA');
    const unrated = of.filter(({ rating }) => rating === undefined);
    expect(said.orders).toMatchObject(rated(of));
    expect(said.orders.shares).toEqual(Object.fromEntries(RATINGS.map((each) => [each, shareOf(count(of, ({ rating }) => rating === each), of.length - unrated.length)])));
    expect(byText(said.orders.why)).toEqual(byText(values(unrated, (order) => order.unrated!).map((why) => ({ unrated: why, share: shareOf(count(unrated, (order) => order.unrated === why), unrated.length) }))));
    const changed = of.filter(({ rating, firstRating }) => rating !== firstRating);
    const change = ({ rating, firstRating }: CountedOrder): string => JSON.stringify([firstRating ?? '', rating ?? '']);
    expect(byText(said.orders.changed)).toEqual(byText(values(changed, change).map((each) => ({ first: JSON.parse(each)[0], last: JSON.parse(each)[1], count: count(changed, (order) => change(order) === each) }))));
    const fate = ({ outcome, taken }: CountedOrder): string => (outcome === 'accepted' ? taken! : outcome);
    expect(byText(said.orders.fates)).toEqual(byText(values(una, fate).map((each) => ({ fate: each, share: shareOf(count(una, (order) => fate(order) === each), una.length) }))));
    expect(said.orders.perThousand).toEqual(visits === undefined ? undefined : { visits, seen: Math.round((of.length * 100_000) / visits) / 100, notAppropriate: Math.round((una.length * 100_000) / visits) / 100 });

    expect(byText(said.months)).toEqual(byText(groups(of, ({ month }) => month)));
    expect(byText(said.variants)).toEqual(byText(groups(of, ({ variant }) => variant)));
    expect(byText(said.studies)).toEqual(byText(groups(of, ({ study }) => study)));
    const pair = ({ variant, study }: CountedOrder): string => JSON.stringify([variant, study]);
    expect(byText(said.pairs)).toEqual(byText(values(una, pair).map((each) => ({ variant: JSON.parse(each)[0], study: JSON.parse(each)[1], share: shareOf(count(una, (order) => pair(order) === each), una.length) }))));

    const findings = of.flatMap(({ missing }) => missing);
    expect(byText(said.missing)).toEqual(byText(values(findings, (each) => each).map((finding) => ({ finding, share: shareOf(count(findings, (each) => each === finding), of.length) }))));
    const reads = of.flatMap(({ short }) => short);
    expect(byText(said.gaps)).toEqual(byText(values(reads, (each) => each).map((read) => ({ read, share: shareOf(count(reads, (each) => each === read), of.length) }))));
    expect((said.cards.silences as { share: { count: number } }[]).reduce((sum, { share }) => sum + share.count, 0)).toBe(count(of, ({ isHeldBack }) => isHeldBack));
    const states = ['eligible', 'again', 'excluded', 'outside', 'unknown'];
    const eligible = of.filter(({ measure }) => measure === 'eligible');
    const withdrawn = (some: readonly CountedOrder[]): object => shareOf(count(some, ({ taken }) => taken === 'withdrawn'), some.length);
    const eligibleOf = (...ratings: readonly (string | undefined)[]): number => count(eligible, ({ rating }) => ratings.includes(rating));
    expect(said.measure).toEqual({ states: Object.fromEntries(states.map((state) => [state, count(of, ({ measure }) => measure === state)])), notJudged: 0, withdrawn: withdrawn(eligible), notAppropriate: withdrawn(eligible.filter(({ rating }) => rating === 'UNA')), otherwise: { appropriate: eligibleOf('UA'), mayBe: eligibleOf('MBA', 'MBA-D'), unrated: eligibleOf(undefined) } });
    const shadow = orders.filter(({ isShadow, month }) => isShadow && month >= said.selection.from && month <= said.selection.to && (said.selection.client === undefined));
    expect(said.shadow === undefined).toBe(said.selection.mode === 'shadow' || shadow.length === 0);
    if (said.shadow !== undefined) {
      expect(said.shadow.orders).toEqual(rated(shadow));
      expect(byText(said.shadow.variants)).toEqual(byText(groups(shadow, ({ variant }) => variant)));
    }
  });

  test.each([0, 1, 2, 3])('selection %i: every number about cards is that of the raw log', async (index) => {
    const { query, of } = chosen()[index]!;
    const { cards: said } = JSON.parse(await get(`/statistics?${query}`));
    const all = recountCards(of);
    const cards = all.filter(({ isBeside }) => !isBeside);
    const critical = cards.filter(({ indicator }) => indicator === 'critical');
    const accepted = cards.filter(({ outcome }) => outcome === 'accepted');
    const overridden = cards.filter(({ outcome }) => outcome === 'overridden');
    expect(said).toMatchObject(outcomes(cards));
    expect([said.beside, said.critical]).toEqual([all.length - cards.length, { shown: critical.length, overridden: count(critical, ({ outcome }) => outcome === 'overridden'), ignored: count(critical, ({ outcome }) => outcome === 'ignored') }]);
    expect(byText(said.reasons)).toEqual(byText(values(overridden, ({ reason }) => reason ?? '').map((reason) => ({ reason, share: shareOf(count(overridden, (card) => (card.reason ?? '') === reason), overridden.length) }))));
    expect(byText(said.taken)).toEqual(byText(values(accepted, ({ taken }) => taken!).map((taken) => ({ taken, share: shareOf(count(accepted, (card) => card.taken === taken), accepted.length) }))));
    expect(byText(said.templates)).toEqual(byText(values(all, ({ template }) => template).map((template) => ({ template, ...outcomes(all.filter((card) => card.template === template)) }))));
  });

  test.each([0, 1, 2, 3])('selection %i: every requester is where the raw log puts them', async (index) => {
    const { query, of } = chosen()[index]!;
    const { requesters: said } = JSON.parse(await get(`/statistics?${query}`));
    const ratedOrders = of.filter(({ rating }) => rating !== undefined);
    const named = ratedOrders.filter(({ requester }) => requester !== undefined);
    const person = ({ client, requester }: CountedOrder): string => JSON.stringify([client, requester]);
    const una = (some: readonly CountedOrder[]): number => count(some, isKept);
    const drafted = (some: readonly CountedOrder[]): number => count(some, ({ rating }) => rating === 'UNA');
    const people = values(named, person).map((each) => ({ person: JSON.parse(each) as [string, string], of: named.filter((order) => person(order) === each) }));
    const few = people.filter((each) => each.of.length < 20);
    const share = una(named) / Math.max(1, named.length);
    expect([said.known, said.unnamed]).toEqual([people.length, ratedOrders.length - named.length]);
    expect([said.overall, said.drafted]).toEqual([shareOf(una(named), named.length), shareOf(drafted(named), named.length)]);
    expect(said.pooled).toEqual(few.length < 3 ? undefined : { requesters: few.length, notAppropriate: shareOf(una(few.flatMap((each) => each.of)), few.flatMap((each) => each.of).length) });
    expect(byText(said.compared)).toEqual(byText(people.filter((each) => each.of.length >= 20).map(({ person: [client, requester], of: own }) => {
      const [outer, inner] = [controlLimits(own.length, share, 0.001), controlLimits(own.length, share, 0.025)];
      const position = una(own) > outer.most ? 'above' : una(own) < outer.fewest ? 'below' : una(own) > inner.most ? 'near-above' : una(own) < inner.fewest ? 'near-below' : 'inside';
      const who = { requester: year.store.requesterHash(client, requester), client };
      // Counts of 1 to 4 of one person are not told, and nothing they would follow from.
      if ([una(own), drafted(own)].some((each) => each > 0 && each < 5)) return { ...who, notAppropriate: { count: '<5', of: own.length }, drafted: { count: '<5', of: own.length } };
      return { ...who, notAppropriate: shareOf(una(own), own.length), drafted: shareOf(drafted(own), own.length), position };
    })));
  });

  test('the three that order far too much are found, and their report cards say what the raw log says', async () => {
    const { requesters } = JSON.parse(await get(`/statistics?${chosen()[0]!.query}`));
    const above: { requester: string; client: string }[] = requesters.compared.filter(({ position }: { position: string }) => position === 'above');
    const known = HEAVY.flatMap((requester) => ['north', 'south'].map((client) => year.store.requesterHash(client, requester)));
    expect(above.length).toBeGreaterThanOrEqual(1);
    for (const { requester } of above) expect(known).toContain(requester);
    for (const { requester, client } of above) {
      const own = orders.filter((order) => !order.isShadow && order.client === client && order.requester !== undefined && year.store.requesterHash(client, order.requester) === requester);
      const una = own.filter(({ rating }) => rating === 'UNA');
      const page = await get(`/report-card?from=2026-01&to=2026-12&client=${client}&requester=${requester}`);
      expect(page).toContain(`${own.length} orders seen, ${count(own, ({ rating }) => rating !== undefined)} rated`);
      const of = count(own, ({ rating }) => rating !== undefined);
      expect(page).toMatch(new RegExp(`${count(own, isKept)} of ${of} rated orders.*As first drafted: .*\\(${una.length} of ${of}\\)`));
      const open = own.filter((order) => isKept(order) && (order.outcome === 'ignored' || (order.outcome === 'overridden' && !RED_FLAGS.includes(order.reason ?? '')))).reverse();
      const cases = [...open.filter(({ variant }) => variant === 'V4'), ...open.filter(({ variant }) => variant !== 'V4')].slice(0, 3);
      expect([...page.matchAll(/<li><a href="[^"]*"><time datetime="([^"]+)"/g)].map(([, at]) => at)).toEqual(cases.map(({ at }) => at));
    }
  });
});

/** Rows of a table of the page: the id or text of the first cell, then each number with its whole. */
function tableOf(page: string, id: string): readonly (readonly string[])[] {
  const table = new RegExp(`<table id="${id}"[\\s\\S]*?<tbody>([\\s\\S]*?)</tbody>`).exec(page)?.[1] ?? '';
  return [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) => [...row!.matchAll(/<t[hd]([^>]*)>([\s\S]*?)<\/t[hd]>/g)].map(([, attributes, content]) => {
    const of = (name: string): string | undefined => new RegExp(`data-${name}="([^"]*)"`).exec(attributes!)?.[1];
    const shown = content!.replace(/<[^>]*>/g, '').trim();
    // What a person reads is what a chart draws.
    if (of('count') !== undefined) expect(shown).toContain(`${Number(of('count')).toLocaleString('en-GB')} of ${Number(of('of')).toLocaleString('en-GB')}`);
    else if (of('value') !== undefined) expect(shown).toBe(Number(of('value')).toLocaleString('en-GB'));
    return of('count') !== undefined ? `${of('count')}/${of('of')}` : of('value') ?? (of('id') || shown);
  }));
}

describe('the tables of the page', () => {
  test('say what the raw log says', async () => {
    const { query, of } = chosen()[0]!;
    const page = await get(`?${query}`);
    const row = (id: string, some: readonly CountedOrder[]): readonly string[] => {
      const unrated = count(some, ({ rating }) => rating === undefined);
      return [id, ...RATINGS.map((each) => String(count(some, ({ rating }) => rating === each))), String(unrated), String(some.length), `${count(some, ({ rating }) => rating === 'UNA')}/${some.length - unrated}`];
    };
    for (const [id, by] of [['months', ({ month }: CountedOrder) => month], ['variants', ({ variant }: CountedOrder) => variant], ['studies', ({ study }: CountedOrder) => study]] as const) {
      expect([...tableOf(page, id)].sort()).toEqual(values(of, by).map((each) => row(each, of.filter((order) => by(order) === each))).sort());
    }
    const allRated = count(of, ({ rating }) => rating !== undefined);
    expect(tableOf(page, 'ratings')).toEqual(RATINGS.map((each) => [each, `${count(of, ({ rating }) => rating === each)}/${allRated}`]));
    const cards = recountCards(of).filter(({ isBeside }) => !isBeside);
    expect(tableOf(page, 'cards')).toEqual(['accepted', 'overridden', 'ignored'].map((each) => [each, `${count(cards, ({ outcome }) => outcome === each)}/${cards.length}`]));
    const overridden = cards.filter(({ outcome }) => outcome === 'overridden');
    expect([...tableOf(page, 'reasons')].sort()).toEqual(values(overridden, ({ reason }) => reason ?? '').map((each) => [each === '' ? 'No reason given' : each, `${count(overridden, (card) => (card.reason ?? '') === each)}/${overridden.length}`]).sort());
    expect(tableOf(page, 'missing')).toEqual([['recentInfection', `${count(of, ({ missing }) => missing.length > 0)}/${of.length}`]]);
    expect(tableOf(page, 'requesters').map(([, client, number]) => `${client} ${number}`).sort()).toEqual(JSON.parse(await get(`/statistics?${query}`)).requesters.compared.map(({ client, notAppropriate }: any) => `${client} ${notAppropriate.of}`).sort());
  });

  test('lead to lists of just the orders they count', async () => {
    const { query, of } = chosen()[0]!;
    for (const [narrowing, is] of [
      ['rating=UNA&variant=V1', ({ rating, variant }: CountedOrder) => rating === 'UNA' && variant === 'V1'], ['rating=&unrated=route', ({ unrated }: CountedOrder) => unrated === 'route'], ['finding=recentInfection', ({ missing }: CountedOrder) => missing.length > 0],
      ['read=observations', ({ short }: CountedOrder) => short.includes('observations')], ['rating=UNA&outcome=accepted&taken=withdrawn', ({ rating, outcome, taken }: CountedOrder) => rating === 'UNA' && outcome === 'accepted' && taken === 'withdrawn'],
      ['silence=shown-when-selected&outcome=ignored', ({ isHeldBack, outcome }: CountedOrder) => isHeldBack && outcome === 'ignored'], ['firstRating=UA&rating=MBA', ({ firstRating, rating }: CountedOrder) => firstRating === 'UA' && rating === 'MBA'], ['study=XR&certainty=possible', ({ study, looks }: CountedOrder) => study === 'XR' && looks.at(-1)!.pattern.id === 'infection-possible'],
    ] as const) {
      const [header, ...lines] = (await get(`/orders.csv?${query}&${narrowing}`)).trimEnd().split('\r\n');
      expect(header).toBe('order,at,client,study,variant,certainty,rating,first rating,unrated,indicator,outcome,taken,reason,measure,evaluations,knowledge,not checked');
      const found = lines.map((line) => line.split(',')).map((cells) => [cells[1], cells[3], cells[4], cells[6], cells[10], cells[14]].join(' '));
      expect(found.length).toBeGreaterThan(0);
      // Newest first.
      expect(found.map((each) => each.slice(0, 24))).toEqual(found.map((each) => each.slice(0, 24)).sort().reverse());
      expect([...found].sort()).toEqual(of.filter(is).map((order) => [order.at, order.study, order.variant, order.rating ?? '', order.outcome, order.looks.length].join(' ')).sort());
    }
  });

  test('are exported as they are, small counts of one person left out', async () => {
    const { query, of } = chosen()[0]!;
    const lines = (await get(`/variants.csv?${query}`)).trimEnd().split('\r\n');
    const first = of.filter(({ variant }) => variant === 'V1');
    const una = count(first, ({ rating }) => rating === 'UNA');
    const of100 = shareOf(una, count(first, ({ rating }) => rating !== undefined));
    expect(lines[1]).toBe(`V1,"Variant 1: Acute low back pain, no red flags recorded, no treatment yet",${una},0,0,0,${count(first, ({ rating }) => rating === undefined)},${first.length},${una},${of100.of},${of100.share},${of100.low},${of100.high}`);
    const people = (await get(`/requesters.csv?from=2026-01&to=2026-12`)).trimEnd().split('\r\n').slice(1).map((line) => line.split(','));
    expect(people.length).toBeGreaterThan(5);
    for (const [, , , number, unaOf, , share] of people) {
      expect(Number(number)).toBeGreaterThanOrEqual(20);
      expect(unaOf === '<5' ? share : unaOf).toMatch(unaOf === '<5' ? /^$/ : /^(?:0|[5-9]|\d\d+)$/);
    }
  });
});
