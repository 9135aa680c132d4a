/** The leaflet a patient takes home: one page that needs nothing else once it is loaded, and prints on one sheet. */
import type { Leaflet, LeafletSection, WarningSigns } from '../decision/leaflet.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

export interface LeafletView {
  /** The topic and version of the knowledge, for the foot of a printed sheet. */
  readonly edition: string;
  /** All languages there are, this one among them. */
  readonly leaflets: readonly Leaflet[];
  /** Path of the topic's leaflet seen from the page, and of the assets. */
  readonly path: string;
  readonly assets: string;
}

/** A whole document in the leaflet's language. */
export function leafletPage(leaflet: Leaflet, { edition, leaflets, path, assets }: LeafletView): string {
  const { language, title, lead, sections, warnings, comeBack, words, sources, reviewed } = leaflet;
  return layout({
    title, language, skip: words.skip, styles: ['leaflet.css'],
    navigation: switchLanguage(leaflet, leaflets, path),
    main: html`<div class="leaflet">
<p class="lead">${lead}</p>
${sections.map(section)}
<section class="warnings"><h2>${warnings.heading}</h2>
${signs('now', warnings.now)}
${signs('soon', warnings.soon)}
</section>
${section(comeBack)}
<footer class="foot"><h2>${words.sources}</h2>
<ul>${sources.map(({ label, url }) => html`<li><a href="${url}" rel="noreferrer">${label}</a></li>`)}</ul>
<p>${reviewed} <span class="quiet">(${edition})</span></p></footer>
</div>`,
  }, assets);
}

function section({ heading, paragraphs = [], points = [] }: LeafletSection): Html {
  return html`<section><h2>${heading}</h2>
${paragraphs.map((text) => html`<p>${text}</p>\n`)}${points.length > 0 && html`<ul>${points.map((text) => html`<li>${text}</li>`)}</ul>`}
</section>`;
}

function signs(when: 'now' | 'soon', { heading, signs: all }: WarningSigns): Html {
  return html`<div class="signs signs-${when}"><h3>${heading}</h3>
<ul>${all.map((sign) => html`<li>${sign}</li>`)}</ul></div>`;
}

/** Each language under its own name; the one that is shown is marked. */
function switchLanguage({ language: shown, words }: Leaflet, leaflets: readonly Leaflet[], path: string): Html | undefined {
  if (leaflets.length < 2) return undefined;
  return html`<nav class="languages" aria-label="${words.languages}">${leaflets.map(({ language, name }) => (language === shown
    ? html`<span lang="${language}" aria-current="true">${name}</span> `
    : html`<a href="${path}/${language}" lang="${language}" hreflang="${language}">${name}</a> `))}</nav>`;
}
