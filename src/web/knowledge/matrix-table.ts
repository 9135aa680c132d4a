/** The rating matrix as a part of a page. */
import type { RatingCategory } from '../../decision/decision.ts';
import { html, type Html } from '../html.ts';
import type { Tell } from '../tell.ts';
import type { Linker } from './page.ts';
import { ratingBadge } from './rating-badge.ts';
import type { Matrix } from './rating-matrix.ts';

const LEGEND: readonly RatingCategory[] = ['UA', 'MBA', 'MBA-D', 'UNA'];

/** As a table where there is room, and by variant on a phone. */
export function matrixTable({ variants, studies }: Matrix, tell: Tell, link: Linker): Html {
  return html`<p class="legend">${LEGEND.map((category) => html`<span>${ratingBadge(tell, category, true)} <span aria-hidden="true">${tell(`rating.${category}`)}</span></span> `)}</p>
<table class="matrix"><caption class="visually-hidden">${tell('knowledge.matrix.caption')}</caption>
<thead><tr><th scope="col">${tell('knowledge.column.ofStudy')}</th><th scope="col">${tell('knowledge.matrix.radiation')}</th>${variants.map((variant) => html`<th scope="col">${link(variant, html`<span class="number-of">${variant.number}</span> <span class="small">${variant.short}</span>`)}</th>`)}</tr></thead>
<tbody>${studies.map((study) => html`<tr><th scope="row">${link(study)}</th><td class="dose"><span class="level">${study.radiation}</span> <span class="small quiet">${study.dose}</span></td>${variants.map(({ id }) => html`<td>${ratingBadge(tell, study.ratings[id], true)}</td>`)}</tr>`)}</tbody></table>
<div class="by-variant">${variants.map((variant) => html`<details><summary><strong>${tell('knowledge.variant.number', { number: variant.number })}</strong> ${variant.short}</summary><p>${link(variant, tell('knowledge.matrix.more'))}</p><ul class="ratings">${studies.map((study) => html`<li>${link(study)} <span>${ratingBadge(tell, study.ratings[variant.id])} <span class="small quiet">${study.radiation}</span></span></li>`)}</ul></details>`)}</div>`;
}
