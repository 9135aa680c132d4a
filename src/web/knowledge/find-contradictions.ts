/** Answers of a reader that cannot both be true. */
import type { AnswerFile } from '../../knowledge/topic-files.ts';

/** What was chosen for one question. */
export interface Chosen {
  readonly id: string;
  readonly chosen: AnswerFile;
}

export interface Contradiction {
  readonly one: Chosen;
  /** The answer to a later question. */
  readonly other: Chosen;
  /** The later answer fills a column of the earlier one, which does not count then. */
  readonly isReplaced: boolean;
}

/** Pairs in the order of the questions: of answers that fill a column differently, and of those that the knowledge calls contradictory. */
export function findContradictions(asked: readonly Chosen[]): readonly Contradiction[] {
  return asked.flatMap((one, index) => asked.slice(index + 1).flatMap((other): readonly Contradiction[] => {
    const isReplaced = Object.entries(other.chosen.set).some(([column, value]) => (one.chosen.set[column] ?? value) !== value);
    return isReplaced || other.chosen.contradicts?.[one.id]?.includes(one.chosen.id) === true ? [{ one, other, isReplaced }] : [];
  }));
}
