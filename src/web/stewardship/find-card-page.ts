/** Finds the report card of somebody by how orders refer to them. */
import { html } from '../html.ts';
import { frame } from './frame.ts';
import type { Links } from './links.ts';
import type { Selection } from '../../stewardship/selection.ts';

export interface FindCardView {
  readonly selection: Selection;
  readonly clients: readonly string[];
  readonly links: Links;
  readonly problem?: string;
  readonly reference?: string;
}

/** A form; references are kept as hashes unless the service is told otherwise, so it cannot list people. */
export function findCardPage({ selection, clients, links, problem, reference = '' }: FindCardView): string {
  return frame({
    title: 'Report cards',
    main: html`<p>A report card is one page for one clinician: their own orders, their peers', and one thing to try. The <a href="${links.page}#requesters-heading">funnel</a> leads to those with enough orders; anybody can be found here.</p>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
<form class="find" method="get" action="${links.root}/stewardship/report-card">
<label for="reference">How orders refer to them</label><input id="reference" name="reference" value="${reference}" placeholder="Practitioner/123" required maxlength="300" spellcheck="false">
<label for="client">Client</label><select id="client" name="client" required>${clients.map((client) => html`<option${selection.client === client ? html` selected` : undefined}>${client}</option>`)}</select>
<label for="from">From</label><input id="from" type="month" name="from" value="${selection.from}" required>
<label for="to">To</label><input id="to" type="month" name="to" value="${selection.to}" required>
<input type="hidden" name="mode" value="${selection.mode}">
<button>Show report card</button></form>`,
  }, links);
}
