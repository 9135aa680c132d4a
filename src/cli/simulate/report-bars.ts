/** Bars drawn from the tables beside them: what they show, the table says in numbers. */
import { html, type Html } from '../../web/html.ts';
import { percent } from './report-tables.ts';
import type { Counted, OrderGroup, Rated } from './report.ts';

const PICTURE = { width: 760, name: 300, value: 90, row: 22, gap: 5 } as const;
const BAR = PICTURE.width - PICTURE.name - PICTURE.value;
const LONGEST_NAME = 46;
/** More would be no picture. */
const MOST_ROWS = 24;
const RATINGS: readonly { readonly id: Rated; readonly title: string }[] = [
  { id: 'UNA', title: 'usually not' }, { id: 'MBA', title: 'may be' }, { id: 'MBA-D', title: 'may be (disagreement)' }, { id: 'UA', title: 'usually' }, { id: 'unrated', title: 'not rated' },
];

/** Where each of them stands in the legend. */
const LEGEND = [0, 110, 190, 350, 440] as const;

/** One bar a row, as long as its share. */
export function shareBars(title: string, rows: readonly Counted[]): Html {
  const shown = rows.filter(({ share }) => share.count > 0);
  if (shown.length === 0) return html``;
  const label = `${title}: ${shown.map((row) => `${row.title} ${percent(row.share)}`).join('; ')}.`;
  return html`<svg viewBox="0 0 ${PICTURE.width} ${shown.length * PICTURE.row}" role="img" aria-label="${label}">${shown.map((row, index) => html`<text x="${PICTURE.name - 8}" y="${index * PICTURE.row + 15}" text-anchor="end">${short(row.title)}</text><rect class="${isRated(row.id) ? row.id : 'bar'}" x="${PICTURE.name}" y="${index * PICTURE.row}" width="${width(row.share.share ?? 0)}" height="${PICTURE.row - PICTURE.gap}"/><text x="${PICTURE.name + width(row.share.share ?? 0) + 6}" y="${index * PICTURE.row + 15}">${percent(row.share)}</text>`)}</svg>`;
}

/** One bar a group, each rating its part of it; the largest groups. */
export function ratingBars(title: string, groups: readonly OrderGroup[]): Html {
  const shown = groups.slice(0, MOST_ROWS);
  if (shown.length === 0) return html``;
  const label = `${title}: ${shown.map((group) => `${group.title}, ${group.orders} orders, usually not appropriate ${percent(group.notAppropriate)}`).join('; ')}.`;
  const top = PICTURE.row + 4;
  return html`<svg viewBox="0 0 ${PICTURE.width} ${top + shown.length * PICTURE.row}" role="img" aria-label="${label}">${legend()}${shown.map((group, index) => html`<text x="${PICTURE.name - 8}" y="${top + index * PICTURE.row + 13}" text-anchor="end">${short(group.title)}</text>${parts(group, top + index * PICTURE.row)}<text x="${PICTURE.name + BAR + 6}" y="${top + index * PICTURE.row + 13}">${group.orders}</text>`)}</svg>`;
}

function legend(): Html {
  return html`${RATINGS.map(({ id, title }, index) => html`<rect class="${id}" x="${LEGEND[index]!}" y="2" width="12" height="12"/><text x="${LEGEND[index]! + 17}" y="12">${title}</text>`)}`;
}

function parts({ ratings, orders }: OrderGroup, y: number): readonly Html[] {
  let before = 0;
  return RATINGS.filter(({ id }) => ratings[id] > 0).map(({ id }) => {
    const x = PICTURE.name + width(before / orders);
    before += ratings[id];
    return html`<rect class="${id}" x="${x}" y="${y}" width="${width(ratings[id] / orders)}" height="${PICTURE.row - PICTURE.gap}"/>`;
  });
}

function width(share: number): number {
  return Math.round(share * BAR * 10) / 10;
}

function short(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}

function isRated(id: string): boolean {
  return RATINGS.some((rating) => rating.id === id);
}
