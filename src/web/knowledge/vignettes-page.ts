/** /knowledge/{topic}/vignettes: the patients that prove the rules, a few hundred a page. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

const PER_PAGE = 200;

/** Of all variants, or of the one asked for; nothing for a variant or a page that is not there. */
export function vignettesPage(readable: ReadableTopic, vignettes: readonly ReadableVignette[], page: number, variant: string | undefined): KnowledgePage | undefined {
  const { topic } = readable;
  if (variant !== undefined && !topic.scenarios.has(variant)) return undefined;
  const at = pathsOf(readable);
  const all = vignettes.filter(({ expect }) => variant === undefined || expect.scenario === variant);
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  if (page > pages) return undefined;
  const listed = all.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(({ id, title, expect: { scenario }, nearMissOf }) => ({ ...at.vignette(id, title), ...(scenario !== undefined && { scenario }), ...(nearMissOf !== undefined && { nearMissOf }) }));
  const self = at.section('vignettes', 'Vignettes');
  const queryOf = (number: number): string => `${variant === undefined ? '' : `variant=${encodeURIComponent(variant)}&`}page=${number}`;
  const choices = [...topic.scenarios.keys()].map((id) => ({ ...at.variant(id), path: `${self.path}?variant=${encodeURIComponent(id)}`, count: vignettes.filter(({ expect }) => expect.scenario === id).length })).filter(({ count }) => count > 0);
  return {
    title: `Vignettes${variant === undefined ? '' : ` of “${topic.scenarios.get(variant)!.title}”`}${pages === 1 ? '' : ` (${page} of ${pages})`}`, path: self.path, trail: [knowledgeHome, at.topic], query: queryOf(page),
    view: { version: topic.version, ...(variant !== undefined && { variant }), count: all.length, page, pages, vignettes: listed },
    body: (link) => html`<p>${all.length} made-up patients with the answer that is expected; all of them are run before a release. No real patient is among them.</p>
<details><summary>By variant</summary><ul>${variant !== undefined && html`<li>${link(self, `All ${vignettes.length}`)}</li>`}${choices.map((choice) => html`<li>${link(choice)} <span class="quiet">(${choice.count})</span></li>`)}</ul></details>
<ul class="rows">${listed.map((vignette) => html`<li><code>${vignette.id}</code> ${link(vignette)}${vignette.nearMissOf !== undefined && html` <span class="small quiet">near miss</span>`}</li>`)}</ul>
${pages > 1 && html`<nav aria-label="Pages"><p>${Array.from({ length: pages }, (_, index) => html`${index > 0 && ' · '}${index + 1 === page ? html`<strong aria-current="page">${page}</strong>` : link({ ...self, path: `${self.path}?${queryOf(index + 1)}` }, String(index + 1))}`)}</p></nav>`}`,
  };
}
