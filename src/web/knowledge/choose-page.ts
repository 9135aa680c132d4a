/** /knowledge/{topic}/choose: a few questions that end at a variant. The table of the topic decides; nothing is kept. */
import { matchRow } from '../../decision/table.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { findContradictions, type Contradiction } from './find-contradictions.ts';
import { knowledgeHome, type KnowledgePage, type Linker } from './page.ts';
import { pathsOf } from './paths.ts';
import { ratedStudies, type RatedStudy } from './rated-studies.ts';
import { ratingBadge } from './rating-badge.ts';

/** Answers by question; one that is missing or unknown is the first of its question. Nothing for a topic without questions. */
export function choosePage(readable: ReadableTopic, query: Readonly<Record<string, unknown>>): KnowledgePage | undefined {
  const { topic, files: { questions }, say } = readable;
  if (questions === undefined) return undefined;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const given = say(questions.given.words);
  const asked = questions.questions.map(({ id, ask, hint, answers }) => ({ id, ask: say(ask), ...(hint !== undefined && { hint: say(hint) }), answers, chosen: answers.find((answer) => answer.id === query[id]) ?? answers[0]! }));
  const isAnswered = questions.questions.some(({ id }) => query[id] !== undefined);
  const set = asked.reduce<Readonly<Record<string, string>>>((all, { chosen }) => ({ ...all, ...chosen.set }), questions.given.set);
  const contradictions = findContradictions(asked);
  const row = matchRow(topic.scenarioTable, set);
  const scenario = row === undefined ? undefined : topic.scenarios.get(row.scenario);
  const isRated = !topic.notRatedWhen.some(({ finding, answers }) => answers.includes(set[finding] ?? ''));
  const ratings = ratedStudies(readable, isRated ? scenario?.ratedAs : undefined);
  const ranked = ORDER.map((category) => ({ category, studies: ratings.filter((study) => study.category === category) })).filter(({ studies }) => studies.length > 0);
  const result = scenario === undefined || row === undefined ? undefined : { variant: at.variant(scenario.id), kind: scenario.kind, row: row.id, ...(scenario.advice !== undefined && { advice: scenario.advice }), ratings };
  return {
    title: tell('knowledge.choose.title'), path: at.section('choose', '').path, query: Object.fromEntries(asked.filter(({ id }) => query[id] !== undefined).map(({ id, chosen }) => [id, chosen.id])), trail: [knowledgeHome(tell), at.topic], isAsked: true,
    view: { version: topic.version, given, questions: asked.map(({ id, ask, answers, chosen }) => ({ id, ask, answer: chosen.id, answers: answers.map((answer) => ({ id: answer.id, words: say(answer.words) })) })), contradictions: contradictions.map(({ one, other, isReplaced }) => ({ question: one.id, answer: one.chosen.id, with: { question: other.id, answer: other.chosen.id }, isReplaced })), ...(result !== undefined && { result }) },
    body: (link, kept) => html`<p>${given} ${tell('knowledge.choose.lead')}</p>
<div class="choose"><form method="get">${kept}${asked.map((question) => html`<fieldset><legend>${question.ask}</legend>${question.hint !== undefined && html`<p class="small quiet">${question.hint}</p>`}${question.answers.map((answer) => html`<label><input type="radio" name="${question.id}" value="${answer.id}"${answer === question.chosen && html` checked`}> ${say(answer.words)}</label>`)}</fieldset>`)}<button>${tell('knowledge.choose.button')}</button></form>
<section class="verdict" aria-label="${tell('knowledge.choose.result')}" id="result">${contradictions.map((each) => contradictionNote(each, tell, say))}${result === undefined ? html`<p>${tell('knowledge.choose.none')}</p>` : html`<p class="small quiet">${isAnswered ? tell('knowledge.choose.answered') : tell('knowledge.choose.unanswered')}</p><h2>${link(result.variant)}</h2>${result.advice !== undefined && html`<p>${result.kind === 'route' ? tell('knowledge.choose.route', { advice: result.advice }) : result.advice}</p>`}${!isRated && html`<p>${tell('knowledge.choose.notRated')}</p>`}${ranked.map((group) => ratingGroup(group, tell, link))}`}</section></div>`,
  };
}

function contradictionNote({ one, other, isReplaced }: Contradiction, tell: Tell, say: (text: string) => string): Html {
  const answers = { one: say(one.chosen.words), other: say(other.chosen.words) };
  return html`<p class="warning"><strong>${tell('knowledge.choose.contradict')}</strong> ${isReplaced ? tell('knowledge.choose.replaced', answers) : tell('knowledge.choose.neither', answers)}</p>`;
}

const ORDER = ['UA', 'MBA', 'MBA-D', 'UNA'] as const;

function ratingGroup({ category, studies }: { readonly category: (typeof ORDER)[number]; readonly studies: readonly RatedStudy[] }, tell: Tell, link: Linker): Html {
  return html`<h3>${ratingBadge(tell, category)}</h3><ul aria-label="${tell(`rating.${category}`)}">${studies.map((study) => html`<li>${link(study)} <span class="small quiet">${study.radiation} ${study.dose}</span></li>`)}</ul>`;
}
