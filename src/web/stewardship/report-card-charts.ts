/** Small pictures for a printed page, drawn on the server: paper runs no scripts. */
import type { ReportCard } from '../../stewardship/report-card.ts';
import { html, type Html } from '../html.ts';
import { percent, written } from './numbers.ts';

const WIDTH = 400;
const HEIGHT = 132;
const LEFT = 24;
const RIGHT = 10;
const BASE = 104;
const TOP = 14;

/** Peers by share in steps of ten per cent, the own step marked by colour, outline and word. */
export function histogram({ steps }: NonNullable<ReportCard['peers']>): Html {
  const most = steps.reduce((max, { peers }) => Math.max(max, peers), 1);
  const width = (WIDTH - LEFT - RIGHT) / steps.length;
  const label = `Peers by share of orders rated usually not appropriate: ${steps.map(({ from, peers, isOwn }) => `${from} to ${from + 10} %: ${peers}${isOwn ? ', your step' : ''}`).join('; ')}.`;
  return html`<svg class="picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${steps.map(({ from, peers, isOwn }, index) => {
    const height = (peers / most) * (BASE - TOP - 14);
    const x = LEFT + index * width;
    return html`${isOwn && html`<rect class="own-step" x="${x}" y="${TOP}" width="${width}" height="${BASE - TOP}"/><text class="own-word" x="${x + width / 2}" y="${TOP - 4}">you</text>`}
<rect class="peers" x="${x + 2}" y="${BASE - height}" width="${width - 4}" height="${height}"/>${peers > 0 && html`<text x="${x + width / 2}" y="${BASE - height - 3}">${peers}</text>`}<text class="tick" x="${x}" y="${BASE + 13}">${from}</text>`;
  })}<text class="tick" x="${WIDTH - RIGHT}" y="${BASE + 13}">100</text><line x1="${LEFT}" y1="${BASE}" x2="${WIDTH - RIGHT}" y2="${BASE}"/>
<text class="axis" x="${(WIDTH + LEFT) / 2}" y="${HEIGHT - 2}">% usually not appropriate (bars: number of peers)</text></svg>`;
}

/** The own share by month; the points' sizes do not lie: each has its number of orders below. */
export function trend(months: ReportCard['months']): Html {
  const width = (WIDTH - LEFT) / months.length;
  const x = (index: number): number => LEFT + (index + 0.5) * width;
  const y = (share: number): number => BASE - share * (BASE - TOP);
  const step = Math.ceil(months.length / 12);
  const label = `Share rated usually not appropriate by month: ${months.map(({ month, own }) => `${month}: ${percent(own.share)} of ${written(own.of)}`).join('; ')}.`;
  return html`<svg class="picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${[0, 0.5, 1].map((share) => html`<line class="grid" x1="${LEFT}" y1="${y(share)}" x2="${WIDTH}" y2="${y(share)}"/><text class="scale" x="${LEFT - 3}" y="${y(share) + 3}">${share * 100}</text>`)}
<polyline points="${months.map(({ own }, index) => `${x(index).toFixed(1)},${y(own.share!).toFixed(1)}`).join(' ')}"/>
${months.map(({ month, own }, index) => html`<circle cx="${x(index).toFixed(1)}" cy="${y(own.share!).toFixed(1)}" r="3"/>${index % step === 0 && html`<text class="tick middle" x="${x(index).toFixed(1)}" y="${BASE + 12}">${month.slice(2)}</text><text class="tick middle" x="${x(index).toFixed(1)}" y="${BASE + 24}">${own.of}</text>`}`)}
<text class="scale" x="${LEFT - 3}" y="${BASE + 24}">n</text></svg>`;
}
