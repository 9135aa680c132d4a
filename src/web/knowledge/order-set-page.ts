/** /knowledge/{topic}/order-sets/{id}: what is offered, and when an item is left out, held back or changed. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { ReservationFile } from '../../knowledge/topic-files.ts';
import { citation } from '../citation.ts';
import { html, type Html } from '../html.ts';
import { criterionWords } from './criterion-words.ts';
import { draftLines } from './draft-lines.ts';
import { knowledgeHome, type KnowledgePage, type Linker, type Ref } from './page.ts';
import { pathsOf, type Paths } from './paths.ts';
import { citedSource } from './sources.ts';

interface Reason {
  readonly words?: string;
  readonly evidence: readonly Ref[];
  readonly when?: string;
  readonly whenWords?: string;
  readonly change?: readonly string[];
}

/** The single drafts that cards add are shown as the set `drafts`. Nothing for one the topic does not have. */
export function orderSetPage(readable: ReadableTopic, id: string): KnowledgePage | undefined {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const set = files.orderSets.find((each) => each.id === id);
  const items = set?.items ?? (id === 'drafts' && files.drafts.length > 0 ? files.drafts : undefined);
  if (items === undefined) return undefined;
  const reasons = (list: readonly (ReservationFile & { readonly draft?: object })[] = []): readonly Reason[] => list.map((each) => reasonOf(readable, at, each));
  const reads = new Map(files.topic.reads.map((read) => [read.id, read.title]));
  const listed = items.map((item) => ({
    id: item.id, title: item.title, kind: String(item.draft['resourceType']), isTicked: item.isTicked ?? false,
    ...(item.tickWhen !== undefined && { tickWhen: item.tickWhen, tickWhenWords: criterionWords(topic, item.tickWhen) }), ...(item.offer !== undefined && { offer: item.offer, offerWords: criterionWords(topic, item.offer) }),
    needs: (item.needs ?? []).map((read) => reads.get(read) ?? read), leftOut: reasons(item.exclude), notTicked: reasons(item.untick), changed: reasons(item.adjust), draft: draftLines(item.draft),
    activityDefinition: `/fhir/ActivityDefinition/${id}.${item.id}`,
  }));
  const source = citedSource(set?.source);
  const self = at.orderSet(id);
  return {
    title: self.title, path: self.path, trail: [knowledgeHome, at.topic],
    view: { id, title: self.title, version: topic.version, ...(source !== undefined && { source }), items: listed },
    body: (link) => html`<p>Drafts for a clinician to check and sign. Items are decided from the top: left out goes before held back, and both before a change.</p>
${source !== undefined && html`<p class="source">Source: ${citation(source)}</p>`}
${listed.map((item) => html`<section class="panel" id="${item.id}"><h2>${item.title[0]?.toUpperCase()}${item.title.slice(1)}</h2>
<p>${item.isTicked ? 'Part of the swap.' : item.tickWhen === undefined ? 'Offered, not part of the swap.' : html`Part of the swap while ${item.tickWhenWords ?? html`<code>${item.tickWhen}</code>`}; else offered.`}${item.offer !== undefined && html` Exists only while ${item.offerWords ?? html`<code>${item.offer}</code>`}.`}${item.needs.length > 0 && html` Held back where these could not be read: ${[...new Set(item.needs)].join(', ')}.`}</p>
<details><summary>What the draft says</summary><ul class="small">${item.draft.map((line) => html`<li>${line}</li>`)}</ul><p class="small">${link({ id: item.id, title: 'As a FHIR ActivityDefinition', path: item.activityDefinition })}</p></details>
${reasonsPart('Left out', item.leftOut, link)}${reasonsPart('Offered, not ticked', item.notTicked, link)}${reasonsPart('Changed', item.changed, link)}</section>`)}`,
  };
}

function reasonOf({ topic }: ReadableTopic, at: Paths, { because, evidence = [], when, draft }: ReservationFile & { readonly draft?: object }): Reason {
  const whenWords = when === undefined ? undefined : criterionWords(topic, when);
  return {
    ...(because !== undefined && { words: because }), ...(when !== undefined && { when }), ...(whenWords !== undefined && { whenWords }), ...(draft !== undefined && { change: draftLines(draft as Readonly<Record<string, unknown>>) }),
    evidence: evidence.flatMap((name) => (name.startsWith('flags.') ? [{ ...at.variant(name.slice('flags.'.length)) }] : at.isFinding(name) ? [at.finding(name)] : [])),
  };
}

function reasonsPart(title: string, reasons: readonly Reason[], link: Linker): Html | false {
  return reasons.length > 0 && html`<h3>${title}</h3><ul class="small">${reasons.map(({ words, evidence, when, whenWords, change }) => html`<li>${words ?? 'without words on the card'}${evidence.length > 0 && html` <span class="quiet">(${evidence.map((ref, index) => html`${index > 0 && ', '}${link(ref)}`)})</span>`}${when !== undefined && html`<br><span class="quiet">only where ${whenWords ?? html`<code>${when}</code>`}</span>`}${change !== undefined && html`<br>${change.join('; ')}`}</li>`)}</ul>`;
}
