/** /knowledge/{topic}/findings: red flags by the variant they lead to, then everything else. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import type { Cited } from '../explained.ts';
import { asWritten } from '../as-written.ts';
import { html, type Html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { citedSource } from './sources.ts';

/** Variants in the order of the topic. */
export function findingsPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const listed = files.findings.map(({ code, source, leadsTo, family, quiet }) => ({ ...at.finding(code), source: citedSource(source)!, ...(leadsTo !== undefined && { leadsTo }), ...(family !== undefined && { family }), isForOrderSets: quiet === true }));
  const groups = [...topic.scenarios.keys()].map((id) => ({ variant: at.variant(id), flags: listed.filter(({ leadsTo }) => leadsTo === id) })).filter(({ flags }) => flags.length > 0);
  const others = listed.filter(({ leadsTo, isForOrderSets }) => leadsTo === undefined && !isForOrderSets);
  const quiet = listed.filter(({ leadsTo, isForOrderSets }) => leadsTo === undefined && isForOrderSets);
  const cited = (source: Cited): Html => html`<span class="small quiet">${asWritten(tell, citation(source))}</span>`;
  return {
    title: tell('knowledge.findings.title'), path: at.section('findings', '').path, trail: [knowledgeHome(tell), at.topic],
    view: { version: topic.version, redFlags: groups, others, forOrderSets: quiet },
    body: (link) => html`${groups.map(({ variant, flags }) => html`<h2>${tell.html('knowledge.findings.flags', { variant: link(variant) })}</h2><ul class="rows">${flags.map((flag) => html`<li>${link(flag)} ${cited(flag.source)}</li>`)}</ul>`)}
<h2>${tell('knowledge.findings.others')}</h2><ul class="rows">${others.map((each) => html`<li>${link(each)} ${cited(each.source)}</li>`)}</ul>
<h2>${tell('knowledge.findings.quiet')}</h2><ul class="rows">${quiet.map((each) => html`<li>${link(each)} ${cited(each.source)}</li>`)}</ul>`,
  };
}
