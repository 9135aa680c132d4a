/** The stewardship page: where to act first, then every number it rests on. */
import type { Action } from '../../stewardship/suggest-actions.ts';
import type { Statistics } from '../../stewardship/statistics.ts';
import type { Table } from '../../stewardship/table.ts';
import type { Words } from '../../stewardship/words.ts';
import { html, type Html } from '../html.ts';
import { actionsView } from './actions-view.ts';
import { filterForm, type FilterOptions } from './filter-form.ts';
import { frame } from './frame.ts';
import type { Links } from './links.ts';
import { cardsSection } from './cards-section.ts';
import { challengerSection } from './challenger-section.ts';
import { factsSection } from './facts-section.ts';
import { measureSection } from './measure-section.ts';
import { ordersSection } from './orders-section.ts';
import { requestersSection } from './requesters-section.ts';
import { shadowSection } from './shadow-section.ts';
import { spreadSections } from './spread-sections.ts';

export interface StatisticsPage {
  readonly statistics: Statistics;
  readonly tables: ReadonlyMap<string, Table>;
  readonly actions: readonly Action[];
  readonly words: Words;
  readonly filter: FilterOptions;
  readonly links: Links;
}

/** A section's parts: what it counts, its tables as HTML, and where its links go. */
export interface SectionParts {
  readonly statistics: Statistics;
  readonly links: Links;
  readonly words: Words;
  table(id: string): Table;
}

/** The whole page; without scripts only the pictures are missing. */
export function statisticsPage({ statistics, tables, actions, words, filter, links }: StatisticsPage): string {
  const table = (id: string): Table => tables.get(id)!;
  const parts: SectionParts = { statistics, links, words, table };
  const { selection } = statistics;
  return frame({
    title: 'Stewardship', heading: html`Stewardship <span class="of">imaging orders, ${words.topic.toLowerCase()}</span>`, scripts: ['charts.js'],
    main: html`${filterForm(filter, `${links.root}/stewardship`)}
${selection.mode === 'shadow' && html`<p class="notice"><strong>Shadow mode.</strong> These orders were judged, and nobody was shown a card.</p>`}
${statistics.orders.seen === 0 ? nothingHere(selection.from, selection.to) : html`${actionsView(actions, links)}
${ordersSection(parts)}
${spreadSections(parts)}
${cardsSection(parts)}
${requestersSection(parts)}
${factsSection(parts)}
${measureSection(parts)}
${challengerSection(parts)}
${shadowSection(parts)}`}
${statistics.orders.seen === 0 && shadowSection(parts)}
<footer class="quiet small"><p>Months are UTC. An order is counted once, in the month it was first seen, with its last rating. The same numbers: <a href="${links.statistics}">JSON</a>, <a href="${links.csv('orders')}">all orders as CSV</a>${selection.mode === 'live' && html`, <a href="${links.measureReport}">FHIR MeasureReport</a>`}.</p></footer>`,
  }, links);
}

function nothingHere(from: string, to: string): Html {
  return html`<div class="message"><p><strong>No orders in this selection.</strong> From ${from} to ${to} nothing was judged for this client and mode. Choose other months, all clients, or the other mode.</p></div>`;
}
