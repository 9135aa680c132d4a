/** Everything of a topic that can be found, with the words it is found by. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import type { ValueSetFile } from '../../knowledge/topic-files.ts';
import { tellIn } from '../tell.ts';
import { namesIn } from './names-in.ts';
import { phraseWords } from './phrase-words.ts';
import type { Ref } from './page.ts';
import { pathsOf } from './paths.ts';

export interface SearchEntry {
  readonly ref: Ref;
  /** In words. */
  readonly kind: string;
  /** A patient who proves a rule, no rule. */
  readonly isProof: boolean;
  /** As plainWords makes it. */
  readonly title: string;
  readonly words: string;
  /** Codes in capitals without dots; `isWithBelow` stands for all codes that begin so. */
  readonly codes: readonly { readonly code: string; readonly isWithBelow: boolean; readonly display?: string }[];
}

/** Pages of the guideline first, vignettes last. What has a title in two languages is found in both. */
export function searchEntries(readable: ReadableTopic, vignettes: readonly ReadableVignette[]): readonly SearchEntry[] {
  const { topic, files } = readable;
  const tell = tellIn(topic.pages);
  const at = pathsOf(readable);
  const codesOf = new Map(files.valueSets.map((set) => [set.id, codesIn(set)]));
  const entry = (kind: string, ref: Ref, words: readonly (string | undefined)[] = [], codes: SearchEntry['codes'] = []): SearchEntry => ({ ref, kind, isProof: false, title: plainWords(ref.title), words: plainWords([ref.id, ...words].join(' ')), codes });
  const titles = { studies: new Map(files.procedures.studies.map(({ id, title }) => [id, title])), scenarios: new Map(files.variants.scenarios.map(({ id, title }) => [id, title])) };
  return [
    ...[...topic.scenarios.values()].map(({ id, advice }) => entry(tell('knowledge.kind.variant'), at.variant(id), [advice, titles.scenarios.get(id)])),
    ...topic.studies.map((study) => entry(tell('knowledge.kind.study'), at.study(study.id), [titles.studies.get(study.id), study.modality, study.coding.display], [{ code: bare(study.coding.code), isWithBelow: false }])),
    ...files.findings.map((finding) => {
      const names = namesIn(finding);
      const facts = files.facts.filter(({ name }) => names.has(name));
      return entry(tell('knowledge.kind.finding'), at.finding(finding.code), [finding.title, finding.source.label, ...facts.flatMap(({ title, words = [] }) => [title, ...words.map(phraseWords)])], facts.flatMap(({ coded = [] }) => coded.flatMap((id) => codesOf.get(id) ?? [])));
    }),
    ...files.valueSets.map((set) => entry(tell('knowledge.kind.valueSet'), at.valueSet(set.id), [set.description], codesOf.get(set.id))),
    ...[...topic.orderSets.values()].flatMap((set) => set.items.map((item) => entry(tell('knowledge.kind.orderSet'), { ...at.orderSet(set.id), title: `${item.title} (${at.orderSet(set.id).title})` }, [item.id]))),
    ...[...topic.cards.values()].map((card) => entry(tell('knowledge.kind.card'), at.card(card.id), [...card.summary, card.detail])),
    ...[...topic.overrideReasons.values()].map((reason) => entry(tell('knowledge.kind.reason'), { ...at.section('override-reasons', reason.display), id: reason.code })),
    ...vignettes.map((vignette) => ({ ...entry(tell('knowledge.kind.vignette'), at.vignette(vignette.id, vignette.title), [vignette.remark]), isProof: true })),
  ];
}

/** What is compared: in small letters and without accents, which are often left out when typing. */
export function plainWords(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function codesIn({ compose, expansion }: ValueSetFile): SearchEntry['codes'] {
  return [...compose.include, { concept: expansion?.contains ?? [], filter: [] }].flatMap(({ concept = [], filter = [] }) => [
    ...concept.map(({ code, display }) => ({ code: bare(code), isWithBelow: false, ...(display !== undefined && { display: plainWords(display) }) })), ...filter.filter(({ op }) => op === 'is-a').map(({ value }) => ({ code: bare(value), isWithBelow: true })),
  ]);
}

function bare(code: string): string {
  return code.replaceAll('.', '').toUpperCase();
}
