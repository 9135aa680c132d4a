/** Puts what an offered order set holds into words. */
import type { Caution, Evidence } from '../decision/decision.ts';
import { say, type Words } from '../decision/words.ts';
import { escapeMarkdown } from './escape.ts';
import type { AdviceGroup } from './judged.ts';
import { listChoices, type ChosenItem } from './list-choices.ts';
import { showDay } from './show-day.ts';

/** Pieces of evidence named for one reason; the rest is counted. */
const MAX_EVIDENCE = 2;

/** The card values about the order set the card offers; none where it offers no set. */
export function describeOrderSet(group: AdviceGroup): Readonly<Record<string, string | undefined>> {
  const items = offeredBy(group);
  if (items === undefined) return {};
  const { words } = group.first.topic;
  const standing = items.filter(({ choice }) => choice.excluded === undefined);
  return {
    orderSetItems: titles(standing.filter(({ choice }) => choice.isTicked)),
    optionalItems: titles(standing.filter(({ choice }) => !choice.isTicked)),
    excludedItems: bullets(items, words, ({ choice }) => choice.excluded),
    untickedItems: bullets(standing, words, ({ choice }) => choice.cautions),
    changedItems: bullets(standing, words, ({ choice }) => choice.changed),
  };
}

/** `item=<id>` for every item that is part of the swap. */
export function markItems(group: AdviceGroup): readonly string[] {
  return (offeredBy(group) ?? []).filter(({ choice }) => choice.isTicked).map(({ item }) => `item=${item.id}`);
}

function offeredBy({ template, first }: AdviceGroup): readonly ChosenItem[] | undefined {
  const offer = template.suggestions.find((suggestion) => 'orderSet' in suggestion);
  return offer === undefined ? undefined : listChoices(first, offer.orderSet);
}

function titles(items: readonly ChosenItem[]): string {
  return items.map(({ item }) => item.title).join(', ');
}

function bullets(items: readonly ChosenItem[], words: Words, cautionsOf: (item: ChosenItem) => readonly Caution[] | undefined): string {
  return items.flatMap((chosen) => {
    const cautions = cautionsOf(chosen) ?? [];
    return cautions.length === 0 ? [] : [`- ${chosen.item.title}: ${cautions.map((caution) => nameCaution(caution, words)).join('; ')}`];
  }).join('\n');
}

/** "peptic ulcer or bleeding (Gastric ulcer, Condition/c9, 2019)". */
function nameCaution({ because, evidence }: Caution, words: Words): string {
  if (evidence.length === 0) return because;
  const more = evidence.length - MAX_EVIDENCE;
  return `${because} (${[...evidence.slice(0, MAX_EVIDENCE).map((each) => nameEvidence(each, words)), ...(more > 0 ? [say(words, 'evidence.more', { count: more })] : [])].join('; ')})`;
}

function nameEvidence({ label, reference, date }: Evidence, words: Words): string {
  return [label, reference, ...(date === undefined ? [] : [showDay(words, date)])].map((part) => escapeMarkdown(part)).join(', ');
}
