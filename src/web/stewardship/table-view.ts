/** A table of numbers as HTML: it scrolls in its own box, and charts read their numbers from it. */
import type { Cell, Narrowing, Table } from '../../stewardship/table.ts';
import type { Share } from '../../stewardship/share.ts';
import { html, type Html } from '../html.ts';
import type { Links } from './links.ts';
import { interval, percent, written } from './numbers.ts';

/** The table with its caption, and a link to the same numbers as CSV. */
export function tableView({ id, caption, denominator, columns, rows }: Table, links: Links): Html {
  if (rows.length === 0) return html`<p class="quiet" id="${id}">${caption}: none in this selection.</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="${id}-caption">
<table id="${id}" class="numbers">
<caption id="${id}-caption">${caption} <span class="quiet small">Shares are of ${denominator}. <a href="${links.csv(id)}">CSV<span class="visually-hidden"> of ${caption.toLowerCase()}</span></a></span></caption>
<thead><tr>${columns.map(({ id: column, title, kind }) => html`<th scope="col" data-column="${column}" class="${kind === 'count' || kind === 'share' ? 'number' : ''}">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => cellView(cell, index === 0, narrowingOf(row), links))}</tr>\n`)}</tbody>
</table>
</div>`;
}

/** Shares of a row count the orders its name lists. */
function narrowingOf([first]: readonly Cell[]): Narrowing | undefined {
  return first?.kind === 'name' ? first.orders : undefined;
}

function cellView(cell: Cell, isFirst: boolean, narrowing: Narrowing | undefined, links: Links): Html {
  const content = contentOf(cell, narrowing, links);
  if (isFirst) return html`<th scope="row" data-id="${cell.kind === 'name' ? cell.id : ''}">${content}</th>`;
  switch (cell.kind) {
    case 'count': return html`<td class="number" data-value="${cell.count}">${content}</td>`;
    case 'share': return html`<td class="number" data-value="${cell.share.share ?? ''}" data-count="${cell.share.count}" data-of="${cell.share.of}">${content}</td>`;
    case 'withheld': return html`<td class="number">${content}</td>`;
    case 'name': return html`<td data-id="${cell.id}">${content}</td>`;
    case 'text': return html`<td>${content}</td>`;
  }
}

function contentOf(cell: Cell, narrowing: Narrowing | undefined, links: Links): Html {
  switch (cell.kind) {
    case 'name': return cell.card === undefined ? html`${cell.words}` : html`<a href="${links.reportCard(cell.card.requester, cell.card.client)}">${cell.words}</a>`;
    case 'text': return html`${cell.text}`;
    case 'count': return linked(cell.count, cell.orders, links);
    case 'withheld': return html`${cell.share.count} of ${written(cell.share.of)}`;
    case 'share': return shareView(cell.share, linked(cell.share.count, narrowing, links));
  }
}

function linked(count: number, orders: Narrowing | undefined, links: Links): Html {
  return orders === undefined || count === 0 ? html`${written(count)}` : html`<a href="${links.orders(orders)}">${written(count)}</a>`;
}

function shareView(share: Share, count: Html): Html {
  if (share.share === undefined) return html`<span class="quiet">– <span class="small">${count} of ${written(share.of)}</span></span>`;
  return html`<span class="share">${bar(share)}<strong>${percent(share.share)}</strong></span> <span class="quiet small nowrap">${count} of ${written(share.of)} · ${interval(share)}</span>`;
}

/** As long as the share, with a thin line for its interval. The numbers beside it say the same. */
function bar({ share = 0, low = 0, high = 0 }: Share): Html {
  const to = (part: number): string => (part * 100).toFixed(1);
  return html`<svg class="bar-of" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="whole" width="100" height="10"/><rect class="part" width="${to(share)}" height="10"/><rect class="interval" x="${to(low)}" y="4" width="${to(high - low)}" height="2"/></svg>`;
}
