/** Chooses months, client and mode by an ordinary form: it works without scripts, and its address can be sent to a colleague. */
import type { Selection } from '../../stewardship/selection.ts';
import type { Narrowing } from '../../stewardship/table.ts';
import { html, type Html } from '../html.ts';

export interface FilterOptions {
  readonly selection: Selection;
  readonly clients: readonly string[];
  /** Months there is something of. */
  readonly months: { readonly first: string; readonly last: string };
  /** Stays as it is while the selection changes. */
  readonly kept?: Narrowing;
  /** Titles of the topics whose visits may be typed in; without them there is no such field. */
  readonly visitsFor?: readonly string[];
}

/** A form that goes to the page it stands on. */
export function filterForm({ selection, clients, months, kept = {}, visitsFor }: FilterOptions, action: string): Html {
  const month = (name: 'from' | 'to', label: string): Html => html`<label>${label} <input type="month" name="${name}" value="${selection[name]}" min="${months.first}" max="${months.last}" pattern="\\d{4}-\\d{2}" placeholder="2026-01" required></label>`;
  return html`<form class="filter" method="get" action="${action}" aria-label="Selection">
${month('from', 'From')} ${month('to', 'To')}
<label>Client <select name="client"><option value="">all</option>${clients.map((client) => html`<option${selection.client === client ? html` selected` : undefined}>${client}</option>`)}</select></label>
<label>Mode <select name="mode"><option value="live">live</option><option value="shadow"${selection.mode === 'shadow' ? html` selected` : undefined}>shadow</option></select></label>
${visitsFor !== undefined && html`<label>Visits in your records <input type="number" name="visits" min="1" max="1000000" inputmode="numeric" value="${selection.visits ?? ''}" aria-describedby="visits-hint"></label>`}
${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button>Show</button>
${visitsFor !== undefined && html`<p class="quiet small hint" id="visits-hint">Visits in these months for ${visitsFor.map((title) => title.charAt(0).toLowerCase() + title.slice(1)).join(', ')}, from your own records (optional): adds rates per 1,000 visits. Orders alone overstate or understate how much is imaged.</p>`}
</form>`;
}
