/** The card values about the ordered studies and their radiation. */
import type { BetterStudy, Rating } from '../decision/decision.ts';
import { say } from '../decision/words.ts';
import { findingOfKind, type CardSubject, type ValueTable } from './card-subject.ts';
import { joinWords } from './join-words.ts';
import { nameImaging } from './name-imaging.ts';
import { nameDose } from './name-numbers.ts';

/** See card-values.ts for their meanings. */
export const studyValues: ValueTable = {
  study: nameStudies,
  orders: (subject) => (subject.members.length > 1 ? nameStudies(subject) : undefined),
  rating: (subject) => {
    const category = agreed(subject, 'category');
    return category && say(subject.voice.words, `rating.${category}`);
  },
  radiation: (subject) => (isIonising(agreed(subject, 'dose')) ? agreed(subject, 'radiation') : undefined),
  dose: (subject) => {
    const dose = agreed(subject, 'dose');
    return isIonising(dose) ? dose : undefined;
  },
  typicalDose: nameTypicalDose,
  earlierRadiation: (subject) => (haveRadiation(subject) ? nameImaging(findingOfKind(subject, 'imaging'), subject.first, subject.voice) : undefined),
  betterWithoutRadiation: (subject) => (haveRadiation(subject) ? betterWithout(subject)?.title : undefined),
};

function titlesOf({ members }: CardSubject): readonly string[] {
  return [...new Set(members.map(({ decision }) => decision.study.title))];
}

function nameStudies(subject: CardSubject): string {
  return joinWords(subject.voice.words, titlesOf(subject), 'conjunction');
}

/** The dose of the row says nothing of a larger field, nor of several studies together. */
function nameTypicalDose(subject: CardSubject): string | undefined {
  const { members, first, voice } = subject;
  if (titlesOf(subject).length > 1 || members.some(({ decision }) => decision.study.isApproximate)) return undefined;
  return nameDose(first.topic.studies.find(({ id }) => id === first.decision.study.id), voice.words);
}

/** Nothing where no ordered study has radiation. */
function haveRadiation({ members }: CardSubject): boolean {
  return members.some(({ decision }) => isIonising(decision.rating?.dose));
}

function betterWithout({ first: { topic, decision } }: CardSubject): BetterStudy | undefined {
  const better = decision.rating?.better[0];
  return better === undefined || isIonising(topic.studies.find(({ id }) => id === better.study)?.dose) ? undefined : better;
}

/** By the guideline's range of doses. */
function isIonising(dose: string | undefined): boolean {
  return dose !== undefined && Number.parseFloat(dose) !== 0;
}

/** What the ratings of all orders say alike. */
function agreed<Name extends 'category' | 'dose' | 'radiation'>({ members }: CardSubject, name: Name): Rating[Name] | undefined {
  const [first, ...others] = members.map(({ decision }) => decision.rating?.[name]);
  return others.every((value) => value === first) ? first : undefined;
}
