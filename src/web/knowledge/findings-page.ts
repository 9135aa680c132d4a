/** /knowledge/{topic}/findings: red flags by the variant they lead to, then everything else. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { citation } from '../citation.ts';
import { html } from '../html.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';
import { citedSource } from './sources.ts';

/** Variants in the order of the topic. */
export function findingsPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const listed = files.findings.map(({ code, source, leadsTo, family, quiet }) => ({ ...at.finding(code), source: citedSource(source)!, ...(leadsTo !== undefined && { leadsTo }), ...(family !== undefined && { family }), isForOrderSets: quiet === true }));
  const groups = [...topic.scenarios.keys()].map((id) => ({ variant: at.variant(id), flags: listed.filter(({ leadsTo }) => leadsTo === id) })).filter(({ flags }) => flags.length > 0);
  const others = listed.filter(({ leadsTo, isForOrderSets }) => leadsTo === undefined && !isForOrderSets);
  const quiet = listed.filter(({ leadsTo, isForOrderSets }) => leadsTo === undefined && isForOrderSets);
  return {
    title: 'Findings', path: at.section('findings', '').path, trail: [knowledgeHome, at.topic],
    view: { version: topic.version, redFlags: groups, others, forOrderSets: quiet },
    body: (link) => html`${groups.map(({ variant, flags }) => html`<h2>Red flags: ${link(variant)}</h2><ul class="rows">${flags.map((flag) => html`<li>${link(flag)} <span class="small quiet">${citation(flag.source)}</span></li>`)}</ul>`)}
<h2>Questions and other findings</h2><ul class="rows">${others.map((each) => html`<li>${link(each)} <span class="small quiet">${citation(each.source)}</span></li>`)}</ul>
<h2>For the order set</h2><ul class="rows">${quiet.map((each) => html`<li>${link(each)} <span class="small quiet">${citation(each.source)}</span></li>`)}</ul>`,
  };
}
