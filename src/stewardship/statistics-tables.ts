/** The page's numbers as tables in words; each count knows which orders it counts. */
import { cardTables } from './card-tables.ts';
import { challengerTables } from './challenger-tables.ts';
import { requesterTables } from './requester-tables.ts';
import type { ExportedStatistics } from './withhold-small.ts';
import { RATINGS, type Group, type RatedOrders } from './statistics.ts';
import type { Cell, Column, Narrowing, Table } from './table.ts';
import type { Words } from './words.ts';

/** All tables by their id, in the order of the page. */
export function statisticsTables(statistics: ExportedStatistics, words: Words): ReadonlyMap<string, Table> {
  const { orders, months, variants, studies, missing, gaps, measure, shadow, challenger } = statistics;
  const tables: readonly Table[] = [
    {
      id: 'ratings', caption: 'Orders by their last rating', denominator: 'rated orders', columns: [name('rating', 'Rating'), share('share', 'Share of rated orders')],
      rows: RATINGS.map((rating) => [named('rating', rating, words, { rating }), { kind: 'share', share: orders.shares[rating] }]),
    },
    {
      id: 'unrated', caption: 'Why orders have no rating', denominator: 'orders without a rating', columns: [name('unrated', 'Reason'), share('share', 'Share of unrated orders')],
      rows: orders.why.map(({ unrated, share: part }) => [named('unrated', unrated, words, { rating: '', unrated }), { kind: 'share', share: part }]),
    },
    {
      id: 'fates', caption: 'What became of orders rated usually not appropriate', denominator: 'orders rated usually not appropriate', columns: [name('fate', 'What happened'), share('share', 'Share of these orders')],
      rows: orders.fates.map(({ fate, share: part }) => [named('fate', fate, words, { rating: 'UNA', ...narrowedTo(fate) }), { kind: 'share', share: part }]),
    },
    {
      id: 'changed', caption: 'Orders whose rating changed between the first and the last look', denominator: 'orders seen', columns: [name('first', 'First rating'), name('last', 'Last rating'), count('orders', 'Orders')],
      rows: orders.changed.map(({ first, last, count: number }) => [named('rating', first, words), named('rating', last, words), { kind: 'count', count: number, orders: { firstRating: first, rating: last } }]),
    },
    ratedTable('months', 'Month', 'Orders by month and rating', months, (id) => ({ kind: 'text', text: id }), () => ({})),
    ratedTable('variants', 'Variant', 'Orders by variant and rating', variants, (id) => named('variant', id, words, { variant: id }), (variant) => ({ variant })),
    ratedTable('studies', 'Study', 'Orders by study and rating', studies, (id) => named('study', id, words, { study: id }), (study) => ({ study })),
    ...cardTables(statistics, words),
    ...requesterTables(statistics),
    {
      id: 'missing', caption: 'Facts that, once settled, could have changed the rating', denominator: 'orders seen', columns: [name('finding', 'Fact'), share('share', 'Share of orders seen')],
      rows: missing.map(({ finding, share: part }) => [named('finding', finding, words, { finding }), { kind: 'share', share: part }]),
    },
    {
      id: 'gaps', caption: 'Reads of the chart that fell short', denominator: 'orders seen', columns: [name('read', 'Read'), share('share', 'Share of orders seen')],
      rows: gaps.map(({ read, share: part }) => [named('read', read, words, { read }), { kind: 'share', share: part }]),
    },
    {
      id: 'measure', caption: 'Orders by their place in the measure', denominator: 'orders seen', columns: [name('measure', 'Place in the measure'), count('orders', 'Orders')],
      rows: [...Object.entries(measure.states), ...(measure.notJudged > 0 ? [['', measure.notJudged] as const] : [])].map(([state, number]) => [named('measure', state, words), { kind: 'count', count: number, orders: { measure: state } }]),
    },
    ...challengerTables(challenger, words),
    ...(shadow === undefined ? [] : [ratedTable('shadow', 'Variant', 'Orders of clients in shadow mode, by variant and rating', shadow.variants, (id) => named('variant', id, words, { mode: 'shadow', variant: id }), (variant) => ({ mode: 'shadow', variant }))]),
  ];
  return new Map(tables.map((table) => [table.id, table]));
}

/** Orders that count as one fate. */
function narrowedTo(fate: string): Narrowing {
  if (['overridden', 'ignored', 'none'].includes(fate)) return { outcome: fate };
  return { outcome: 'accepted', taken: fate === 'taken-unknown' ? '' : fate };
}

const RATING_TITLES: Readonly<Record<string, string>> = { UNA: 'Usually not appropriate', MBA: 'May be', 'MBA-D': 'May be (panel disagreed)', UA: 'Usually appropriate' };

function ratedTable(id: string, title: string, caption: string, groups: readonly Group[], first: (id: string) => Cell, narrow: (id: string) => Narrowing): Table {
  const cells = (group: Group): readonly Cell[] => {
    const narrowed = id === 'months' ? { month: group.id } : narrow(group.id);
    return [first(group.id), ...ratedCells(group, narrowed)];
  };
  return {
    id, caption, denominator: 'rated orders of the row',
    columns: [{ id: title.toLowerCase(), title, kind: id === 'months' ? 'text' : 'name' }, ...RATINGS.map((rating) => count(rating, RATING_TITLES[rating]!)), count('unrated', 'Not rated'), count('seen', 'Seen'), share('notAppropriate', 'Share usually not appropriate')],
    rows: groups.map(cells),
  };
}

function ratedCells(group: RatedOrders, narrowed: Narrowing): readonly Cell[] {
  return [
    ...RATINGS.map((rating): Cell => ({ kind: 'count', count: group.ratings[rating], orders: { ...narrowed, rating } })),
    { kind: 'count', count: group.unrated, orders: { ...narrowed, rating: '' } }, { kind: 'count', count: group.seen, orders: narrowed }, { kind: 'share', share: group.notAppropriate },
  ];
}

function named(kind: Parameters<Words['of']>[0], id: string, words: Words, orders?: Narrowing): Cell {
  return { kind: 'name', id, words: words.of(kind, id), ...(orders !== undefined && { orders }) };
}

function name(id: string, title: string): Column {
  return { id, title, kind: 'name' };
}

function count(id: string, title: string): Column {
  return { id, title, kind: 'count' };
}

function share(id: string, title: string): Column {
  return { id, title, kind: 'share' };
}
