/** Links from an explanation into the knowledge browser: the one place that knows which ids have a page. */
import type { Library } from '../knowledge/readable-topic.ts';
import { html, type Html } from './html.ts';
import { pathsOf } from './knowledge/paths.ts';

export type LinkedKind = 'variant' | 'study' | 'finding' | 'card';

/** The words as a link where the loaded topic has such a page, else as they are: an old decision may name what is gone. */
export type KnowledgeLink = (topic: string, kind: LinkedKind, id: string, words: Html | string) => Html;

/** `up` leads from the page to the root of the service (`../`); `query` goes along with every address (`?lang=es`). Without a library nothing is a link. */
export function knowledgeLinks(library: Library | undefined, up: string, query = ''): KnowledgeLink {
  const known = new Map((library?.topics ?? []).map((readable) => [readable.topic.id, { topic: readable.topic, at: pathsOf(readable) }]));
  return (name, kind, id, words) => {
    const found = known.get(name);
    if (found === undefined) return html`${words}`;
    const { topic, at } = found;
    const isThere = { variant: () => topic.scenarios.has(id), study: () => topic.studies.some((each) => each.id === id), finding: () => at.isFinding(id), card: () => topic.cards.has(id) }[kind]();
    return isThere ? html`<a href="${up}${at[kind](id).path.slice(1)}${query}">${words}</a>` : html`${words}`;
  };
}
