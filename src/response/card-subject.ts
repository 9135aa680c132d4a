/** What the values of one card are worked out from. */
import type { Finding } from '../decision/decision.ts';
import { rememberEach } from '../decision/remember.ts';
import type { Topic } from '../decision/topic.ts';
import type { AdviceGroup } from './judged.ts';
import { listChoices, type ChosenItem } from './list-choices.ts';
import type { Escape, Voice } from './name-evidence.ts';

export interface CardSubject extends AdviceGroup {
  readonly voice: Voice;
  /** Those that cards speak of. */
  readonly findings: readonly Finding[];
  /** What the offered order set holds; nothing where the card offers none. */
  readonly items: readonly ChosenItem[];
}

/** By name: how a value is worked out, when a template asks for it. One that has nothing to say is `undefined` or empty. */
export type ValueTable = Readonly<Record<string, (subject: CardSubject) => string | undefined>>;

/** The subject of a card that is written where `escape` makes words safe. */
export function subjectOf(group: AdviceGroup, escape: Escape): CardSubject {
  const { template, first } = group;
  const { topic, decision } = first;
  const offer = template.suggestions.find((suggestion) => 'orderSet' in suggestion);
  const quiet = quietIn(topic);
  return {
    ...group,
    voice: { escape, words: topic.words },
    findings: decision.findings.filter(({ code }) => !quiet.has(code)),
    items: offer === undefined ? [] : listChoices(first, offer.orderSet),
  };
}

/** What was found of the one finding of that kind; `undefined` where there is none. */
export function findingOfKind({ first: { topic }, findings }: CardSubject, kind: 'care' | 'duration' | 'imaging'): Finding | undefined {
  const code = topic.findings.find((definition) => definition.kind === kind)?.code;
  return findings.find((finding) => finding.code === code);
}

const quietIn = rememberEach((topic: Topic): ReadonlySet<string> => new Set(topic.findings.filter((definition) => definition.kind === 'graded' && definition.isQuiet).map(({ code }) => code)));
