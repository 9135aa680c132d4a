/** Where the pages of a topic are: the one place that knows. */
import { cardName } from '../../knowledge/card-name.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { tellIn } from '../tell.ts';
import { titledAsWritten, type Ref } from './page.ts';

export type PageKind = 'variants' | 'studies' | 'findings' | 'value-sets' | 'order-sets' | 'cards' | 'vignettes';

/** Makes references to pages of one topic. `V1/V2` is written `V1-V2` in a path. */
export function pathsOf({ topic, files, say }: ReadableTopic) {
  const tell = tellIn(topic.pages);
  const root = `/knowledge/${encodeURIComponent(topic.id)}`;
  const ref = (kind: PageKind, id: string, title: string): Ref => ({ id, title, path: `${root}/${kind}/${encodeURIComponent(slugOf(id))}` });
  const written = (kind: PageKind, id: string, title: string): Ref => ({ ...ref(kind, id, title), ...titledAsWritten(tell) });
  const section = (name: string, title: string): Ref => ({ id: name, title, path: `${root}/${name}` });
  const studies = new Map(topic.studies.map(({ id, title }) => [id, title]));
  const findings = new Map(topic.findings.map(({ code, title }) => [code, title]));
  const sets = new Map(files.valueSets.map(({ id, title }) => [id, title]));
  return {
    topic: { id: topic.id, title: say(topic.title), path: root } satisfies Ref,
    section,
    variant: (id: string): Ref => {
      const scenario = topic.scenarios.get(id);
      return ref('variants', id, scenario === undefined ? id : scenario.number === undefined ? scenario.title : tell('knowledge.variant.title', { number: scenario.number, title: scenario.title }));
    },
    study: (id: string): Ref => ref('studies', id, studies.get(id) ?? id),
    finding: (code: string): Ref => ref('findings', code, findings.get(code) ?? code),
    isFinding: (code: string): boolean => findings.has(code),
    valueSet: (id: string): Ref => written('value-sets', id, sets.get(id) ?? id),
    orderSet: (id: string): Ref => ref('order-sets', id, orderSetTitle(id)),
    card: (id: string): Ref => ref('cards', id, say(cardName(id))),
    vignette: (id: string, title: string): Ref => written('vignettes', id, title),
  };

  function orderSetTitle(id: string): string {
    const set = topic.orderSets.get(id);
    return set !== undefined ? say(set.title) : id === 'drafts' ? tell('knowledge.drafts.title') : id;
  }
}

export type Paths = ReturnType<typeof pathsOf>;

/** An id as part of a path. */
function slugOf(id: string): string {
  return id.replaceAll('/', '-');
}
