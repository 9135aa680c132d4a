/** The studies of a variant with their ratings, as every list of them shows it. */
import type { RatingCategory } from '../../decision/decision.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { Ref } from './page.ts';
import { pathsOf } from './paths.ts';

export interface RatedStudy extends Ref {
  readonly radiation: string;
  readonly dose: string;
  readonly category: RatingCategory;
}

const BEST_FIRST = ['UA', 'MBA', 'MBA-D', 'UNA'];

/** Best first, then as in the guideline; none for a scenario without ratings of this topic. */
export function ratedStudies(readable: ReadableTopic, ratedAs: string | undefined): readonly RatedStudy[] {
  const { topic, files } = readable;
  const at = pathsOf(readable);
  return Object.keys(files.variants.ratings).flatMap((id): readonly RatedStudy[] => {
    const study = topic.studies.find((each) => each.id === id);
    const category = ratedAs === undefined ? undefined : topic.ratings.get(ratedAs)?.get(id);
    return study === undefined || category === undefined ? [] : [{ ...at.study(id), radiation: study.radiation, dose: study.dose, category }];
  }).sort((one, other) => BEST_FIRST.indexOf(one.category) - BEST_FIRST.indexOf(other.category));
}
