/** /knowledge/{topic}/order-sets/{id}: what is offered, and when an item is left out, held back or changed. */
import type { OrderSetItem } from '../../decision/topic.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { OrderSetItemFile, ReservationFile } from '../../knowledge/topic-files.ts';
import { asWritten } from '../as-written.ts';
import { citation } from '../citation.ts';
import { html, type Html } from '../html.ts';
import { tellIn, type Tell } from '../tell.ts';
import { criterionWords } from './criterion-words.ts';
import { draftHtml, draftLines } from './draft-lines.ts';
import { knowledgeHome, type KnowledgePage, type Linker, type Ref } from './page.ts';
import { pathsOf, type Paths } from './paths.ts';
import { citedSource } from './sources.ts';

type Json = Readonly<Record<string, unknown>>;

interface Reason {
  readonly words?: string;
  readonly evidence: readonly Ref[];
  readonly when?: string;
  readonly whenWords?: string;
  readonly change?: readonly string[];
}

/** The single drafts that cards add are shown as the set `drafts`. Nothing for one the topic does not have. */
export function orderSetPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic, files, say } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const set = files.orderSets.find((each) => each.id === id);
  const items = set?.items ?? (id === 'drafts' && files.drafts.length > 0 ? files.drafts : undefined);
  if (items === undefined) return undefined;
  // Words come from the topic, expressions from the files: both have the same items in the same order.
  const said = set === undefined ? [...topic.drafts.values()] : topic.orderSets.get(id)!.items;
  const reads = new Map(topic.reads.map((read) => [read.id, read.title]));
  const listed = items.map((item, index) => itemOf(readable, at, id, item, said[index]!, reads));
  const source = citedSource(set?.source);
  const self = at.orderSet(id);
  const when = (expression: string): Html | string => criterionWords(topic, expression, say) ?? html`<code>${expression}</code>`;
  const swap = ({ isTicked, tickWhen }: (typeof listed)[number]): Html | string => (isTicked ? tell('knowledge.orderSet.ticked') : tickWhen === undefined ? tell('knowledge.orderSet.offered') : tell.html('knowledge.orderSet.tickedWhile', { criterion: when(tickWhen) }));
  return {
    title: self.title, path: self.path, trail: [knowledgeHome(tell), at.topic],
    view: { id, title: self.title, version: topic.version, ...(source !== undefined && { source }), items: listed },
    body: (link) => html`<p>${tell('knowledge.orderSet.lead')}</p>
${source !== undefined && html`<p class="source">${tell.html('knowledge.source', { source: asWritten(tell, citation(source)) })}</p>`}
${listed.map((item, index) => html`<section class="panel" id="${item.id}"><h2>${item.title[0]?.toUpperCase()}${item.title.slice(1)}</h2>
<p>${swap(item)}${item.offer !== undefined && html` ${tell.html('knowledge.orderSet.only', { criterion: when(item.offer) })}`}${item.needs.length > 0 && ` ${tell('knowledge.orderSet.needs', { reads: [...new Set(item.needs)].join(', ') })}`}</p>
<details><summary>${tell('knowledge.orderSet.draft')}</summary><ul class="small">${draftHtml(said[index]!.draft, (words) => asWritten(tell, words)).map((line) => html`<li>${line}</li>`)}</ul><p class="small">${link({ id: item.id, title: tell('knowledge.orderSet.fhir'), path: item.activityDefinition })}</p></details>
${reasonsPart(tell('knowledge.orderSet.leftOut'), item.leftOut, [], tell, link)}${reasonsPart(tell('knowledge.orderSet.notTicked'), item.notTicked, [], tell, link)}${reasonsPart(tell('knowledge.orderSet.changed'), item.changed, said[index]!.adjust.map(({ draft }) => draft), tell, link)}</section>`)}`,
  };
}

function itemOf({ topic, say }: ReadableTopic, at: Paths, set: string, item: OrderSetItemFile, said: OrderSetItem, reads: ReadonlyMap<string, string>) {
  const reasons = (list: readonly ReservationFile[] = [], texts: readonly { readonly because?: string; readonly draft?: Json }[]): readonly Reason[] => list.map(({ evidence = [], when }, index) => {
    const { because, draft } = texts[index]!;
    const whenWords = when === undefined ? undefined : criterionWords(topic, when, say);
    return {
      ...(because !== undefined && { words: because }), ...(when !== undefined && { when }), ...(whenWords !== undefined && { whenWords }), ...(draft !== undefined && { change: draftLines(draft) }),
      evidence: evidence.flatMap((name) => (name.startsWith('flags.') ? [{ ...at.variant(name.slice('flags.'.length)) }] : at.isFinding(name) ? [at.finding(name)] : [])),
    };
  });
  return {
    id: item.id, title: said.title, kind: String(item.draft['resourceType']), isTicked: item.isTicked ?? false,
    ...(item.tickWhen !== undefined && { tickWhen: item.tickWhen, tickWhenWords: criterionWords(topic, item.tickWhen, say) }), ...(item.offer !== undefined && { offer: item.offer, offerWords: criterionWords(topic, item.offer, say) }),
    needs: (item.needs ?? []).map((read) => reads.get(read) ?? read), leftOut: reasons(item.exclude, said.exclude), notTicked: reasons(item.untick, said.untick), changed: reasons(item.adjust, said.adjust), draft: draftLines(said.draft),
    activityDefinition: `/fhir/ActivityDefinition/${set}.${item.id}`,
  };
}

/** `drafts` are what reasons change, in their order. */
function reasonsPart(title: string, reasons: readonly Reason[], drafts: readonly Json[], tell: Tell, link: Linker): Html | false {
  const change = (draft: Json): Html => html`<br>${draftHtml(draft, (words) => asWritten(tell, words)).map((line, index) => html`${index > 0 && '; '}${line}`)}`;
  const condition = (when: string, words: string | undefined): Html => html`<br><span class="quiet">${tell.html('knowledge.orderSet.onlyWhere', { criterion: words ?? html`<code>${when}</code>` })}</span>`;
  return reasons.length > 0 && html`<h3>${title}</h3><ul class="small">${reasons.map(({ words, evidence, when, whenWords }, index) => html`<li>${words ?? tell('knowledge.orderSet.silently')}${evidence.length > 0 && html` <span class="quiet">(${evidence.map((ref, each) => html`${each > 0 && ', '}${link(ref)}`)})</span>`}${when !== undefined && condition(when, whenWords)}${drafts[index] !== undefined && change(drafts[index])}</li>`)}</ul>`;
}
