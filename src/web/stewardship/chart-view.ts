/** A place for a picture of a table; it shows only where scripts run. */
import { html, type Html } from '../html.ts';

/** Drawn by assets/charts.js from the table of that id. */
export function chartView(table: string, kind: 'months' | 'groups' | 'funnel' | 'histogram', label: string): Html {
  return html`<figure class="chart ${kind}" hidden data-chart="${kind}" data-table="${table}"><canvas role="img" aria-label="${label}. The table has the same numbers."></canvas></figure>`;
}
