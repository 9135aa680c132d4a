/** All ratings of a topic: every study in every variant that has ratings of its own. */
import type { RatingCategory } from '../../decision/decision.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { Ref } from './page.ts';
import { pathsOf } from './paths.ts';

export interface Matrix {
  readonly variants: readonly (Ref & { readonly number: string; readonly short: string })[];
  readonly studies: readonly (Ref & { readonly radiation: string; readonly dose: string; readonly ratings: Readonly<Record<string, RatingCategory>> })[];
}

/** As data: studies in the order of the rating table, ratings by the id of the variant. */
export function ratingMatrix(readable: ReadableTopic): Matrix {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  const variants = [...topic.scenarios.values()].filter(({ id, kind, ratedAs }) => kind === 'variant' && ratedAs === id);
  return {
    variants: variants.map(({ id, number = id, title }) => ({ ...at.variant(id), number, short: title })),
    studies: Object.entries(files.variants.ratings).flatMap(([id, ratings]) => {
      const study = topic.studies.find((each) => each.id === id);
      return study === undefined ? [] : [{ ...at.study(id), radiation: study.radiation, dose: study.dose, ratings }];
    }),
  };
}
