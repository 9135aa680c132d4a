/** The tables of the report. */
import type { Share } from '../../stewardship/share.ts';
import { html, type Html } from '../../web/html.ts';
import type { Counted, LabelPart, OrderGroup, Rated } from './report.ts';

const RATED: readonly Rated[] = ['UNA', 'MBA', 'MBA-D', 'UA', 'unrated'];
const RATED_TITLES: Readonly<Record<Rated, string>> = { UNA: 'Usually not', MBA: 'May be', 'MBA-D': 'May be (disagreement)', UA: 'Usually', unrated: 'Not rated' };
/** All are in report.json and in the decisions. */
const MOST_ROWS = 200;

/** A share with its interval of 95 %. */
export function percent(share: Share | undefined): string {
  return share?.share === undefined ? 'none' : `${(share.share * 100).toFixed(1)} %`;
}

export function countTable(title: string, rows: readonly Counted[]): Html {
  return html`<table><thead><tr><th scope="col">${title}</th><th scope="col">Orders</th><th scope="col">Of</th><th scope="col">Share</th><th scope="col">95 % interval</th></tr></thead>
<tbody>${rows.map(({ title: name, share }) => html`<tr><th scope="row">${name}</th><td>${number(share.count)}</td><td>${number(share.of)}</td><td>${percent(share)}</td><td>${interval(share)}</td></tr>`)}</tbody></table>`;
}

export function groupTable(title: string, groups: readonly OrderGroup[]): Html {
  return html`<table><thead><tr><th scope="col">${title}</th><th scope="col">Orders</th>${RATED.map((rated) => html`<th scope="col">${RATED_TITLES[rated]}</th>`)}<th scope="col">Usually not, of rated</th><th scope="col">With a card</th></tr></thead>
<tbody>${groups.slice(0, MOST_ROWS).map(({ title: name, orders, ratings, notAppropriate, cards }) => html`<tr><th scope="row">${name}</th><td>${number(orders)}</td>${RATED.map((rated) => html`<td>${number(ratings[rated])}</td>`)}<td>${percent(notAppropriate)}</td><td>${percent(cards)}</td></tr>`)}</tbody></table>
${groups.length > MOST_ROWS && html`<p>and ${number(groups.length - MOST_ROWS)} more (report.json has them all).</p>`}`;
}

/** The confusion matrix, and what follows from it. */
export function labelTable({ labels, matched, notJudged, unmatched, matrix, ...shares }: LabelPart): Html {
  return html`<p>${number(labels)} labels: ${number(matched)} of orders that were judged, ${number(notJudged)} of orders that were not, ${number(unmatched)} of orders that are not among the inputs.</p>
<table><thead><tr><th scope="col">People said</th>${RATED.map((rated) => html`<th scope="col">${RATED_TITLES[rated]}</th>`)}<th scope="col">Orders</th></tr></thead>
<tbody>${matrix.map(({ label, ratings, orders }) => html`<tr><th scope="row">${label}</th>${RATED.map((rated) => html`<td>${number(ratings[rated])}</td>`)}<td>${number(orders)}</td></tr>`)}</tbody></table>
<table><thead><tr><th scope="col">Of rated orders</th><th scope="col">Orders</th><th scope="col">Of</th><th scope="col">Share</th><th scope="col">95 % interval</th></tr></thead><tbody>${SHARES.map(({ name, title }) => html`<tr><th scope="row">${title}</th><td>${number(shares[name].count)}</td><td>${number(shares[name].of)}</td><td>${percent(shares[name])}</td><td>${interval(shares[name])}</td></tr>`)}</tbody></table>`;
}

const SHARES: readonly { readonly name: 'sensitivity' | 'specificity' | 'positivePredictiveValue' | 'negativePredictiveValue'; readonly title: string }[] = [
  { name: 'sensitivity', title: 'Labelled inappropriate, rated usually not (sensitivity)' }, { name: 'specificity', title: 'Labelled appropriate, rated otherwise (specificity)' },
  { name: 'positivePredictiveValue', title: 'Rated usually not, labelled inappropriate (positive predictive value)' }, { name: 'negativePredictiveValue', title: 'Rated otherwise, labelled appropriate (negative predictive value)' },
];

function interval({ low, high }: Share): string {
  return low === undefined || high === undefined ? '' : `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
