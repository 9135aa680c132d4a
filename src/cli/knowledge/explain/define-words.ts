/** What is said and offered, as definitions: cards, order sets, drafts, reasons, links, texts and messages. */
import type { CardFile, OrderSetItemFile, TopicFiles } from '../../../knowledge/topic-files.ts';
import { named, type Definition, type Name } from './definition.ts';
import { namesInExpressions } from './names-in-expressions.ts';

export function defineWords(files: TopicFiles): readonly Definition[] {
  const { name: topic, cards, orderSets, drafts, overrideReasons, links, messages } = files;
  const of = (definition: Omit<Definition, 'topic'>): Definition => ({ topic, ...definition });
  return [
    ...cards.map((card) => of({ kind: 'card', id: card.id, title: card.summary[0]!, at: `${topic}/cards/${card.id}.yaml#`, source: card.source.label, content: card, names: namesOfCard(files, card) })),
    ...orderSets.map((set) => of({ kind: 'order set', id: set.id, title: set.title, at: `${topic}/order-sets/${set.id}.yaml#`, ...(set.source !== undefined && { source: set.source.label }), content: { items: set.items.map(({ id }) => id) }, names: named('item', set.items.map(({ id }) => id)) })),
    ...orderSets.flatMap((set) => set.items.map((item, index) => of({ kind: 'item', id: item.id, title: item.title, at: `${topic}/order-sets/${set.id}.yaml#/items/${index}`, content: item, names: namesOfItem(files, item) }))),
    ...drafts.map((draft, index) => of({ kind: 'draft', id: draft.id, title: draft.title, at: `${topic}/order-sets/drafts.yaml#/items/${index}`, content: draft, names: namesOfItem(files, draft) })),
    ...overrideReasons.map((reason, index) => of({ kind: 'override reason', id: reason.id, title: reason.display, at: `${topic}/override-reasons.yaml#/reasons/${index}`, content: reason, names: [] })),
    ...links.map((link, index) => of({ kind: 'link', id: link.id, title: link.label, at: `${topic}/links.yaml#/links/${index}`, content: link, names: [] })),
    ...messages.flatMap(({ language, messages: all }) => Object.entries(all).map(([text, message]) => of({ kind: 'message', id: text, title: message, at: `${topic}/messages/${language}.yaml#/messages`, content: { [language]: message }, names: [] }))),
    ...sharedTexts(files),
  ];
}

/** Words of cards and texts of pages, by id: all languages say them. */
function sharedTexts({ words, pages }: TopicFiles): readonly Definition[] {
  const files = [...words.map(({ language, words: texts }) => ({ place: 'words', language, texts })), ...pages.map(({ language, texts }) => ({ place: 'pages', language, texts }))];
  return files.flatMap(({ place, language, texts }) => Object.entries(texts).map(([id, text]): Definition => ({ topic: 'common', kind: 'text', id, ...(typeof text === 'string' && { title: text }), at: `common/${place}/${language}.yaml#/${place === 'words' ? 'words' : 'texts'}/${id}`, content: { [language]: text }, names: [] })));
}

function namesOfCard({ findings }: TopicFiles, card: CardFile): readonly Name[] {
  const { suggestions = [], overrideReasons = [], links = [], second } = card;
  const codes = new Set(findings.map(({ code }) => code));
  const values = [...JSON.stringify([card.summary, card.detail]).matchAll(/\{\{\??(\w+)(?:\.because|=)/g)].map(([, name]) => name!);
  return [
    ...named('finding', values.filter((name) => codes.has(name))), ...named('card', [second]), ...named('override reason', overrideReasons), ...named('link', links),
    ...named('order set', suggestions.map((each) => ('orderSet' in each ? each.orderSet : undefined))), ...named('draft', suggestions.flatMap((each) => ('add' in each ? each.add ?? [] : []))),
  ];
}

function namesOfItem(files: TopicFiles, item: OrderSetItemFile): readonly Name[] {
  const { needs = [], exclude = [], untick = [], adjust = [], tickWhen, offer } = item;
  const evidence = [...exclude, ...untick, ...adjust].flatMap((each) => each.evidence ?? []);
  const facts = new Set(files.facts.map(({ name }) => name));
  const plain = evidence.filter((name) => !name.startsWith('flags.'));
  return [
    ...named('read', needs), ...named('fact', plain.filter((name) => facts.has(name))), ...named('finding', plain.filter((name) => !facts.has(name))), ...named('variant', evidence.filter((name) => name.startsWith('flags.')).map((name) => name.slice('flags.'.length))),
    ...namesInExpressions(files, [tickWhen, offer, exclude, untick, adjust]),
  ];
}
