/** Months of one person, as a small picture drawn on the server: paper runs no scripts. */
import type { ReportCard } from '../../stewardship/report-card.ts';
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';
import { PICTURE } from './picture.ts';

/** The own share by month; the points' sizes do not lie: each has its number of orders below. */
export function trend(months: ReportCard['months']): Html {
  const width = (PICTURE.width - PICTURE.left) / months.length;
  const x = (index: number): number => PICTURE.left + (index + 0.5) * width;
  const y = (share: number): number => PICTURE.base - share * (PICTURE.base - PICTURE.top);
  const step = Math.ceil(months.length / 12);
  const label = `Share rated usually not appropriate by month: ${months.map(({ month, own }) => `${month}: ${percent(own.share)} of ${written(own.of)}`).join('; ')}.`;
  return html`<svg class="picture" viewBox="0 0 ${PICTURE.width} ${PICTURE.height}" role="img" aria-label="${label}">
${[0, 0.5, 1].map((share) => html`<line class="grid" x1="${PICTURE.left}" y1="${y(share)}" x2="${PICTURE.width}" y2="${y(share)}"/><text class="scale" x="${PICTURE.left - 3}" y="${y(share) + 3}">${share * 100}</text>`)}
<polyline points="${months.map(({ own }, index) => `${x(index).toFixed(1)},${y(own.share!).toFixed(1)}`).join(' ')}"/>
${months.map(({ month, own }, index) => html`<circle cx="${x(index).toFixed(1)}" cy="${y(own.share!).toFixed(1)}" r="3"/>${index % step === 0 && html`<text class="tick middle" x="${x(index).toFixed(1)}" y="${PICTURE.base + 12}">${month.slice(2)}</text><text class="tick middle" x="${x(index).toFixed(1)}" y="${PICTURE.base + 24}">${own.of}</text>`}`)}
<text class="scale" x="${PICTURE.left - 3}" y="${PICTURE.base + 24}">n</text></svg>`;
}
