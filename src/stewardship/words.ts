/** Ids of the knowledge in words a person reads. What an older release knew and this one does not stays as it was kept. */
import type { Topic } from '../decision/topic.ts';
import { knownOf } from './known.ts';
import { ratingWords } from './rating-words.ts';

/** Kinds of things that have an id. */
export type Named = 'study' | 'variant' | 'finding' | 'read' | 'template' | 'reason' | 'rating' | 'unrated' | 'fate' | 'taken' | 'measure' | 'outcome' | 'indicator' | 'certainty' | 'silence' | 'parting';

export interface Words {
  /** Name of what all of it is about. */
  readonly topic: string;
  /** The guideline behind the ratings. */
  readonly source: string;
  of(kind: Named, id: string): string;
  /** What the knowledge says to an order in a variant; empty where it says nothing. */
  advice(variant: string): string;
  /** Which of these reads hide red flags: "not checked: problem list (Condition)"; empty where none does. */
  unchecked(reads: readonly string[]): string;
}

/** Code of a reason that is none of the knowledge's: its words are with the comments. */
export const OTHER_REASON = 'other';

/** The words the loaded topics use. */
export function wordsOf(topics: readonly Topic[]): Words {
  const known = new Map<Named, ReadonlyMap<string, string>>([
    ['study', named(topics.flatMap(({ studies }) => studies.map(({ id, title }) => [id, title] as const)))],
    ['variant', named(topics.flatMap(({ scenarios }) => [...scenarios.values()].map(({ id, kind, number, title }) => [id, kind === 'variant' && number !== undefined ? `Variant ${number}: ${title}` : kind === 'route' ? `Other criteria: ${title}` : title] as const)))],
    ['finding', named(topics.flatMap(({ findings }) => findings.map(({ code, title }) => [code, title] as const)))],
    ['read', named(topics.flatMap(({ reads }) => reads.map(({ id, title, resourceType }) => [id, `${sentence(title)} (${resourceType})`] as const)))],
    ['template', named(topics.flatMap(({ cards }) => [...cards.values()].map(({ id, summary }) => [id, `${sentence(id.replaceAll('-', ' '))}: ${shortest(summary)}`] as const)))],
    ['reason', named([['', 'No reason given'], [OTHER_REASON, 'In words, or a reason of the system\'s own'], ...topics.flatMap(({ overrideReasons }) => [...overrideReasons.values()].map(({ code, display }) => [code, display] as const))])],
    ...OWN.map(([kind, words]) => [kind, named(Object.entries(words))] as const),
  ]);
  const { hidesRedFlags } = knownOf(topics);
  const advice = named(topics.flatMap(({ scenarios }) => [...scenarios.values()].flatMap((scenario) => (scenario.advice === undefined ? [] : [[scenario.id, scenario.advice] as const]))));
  return {
    topic: topics.map(({ title }) => title).join(', ') || 'no topic',
    source: topics.map(({ source }) => source.label).join('; ') || 'no guideline',
    of: (kind, id) => known.get(kind)?.get(id) ?? (id === '' ? '(none)' : id),
    advice: (variant) => advice.get(variant) ?? '',
    unchecked: (reads) => {
      const hidden = reads.filter(hidesRedFlags).map((read) => known.get('read')?.get(read) ?? read);
      return hidden.length === 0 ? '' : `not checked: ${hidden.map((each) => each.charAt(0).toLowerCase() + each.slice(1)).join(', ')}`;
    },
  };
}

const OWN: readonly (readonly [Named, Readonly<Record<string, string>>])[] = [
  ['rating', { ...Object.fromEntries(Object.entries(ratingWords).map(([id, words]) => [id, sentence(words)])), '': 'Not rated' }],
  ['unrated', { unreadable: 'Data a rating needs could not be read', route: 'Criteria of another topic apply', 'no-criteria': 'No criteria apply', outside: 'The ratings are not for such a patient', '': 'Not recorded why' }],
  ['fate', { withdrawn: 'Withdrawn after the advice', switched: 'Switched to another study', kept: 'Advice taken, study kept', 'taken-unknown': 'Advice taken, not known which', overridden: 'Overridden', ignored: 'Nothing heard (ignored, or not reported)', none: 'No card was shown' }],
  ['taken', { withdrawn: 'Study withdrawn', switched: 'Study switched', kept: 'Study kept, something added or changed', '': 'Not known which suggestion' }],
  ['measure', { eligible: 'Eligible', again: 'Eligible again in the same episode (not counted twice)', excluded: 'Excluded by what is recorded', outside: 'Outside the measure', unknown: 'Not known: data missing', '': 'Not judged' }],
  ['silence', { 'shown-when-selected': 'Shown while this order was selected', 'overridden-in-encounter': 'Overridden before in the same encounter', 'overridden-with-reason': 'Overridden before with a reason that lasts', '': 'Not held back' }],
  ['parting', { failed: 'The challenger failed', advice: 'Another card, or none', rating: 'Another rating or urgency', variant: 'Another variant or certainty', findings: 'Other findings alone', same: 'The same' }],
  ['outcome', { accepted: 'Accepted', overridden: 'Overridden', ignored: 'Nothing heard', none: 'No card' }],
  ['indicator', { info: 'Information', warning: 'Warning', critical: 'Critical', '': 'No card' }],
  ['certainty', { definite: 'Definite', probable: 'Probable', possible: 'Possible', '': 'Not stated' }],
];

function named(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(pairs);
}

/** A template's shortest headline, with what is filled in named between brackets. */
function shortest(summary: readonly string[]): string {
  const line = summary.reduce((short, each) => (each.length < short.length ? each : short));
  return line.replace(/\{\{\?[^}]*\}\}/g, '').replace(/\{\{([^}]*)\}\}/g, (_, value: string) => `[${value.replace(/[.+].*/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}]`).trim();
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
