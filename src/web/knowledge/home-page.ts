/** /knowledge: the topics. */
import type { Library } from '../../knowledge/readable-topic.ts';
import { asWritten } from '../as-written.ts';
import { html } from '../html.ts';
import type { Tell } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** One entry a topic, with its version and who has reviewed it. */
export function homePage({ topics }: Library, tell: Tell): KnowledgePage {
  const listed = topics.map((each) => ({ ...pathsOf(each).topic, version: each.topic.version, reviewed: each.say(each.files.topic.reviewed), source: each.topic.source.label }));
  const { title, path } = knowledgeHome(tell);
  return {
    title, path, trail: [], view: { topics: listed },
    body: (link) => html`<p>${tell('knowledge.home.lead')}</p>
<ul class="plain">${listed.map((topic) => html`<li class="panel"><h2>${link(topic)}</h2><p>${tell.html('knowledge.home.edition', { source: asWritten(tell, topic.source), version: html`<code>${topic.version}</code>` })}</p><p class="warning">${topic.reviewed}</p></li>`)}</ul>
<p>${tell.html('knowledge.home.fhir', { link: html`<a href="fhir/metadata">FHIR</a>` })}</p>`,
  };
}
