/** The orders behind a number, newest first. */
import { orderWords } from '../../stewardship/order-table.ts';
import type { narrowingWords } from '../../stewardship/narrowing.ts';
import type { Narrowing } from '../../stewardship/table.ts';
import type { Words } from '../../stewardship/words.ts';
import type { KeptOrder, OrderField, OrdersPage } from '../../store/statistics.ts';
import { html, type Html } from '../html.ts';
import { filterForm, type FilterOptions } from './filter-form.ts';
import { frame } from './frame.ts';
import type { Links } from './links.ts';

export interface OrdersView {
  readonly page: OrdersPage;
  readonly where: Narrowing;
  readonly narrowed: ReturnType<typeof narrowingWords>;
  readonly isFirst: boolean;
  readonly words: Words;
  readonly filter: FilterOptions;
  readonly links: Links;
}

/** A page of the list; each order leads to its evaluations. */
export function ordersPage(view: OrdersView): string {
  const { page, where, narrowed, isFirst, filter, links } = view;
  const without = (field: string): Narrowing => Object.fromEntries(Object.entries(where).filter(([name]) => name !== field));
  return frame({
    title: 'Orders',
    main: html`${filterForm({ ...filter, kept: where }, `${links.root}/stewardship/orders`)}
${narrowed.length > 0 && html`<ul class="narrowed" aria-label="Narrowed to">${narrowed.map(({ field, title, value }) => html`<li>${title}: <strong>${value}</strong> <a href="${links.orders(without(field))}">remove<span class="visually-hidden"> ${title}</span></a></li>`)}</ul>`}
${page.orders.length === 0 ? html`<div class="message"><p><strong>No orders like this.</strong> Take away a condition, or choose other months.</p></div>` : listView(page, view)}
<p class="pages">${!isFirst && html`<a href="${links.orders(where)}">Newest</a> `}${page.next !== undefined && html`<a href="${links.orders(where, page.next)}" rel="next">Older orders</a> `}<a href="${links.csv('orders', where)}">All of these as CSV</a></p>`,
  }, links);
}

/** What all of them share stands above the table, not in every row. */
function listView({ orders }: OrdersPage, { isFirst, words, links, where }: OrdersView): Html {
  const columns = COLUMNS.filter(({ field }) => field === undefined || where[field] === undefined);
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="orders-caption">
<table class="orders"><caption id="orders-caption">${isFirst ? 'Newest orders first' : 'Older orders'} <span class="quiet small">Times are UTC.</span></caption>
<thead><tr><th scope="col">Time</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${orders.map((order) => html`<tr><th scope="row"><a href="${links.order(order.id)}"><time datetime="${order.at}">${order.at.slice(0, 16).replace('T', ' ')}</time></a></th>${columns.map(({ title, show }) => html`<td data-title="${title}">${show(orderWords(order, words), order)}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

const COLUMNS: readonly { readonly title: string; readonly field?: OrderField; readonly show: (words: ReturnType<typeof orderWords>, order: KeptOrder) => Html | string }[] = [
  { title: 'Study', field: 'study', show: ({ study }) => study }, { title: 'Variant', field: 'variant', show: ({ variant }) => variant }, { title: 'Certainty', field: 'certainty', show: ({ certainty }) => certainty },
  { title: 'Rating', show: ({ rating, unchecked }, order) => html`${ratingView(order.rating, rating)}${unchecked !== '' && html` <span class="unchecked small">${unchecked}</span>`}` }, { title: 'Card', field: 'indicator', show: ({ card }) => card }, { title: 'Outcome', show: ({ outcome }) => outcome }, { title: 'Reason', field: 'reason', show: ({ reason }) => reason },
];

/** A coloured mark beside the words, which say the same. */
function ratingView(rating: string | undefined, words: string): Html {
  return html`<span class="rating ${rating === undefined ? 'none' : rating.toLowerCase()}">${words}</span>`;
}
