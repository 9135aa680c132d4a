/** /knowledge/{topic}/studies/{id}: what the study exposes to, how it is rated, and the codes an order for it is recognised by. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import { compareDose } from './compare-dose.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratingBadge } from './rating-badge.ts';
import { ratingMatrix } from './rating-matrix.ts';

/** Nothing for a study the topic does not have. */
export function studyPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const study = topic.studies.find((each) => each.id === id);
  if (study === undefined) return undefined;
  const { title, modality, contrast, radiation, dose, coding, ratedAs } = study;
  const compared = compareDose(study, files.numbers?.radiation);
  const ratings = ratingMatrix(readable).variants.map((variant) => ({ ...variant, category: topic.ratings.get(variant.id)?.get(ratedAs) }));
  const codes = [
    { words: 'Codes of this study', sets: study.codedIn }, { words: 'Codes of a larger field: the same row applies', sets: study.approximatelyCodedIn }, { words: 'Codes that name no level: a body site or words must', sets: study.unplacedCodedIn },
  ].filter(({ sets }) => sets.length > 0).map(({ words, sets }) => ({ words, sets: sets.map(at.valueSet) }));
  const system = files.codeSystems.systems.find(({ uri }) => uri === coding.system)?.title ?? coding.system;
  return {
    title, path: at.study(id).path, trail: [knowledgeHome, at.topic],
    view: { id, title, version: topic.version, modality, contrast, ratedAs: at.study(ratedAs), radiation, dose, compared, coding, ratings, codes },
    body: (link) => html`${ratedAs !== id && html`<p>The order leaves contrast open; it is rated as ${link(at.study(ratedAs))}.</p>`}
<dl class="pairs"><div><dt>Relative radiation level</dt><dd>${radiation} (${dose}, adult effective dose)</dd></div>
${compared.words.length > 0 && html`<div><dt>Compared</dt><dd>${compared.words.map((words) => html`<p>${words}</p>`)}<p>${link(at.section('radiation', 'All studies compared'))}</p></dd></div>`}
<div><dt>A draft carries</dt><dd><code>${coding.code}</code> ${coding.display} (${system})</dd></div></dl>
<h2>Ratings</h2><ul class="ratings">${ratings.map((variant) => html`<li>${link(variant)} <span>${ratingBadge(variant.category)}</span></li>`)}</ul>
<h2>How an order is recognised</h2>
${codes.map(({ words, sets }) => html`<p>${words}: ${sets.map((set, index) => html`${index > 0 && '; '}${link(set)}`)}.</p>`)}
<p>An order without a known code is recognised by its words: modality, region and contrast.</p>`,
  };
}
