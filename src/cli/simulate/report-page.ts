/** The report as one file for people: its pictures are in it, and nothing is loaded from anywhere. */
import { html, type Html } from '../../web/html.ts';
import { ratingBars, shareBars } from './report-bars.ts';
import { countTable, groupTable, labelTable, percent } from './report-tables.ts';
import type { Report } from './report.ts';
import { REPORT_STYLE } from './report-style.ts';

/** A whole document. */
export function reportPage(report: Report): string {
  const { knowledge, period, orders, cards, inputs, madeAt, timeZone } = report;
  const title = `What would have been said: ${knowledge.map((each) => each.title).join(', ')}`;
  const others = orders.notJudged.reduce((sum, each) => sum + each.orders, 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${title} · Backstop</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${knowledge.map(({ id, version, source }) => html`${id} ${version}, after ${source}. `)}Made ${madeAt}, days in ${timeZone}. ${period === undefined ? 'No order was judged.' : `Orders from ${period.from} to ${period.to}.`}</p>
<p>Each order was judged on what was known when it was written: what is dated later was left out, what bears no sure date is counted below. It says what would have been said, not what would have been done.</p>
<dl class="figures">
<div><dt>Cards for 100 orders</dt><dd>${cards.per100}</dd></div>
<div><dt>Orders judged</dt><dd>${number(orders.judged)}</dd></div>
<div><dt>Not judged</dt><dd>${number(others)}</dd></div>
<div><dt>Usually not appropriate</dt><dd>${percent(report.ratings.find(({ id }) => id === 'UNA')?.share)}</dd></div>
<div><dt>Without a rating</dt><dd>${percent(report.ratings.find(({ id }) => id === 'unrated')?.share)}</dd></div>
</dl>
${section('Cards', html`${shareBars('Orders by the strongest card they would have got', cards.byIndicator)}${countTable('Card', cards.byIndicator)}${countTable('Advice', report.advice)}`)}
${section('Ratings', html`${shareBars('Orders by rating', report.ratings)}${countTable('Rating', report.ratings)}`)}
${report.unrated.length > 0 && section('Why orders have no rating', countTable('Reason', report.unrated))}
${section('By scenario', html`${ratingBars('Ratings by scenario', report.scenarios)}${groupTable('Scenario', report.scenarios)}`)}
${section('By study', groupTable('Study', report.studies))}
${section('By month', html`${ratingBars('Ratings by month', report.months)}${groupTable('Month', report.months)}`)}
${section('By who ordered', html`<p>As the orders refer to them. Small numbers are shown as they are; a share of a few orders says little.</p>${groupTable('Requester', report.requesters)}`)}
${report.redFlags.length > 0 && section('Red flags on record', countTable('Red flag', report.redFlags))}
${section('What was not read', html`<p>By name, as a card would name it. An order counts once for each.</p>${report.notRead.length === 0 ? html`<p>Everything a topic asks for was read whole for every order.</p>` : countTable('Read', report.notRead.map((each) => ({ ...each, title: `${each.title}: ${each.state}${each.reason === undefined ? '' : ` (${each.reason})`}${each.hidesRedFlags ? '; red flags may stand there' : ''}` })))}`)}
${report.uncertain.length > 0 && section('What rests on uncertain dates, or was left out as later', html`<p>Orders whose chart held such a thing, whether the decision rests on it or not.</p>${countTable('Kind', report.uncertain)}`)}
${orders.notJudged.length > 0 && section('Orders that were not judged', html`<table><thead><tr><th scope="col">Reason</th><th scope="col">Orders</th></tr></thead><tbody>${orders.notJudged.map((each) => html`<tr><th scope="row">${each.title}</th><td>${number(each.orders)}</td></tr>`)}</tbody></table>`)}
<p>${number(orders.read)} requests were read; ${number(orders.notCovered)} of them are for something no topic covers.</p>
${report.labels !== undefined && section('Beside what people said', labelTable(report.labels))}
${section('Inputs', html`<table class="words"><thead><tr><th scope="col">Type</th><th scope="col">Read</th><th scope="col">Why</th></tr></thead><tbody>${inputs.types.map(({ type, state, why }) => html`<tr><th scope="row">${type}</th><td>${STATES[state]}</td><td>${why}</td></tr>`)}</tbody></table>
<table class="words"><thead><tr><th scope="col">File</th><th scope="col">Resources</th><th scope="col">Lines that cannot be read</th><th scope="col">Fault</th></tr></thead><tbody>${inputs.files.slice(0, MOST_FILES).map(({ name, resources, unreadLines, fault }) => html`<tr><th scope="row">${name}</th><td>${number(resources)}</td><td>${number(unreadLines)}</td><td>${fault}</td></tr>`)}</tbody></table>${inputs.files.length > MOST_FILES && html`<p>and ${number(inputs.files.length - MOST_FILES)} more files (report.json has them all).</p>`}
${inputs.passedOver.length > 0 && html`<ul>${inputs.passedOver.map(({ name, why }) => html`<li>${name}: ${why}</li>`)}</ul>`}`)}
</main>
</body>
</html>
`.html;
}

const MOST_FILES = 200;

const STATES: Readonly<Record<Report['inputs']['types'][number]['state'], string>> = { whole: 'whole', 'said-whole': 'said to be whole (--complete)', short: 'not whole', 'not-given': 'no file' };

function section(title: string, content: Html): Html {
  return html`<section><h2>${title}</h2>
${content}</section>`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
