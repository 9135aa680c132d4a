/** What a template may ask whether it holds; marks fill with nothing. */
import { isMarkName, type MarkName } from '../knowledge/mark-names.ts';
import type { CardSubject } from './card-subject.ts';
import { nameDuration } from './name-duration.ts';

/** By name: whether the mark holds. */
export const plainMarks: Readonly<Record<string, (subject: CardSubject) => boolean>> = {
  approximate: ({ first: { decision } }) => decision.study.isApproximate,
  contrastOpen: ({ first: { decision } }) => decision.study.isContrastOpen,
  noDuration: ({ first: { topic }, findings }) => nameDuration(topic, findings) === undefined,
};

/** By what stands before the `=`: whether it has that answer. No finding has such a code. */
const answers: Readonly<Record<MarkName, (subject: CardSubject, answer: string) => boolean>> = {
  variant: ({ first: { decision } }, number) => number === (decision.scenario.number ?? 'none'),
  certainty: ({ first: { decision } }, certainty) => certainty === (decision.scenario.certainty ?? 'none'),
  rating: ({ first: { decision } }, category) => category === (decision.rating?.category ?? 'none'),
  urgency: ({ first: { decision } }, urgency) => urgency === decision.urgency,
  item: ({ items }, id) => items.some(({ item, choice }) => choice.isTicked && item.id === id),
};

/** True for the name of a mark that holds for the card: `approximate`, `variant=7`, or `finding=answer` of the question with that code. */
export function holds(mark: string, subject: CardSubject): boolean {
  if (Object.hasOwn(plainMarks, mark)) return plainMarks[mark]!(subject);
  const [name] = mark.split('=', 1) as [string];
  if (isMarkName(name)) return answers[name](subject, mark.slice(name.length + 1));
  return subject.first.decision.findings.some(({ code, answer }) => answer !== undefined && `${code}=${answer}` === mark);
}
