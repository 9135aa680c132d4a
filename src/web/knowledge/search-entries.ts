/** Everything of a topic that can be found, with the words it is found by. */
import type { ReadableTopic, ReadableVignette } from '../../knowledge/readable-topic.ts';
import type { ValueSetFile } from '../../knowledge/topic-files.ts';
import { namesIn } from './names-in.ts';
import { phraseWords } from './phrase-words.ts';
import type { Ref } from './page.ts';
import { pathsOf } from './paths.ts';

export interface SearchEntry {
  readonly ref: Ref;
  readonly kind: string;
  /** Lower case. */
  readonly title: string;
  readonly words: string;
  /** Codes in capitals without dots; `isWithBelow` stands for all codes that begin so. */
  readonly codes: readonly { readonly code: string; readonly isWithBelow: boolean; readonly display?: string }[];
}

/** Pages of the guideline first, vignettes last. */
export function searchEntries(readable: ReadableTopic, vignettes: readonly ReadableVignette[]): readonly SearchEntry[] {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const codesOf = new Map(files.valueSets.map((set) => [set.id, codesIn(set)]));
  const entry = (kind: string, ref: Ref, words: readonly (string | undefined)[] = [], codes: SearchEntry['codes'] = []): SearchEntry => ({ ref, kind, title: ref.title.toLowerCase(), words: [ref.id, ...words].join(' ').toLowerCase(), codes });
  return [
    ...[...topic.scenarios.values()].map(({ id, advice }) => entry('Variant', at.variant(id), [advice])),
    ...topic.studies.map((study) => entry('Study', at.study(study.id), [study.modality, study.coding.display], [{ code: bare(study.coding.code), isWithBelow: false }])),
    ...files.findings.map((finding) => {
      const names = namesIn(finding);
      const facts = files.facts.filter(({ name }) => names.has(name));
      return entry('Finding', at.finding(finding.code), [finding.source.label, ...facts.flatMap(({ title, words = [] }) => [title, ...words.map(phraseWords)])], facts.flatMap(({ coded = [] }) => coded.flatMap((id) => codesOf.get(id) ?? [])));
    }),
    ...files.valueSets.map((set) => entry('Value set', at.valueSet(set.id), [set.description], codesOf.get(set.id))),
    ...files.orderSets.flatMap((set) => set.items.map((item) => entry('Order set', { ...at.orderSet(set.id), title: `${item.title} (${set.title})` }, [item.id]))),
    ...[...topic.cards.values()].map((card) => entry('Card', at.card(card.id), [...card.summary, card.detail])),
    ...[...topic.overrideReasons.values()].map((reason) => entry('Override reason', { ...at.section('override-reasons', reason.display), id: reason.code })),
    ...vignettes.map((vignette) => entry('Vignette', at.vignette(vignette.id, vignette.title), [vignette.remark])),
  ];
}

function codesIn({ compose }: ValueSetFile): SearchEntry['codes'] {
  return compose.include.flatMap(({ concept = [], filter = [] }) => [
    ...concept.map(({ code, display }) => ({ code: bare(code), isWithBelow: false, ...(display !== undefined && { display: display.toLowerCase() }) })), ...filter.map(({ value }) => ({ code: bare(value), isWithBelow: true })),
  ]);
}

function bare(code: string): string {
  return code.replaceAll('.', '').toUpperCase();
}
