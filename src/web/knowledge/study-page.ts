/** /knowledge/{topic}/studies/{id}: what the study exposes to, how it is rated, and the codes an order for it is recognised by. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { asWritten } from '../as-written.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { compareDose } from './compare-dose.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratingBadge } from './rating-badge.ts';
import { ratingMatrix } from './rating-matrix.ts';

/** Nothing for a study the topic does not have. */
export function studyPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic, files } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const study = topic.studies.find((each) => each.id === id);
  if (study === undefined) return undefined;
  const { title, modality, contrast, radiation, dose, coding, ratedAs } = study;
  const compared = compareDose(study, files.numbers?.radiation, tell);
  const ratings = ratingMatrix(readable).variants.map((variant) => ({ ...variant, category: topic.ratings.get(variant.id)?.get(ratedAs) }));
  const codes = [
    { words: tell('knowledge.study.exact'), sets: study.codedIn }, { words: tell('knowledge.study.wide'), sets: study.approximatelyCodedIn }, { words: tell('knowledge.study.unplaced'), sets: study.unplacedCodedIn },
  ].filter(({ sets }) => sets.length > 0).map(({ words, sets }) => ({ words, sets: sets.map(at.valueSet) }));
  const system = files.codeSystems.systems.find(({ uri }) => uri === coding.system)?.title ?? coding.system;
  return {
    title, path: at.study(id).path, trail: [knowledgeHome(tell), at.topic],
    view: { id, title, version: topic.version, modality, contrast, ratedAs: at.study(ratedAs), radiation, dose, compared, coding, ratings, codes },
    body: (link) => html`${ratedAs !== id && html`<p>${tell.html('knowledge.study.open', { study: link(at.study(ratedAs)) })}</p>`}
<dl class="pairs"><div><dt>${tell('knowledge.study.level')}</dt><dd>${tell('knowledge.study.dose', { level: radiation, dose })}</dd></div>
${compared.words.length > 0 && html`<div><dt>${tell('knowledge.study.compared')}</dt><dd>${compared.words.map((words) => html`<p>${words}</p>`)}<p>${link(at.section('radiation', tell('knowledge.study.all')))}</p></dd></div>`}
<div><dt>${tell('knowledge.study.draft')}</dt><dd><code>${coding.code}</code> ${asWritten(tell, coding.display)} (${system})</dd></div></dl>
<h2>${tell('knowledge.ratings')}</h2><ul class="ratings">${ratings.map((variant) => html`<li>${link(variant)} <span>${ratingBadge(tell, variant.category)}</span></li>`)}</ul>
<h2>${tell('knowledge.study.recognised')}</h2>
${codes.map(({ words, sets }) => html`<p>${words}: ${sets.map((set, index) => html`${index > 0 && '; '}${link(set)}`)}.</p>`)}
<p>${tell('knowledge.study.words')}</p>`,
  };
}
