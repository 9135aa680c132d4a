/** The card values about what the offered order set holds. */
import type { Caution, Evidence } from '../decision/decision.ts';
import { say, type Words } from '../decision/words.ts';
import type { CardSubject, ValueTable } from './card-subject.ts';
import { escapeMarkdown } from './escape.ts';
import type { ChosenItem } from './list-choices.ts';
import { showDay } from './show-day.ts';

/** Pieces of evidence named for one reason; the rest is counted. */
const MAX_EVIDENCE = 2;

/** See card-values.ts for their meanings; none has anything to say where the card offers no set. */
export const orderSetValues: ValueTable = {
  orderSetItems: (subject) => titles(standing(subject).filter(({ choice }) => choice.isTicked)),
  optionalItems: (subject) => titles(standing(subject).filter(({ choice }) => !choice.isTicked)),
  excludedItems: ({ items, voice }) => bullets(items, voice.words, ({ choice }) => choice.excluded),
  untickedItems: (subject) => bullets(standing(subject), subject.voice.words, ({ choice }) => choice.cautions),
  changedItems: (subject) => bullets(standing(subject), subject.voice.words, ({ choice }) => choice.changed),
};

function standing({ items }: CardSubject): readonly ChosenItem[] {
  return items.filter(({ choice }) => choice.excluded === undefined);
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
