/** What the codes of a decision are called on a page. */
import type { AdviceKind, Certainty, Grade, Origin } from '../decision/decision.ts';
import type { DecisionOutcome } from '../store/decision-record.ts';
import type { ExplainedGap } from './explained.ts';

export const adviceWords: Readonly<Record<AdviceKind, string>> = {
  silent: 'Nothing had to be said.',
  defer: 'Hold the study back for now, and offer other care.',
  replace: 'Order a study that fits better.',
  expedite: 'Do not wait: something recorded may be urgent.',
  discuss: 'What is recorded allows two readings; look at both.',
  ask: 'Something has to be known first.',
  route: 'Other criteria apply to this patient.',
};

export const outcomeWords: Readonly<Record<DecisionOutcome, string>> = {
  none: 'No card was shown.',
  ignored: 'A card was shown; nothing was heard about it, or not yet.',
  accepted: 'A suggestion was accepted.',
  overridden: 'The card was overridden',
};

/** Why advice that was due was not given; read with `decision/stay-silent.ts`. */
export const silenceWords: Readonly<Record<string, string>> = {
  'shown-when-selected': 'No card: the same advice was shown while this order was selected.',
  'overridden-in-encounter': 'No card: the same advice was overridden before in this encounter.',
  'overridden-with-reason': 'No card: the same advice was overridden before, with a reason that lasts.',
};

export const certaintyWords: Readonly<Record<Certainty, string>> = {
  definite: 'definite',
  probable: 'probable: what is recorded is indirect, or something is not known',
  possible: 'possible: it rests on a weak or indirect sign',
};

export const gradeWords: Readonly<Record<Grade, string>> = { A: 'decisive', B: 'indirect or weak', C: 'mentioned, never decisive' };

export const originWords: Readonly<Record<Origin, string>> = { code: 'by a code', name: 'by the name of an entry', note: 'in a note', order: 'in the words of the order', value: 'worked out from what is recorded' };

export const gapWords: Readonly<Record<ExplainedGap['state'], string>> = { absent: 'was not sent', failed: 'could not be read', incomplete: 'was read only in part' };

export const urgencyWords = { routine: 'routine', urgent: 'urgent', emergent: 'emergency' } as const;
