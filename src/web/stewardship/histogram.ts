/** Peers and oneself, as a small picture drawn on the server: paper runs no scripts. */
import type { ReportCard } from '../../stewardship/report-card.ts';
import { html, type Html } from '../html.ts';
import { PICTURE } from './picture.ts';

/** Peers by share in steps of ten per cent, the own step marked by colour, outline and word. */
export function histogram({ steps }: NonNullable<ReportCard['peers']>): Html {
  const most = steps.reduce((max, { peers }) => Math.max(max, peers), 1);
  const width = (PICTURE.width - PICTURE.left - PICTURE.right) / steps.length;
  const label = `Peers by share of orders rated usually not appropriate: ${steps.map(({ from, peers, isOwn }) => `${from} to ${from + 10} %: ${peers}${isOwn ? ', your step' : ''}`).join('; ')}.`;
  return html`<svg class="picture" viewBox="0 0 ${PICTURE.width} ${PICTURE.height}" role="img" aria-label="${label}">
${steps.map(({ from, peers, isOwn }, index) => {
    const height = (peers / most) * (PICTURE.base - PICTURE.top - 14);
    const x = PICTURE.left + index * width;
    return html`${isOwn && html`<rect class="own-step" x="${x}" y="${PICTURE.top}" width="${width}" height="${PICTURE.base - PICTURE.top}"/><text class="own-word" x="${x + width / 2}" y="${PICTURE.top - 4}">you</text>`}
<rect class="peers" x="${x + 2}" y="${PICTURE.base - height}" width="${width - 4}" height="${height}"/>${peers > 0 && html`<text x="${x + width / 2}" y="${PICTURE.base - height - 3}">${peers}</text>`}<text class="tick" x="${x}" y="${PICTURE.base + 13}">${from}</text>`;
  })}<text class="tick" x="${PICTURE.width - PICTURE.right}" y="${PICTURE.base + 13}">100</text><line x1="${PICTURE.left}" y1="${PICTURE.base}" x2="${PICTURE.width - PICTURE.right}" y2="${PICTURE.base}"/>
<text class="axis" x="${(PICTURE.width + PICTURE.left) / 2}" y="${PICTURE.height - 2}">% usually not appropriate, not taken back (bars: peers)</text></svg>`;
}
