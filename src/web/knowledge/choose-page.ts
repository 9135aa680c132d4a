/** /knowledge/{topic}/choose: a few questions that end at a variant. The table of the topic decides; nothing is kept. */
import { matchRow } from '../../decision/table.ts';
import { ratingWords } from '../../stewardship/rating-words.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html, type Html } from '../html.ts';
import { knowledgeHome, type KnowledgePage, type Linker } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratedStudies, type RatedStudy } from './rated-studies.ts';
import { ratingBadge } from './rating-badge.ts';

/** Answers by question; one that is missing or unknown is the first of its question. Nothing for a topic without questions. */
export function choosePage(readable: ReadableTopic, query: Readonly<Record<string, unknown>>): KnowledgePage | undefined {
  const { topic, files: { questions } } = readable;
  if (questions === undefined) return undefined;
  const at = pathsOf(readable);
  const asked = questions.questions.map(({ id, ask, hint, answers }) => ({ id, ask, ...(hint !== undefined && { hint }), answers, chosen: answers.find((answer) => answer.id === query[id]) ?? answers[0]! }));
  const isAnswered = questions.questions.some(({ id }) => query[id] !== undefined);
  const set = asked.reduce<Readonly<Record<string, string>>>((all, { chosen }) => ({ ...all, ...chosen.set }), questions.given.set);
  const row = matchRow(topic.scenarioTable, set);
  const scenario = row === undefined ? undefined : topic.scenarios.get(row.scenario);
  const isRated = !topic.notRatedWhen.some(({ finding, answers }) => answers.includes(set[finding] ?? ''));
  const ratings = ratedStudies(readable, isRated ? scenario?.ratedAs : undefined);
  const ranked = ORDER.map((category) => ({ category, studies: ratings.filter((study) => study.category === category) })).filter(({ studies }) => studies.length > 0);
  const result = scenario === undefined || row === undefined ? undefined : { variant: at.variant(scenario.id), kind: scenario.kind, row: row.id, ...(scenario.advice !== undefined && { advice: scenario.advice }), ratings };
  return {
    title: 'Which variant fits?', path: at.section('choose', '').path, trail: [knowledgeHome, at.topic], isAsked: true, query: new URLSearchParams(Object.fromEntries(asked.filter(({ id }) => query[id] !== undefined).map(({ id, chosen }) => [id, chosen.id]))).toString(),
    view: { version: topic.version, given: questions.given.words, questions: asked.map(({ id, ask, answers, chosen }) => ({ id, ask, answer: chosen.id, answers: answers.map((answer) => ({ id: answer.id, words: answer.words })) })), ...(result !== undefined && { result }) },
    body: (link) => html`<p>${questions.given.words} Nothing you choose is kept. It looks up the published table; it does not judge a patient, and words such as “suspected” are yours to judge.</p>
<div class="choose"><form method="get">${asked.map((question) => html`<fieldset><legend>${question.ask}</legend>${question.hint !== undefined && html`<p class="small quiet">${question.hint}</p>`}${question.answers.map((answer) => html`<label><input type="radio" name="${question.id}" value="${answer.id}"${answer === question.chosen && html` checked`}> ${answer.words}</label>`)}</fieldset>`)}<button>Show the variant</button></form>
<section class="verdict" aria-label="Result" id="result">${result === undefined ? html`<p>No criteria of this topic apply.</p>` : html`<p class="small quiet">${isAnswered ? 'With these answers' : 'With nothing else known'}</p><h2>${link(result.variant)}</h2>${result.advice !== undefined && html`<p>${result.kind === 'route' ? `These criteria come first: ${result.advice}.` : result.advice}</p>`}${!isRated && html`<p>The ratings do not apply to this patient.</p>`}${ranked.map((group) => ratingGroup(group, link))}`}</section></div>`,
  };
}

const ORDER = ['UA', 'MBA', 'MBA-D', 'UNA'] as const;

function ratingGroup({ category, studies }: { readonly category: (typeof ORDER)[number]; readonly studies: readonly RatedStudy[] }, link: Linker): Html {
  return html`<h3>${ratingBadge(category)}</h3><ul aria-label="${ratingWords[category]}">${studies.map((study) => html`<li>${link(study)} <span class="small quiet">${study.radiation} ${study.dose}</span></li>`)}</ul>`;
}
