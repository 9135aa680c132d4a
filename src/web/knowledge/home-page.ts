/** /knowledge: the topics. */
import type { Library } from '../../knowledge/readable-topic.ts';
import { html } from '../html.ts';
import type { KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** One entry a topic, with its version and who has reviewed it. */
export function homePage({ topics }: Library): KnowledgePage {
  const listed = topics.map((each) => ({ ...pathsOf(each).topic, version: each.topic.version, reviewed: each.files.topic.reviewed, source: each.topic.source.label }));
  return {
    title: 'Knowledge', path: '/knowledge', trail: [], view: { topics: listed },
    body: (link) => html`<p>What Backstop knows, as it is used: which patient fits which criteria, how each study is rated there, what counts as a red flag and why, and the codes and words it is recognised by.</p>
<ul class="plain">${listed.map((topic) => html`<li class="panel"><h2>${link(topic)}</h2><p>${topic.source}. Version <code>${topic.version}</code>.</p><p class="warning">${topic.reviewed}</p></li>`)}</ul>
<p>Other tools read the same as <a href="fhir/metadata">FHIR</a>.</p>`,
  };
}
