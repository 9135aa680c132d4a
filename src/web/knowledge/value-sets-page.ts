/** /knowledge/{topic}/value-sets: every list of codes. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { ValueSetPart } from '../../knowledge/topic-files.ts';
import { html } from '../html.ts';
import { tellIn } from '../tell.ts';
import { knowledgeHome, type KnowledgePage } from './page.ts';
import { pathsOf } from './paths.ts';

/** By title. */
export function valueSetsPage(readable: ReadableTopic): KnowledgePage {
  const { topic, files } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const systems = new Map(files.codeSystems.systems.map(({ uri, title }) => [uri, title]));
  const listed = files.valueSets.map(({ id, compose, expansion }) => ({ ...at.valueSet(id), codes: count(compose.include) + (expansion?.contains.length ?? 0), systems: [...new Set(compose.include.map(({ system }) => systems.get(system) ?? system))] }))
    .sort((one, other) => one.title.localeCompare(other.title, 'en'));
  return {
    title: tell('knowledge.valueSets.title'), path: at.section('value-sets', '').path, trail: [knowledgeHome(tell), at.topic],
    view: { version: topic.version, valueSets: listed },
    body: (link) => html`<div class="wide" tabindex="0" role="region" aria-label="${tell('knowledge.valueSets.title')}"><table><thead><tr><th scope="col">${tell('knowledge.valueSets.one')}</th><th scope="col" class="number">${tell('knowledge.codes')}</th><th scope="col">${tell('knowledge.valueSets.systems')}</th></tr></thead><tbody>${listed.map((set) => html`<tr><th scope="row">${link(set)}</th><td class="number">${set.codes}</td><td class="small">${set.systems.join(', ')}</td></tr>`)}</tbody></table></div>`,
  };
}

function count(parts: readonly ValueSetPart[]): number {
  return parts.reduce((sum, { concept, filter }) => sum + (concept?.length ?? 0) + (filter?.length ?? 0), 0);
}
