/** Stage 6: how the guideline rates the ordered study in this scenario, and which studies it rates higher. */
import type { BetterStudy, OrderedStudy, Rating, RatingCategory, Scenario } from './decision.ts';
import type { Answers } from './match-scenario.ts';
import type { Topic } from './topic.ts';

const ORDER: readonly RatingCategory[] = ['UNA', 'MBA-D', 'MBA', 'UA'];

/** The rating, or `undefined` where the scenario has none (another topic's criteria, a patient the table is not for). */
export function rateProcedure(topic: Topic, scenario: Scenario, study: OrderedStudy, answers: Answers): Rating | undefined {
  const variant = topic.scenarios.get(scenario.id)!.ratedAs;
  if (variant === undefined || isUnrated(topic, answers)) return undefined;
  const category = categoryIn(topic, scenario.id, study.ratedAs)!;
  const { radiation, dose } = topic.studies.find(({ id }) => id === study.id)!;
  const base = scenario.base === undefined ? undefined : categoryIn(topic, scenario.base, study.ratedAs);
  return {
    category,
    variant,
    radiation,
    dose,
    better: betterStudies(topic, scenario, study, answers),
    ...(base !== undefined && { baseCategory: base }),
    alternatives: scenario.alternatives.flatMap(({ id }) => {
      const other = categoryIn(topic, id, study.ratedAs);
      return other === undefined ? [] : [{ id, category: other }];
    }),
  };
}

/** The guideline's cell for a study in a scenario; `undefined` where the scenario is not rated. */
export function categoryIn(topic: Topic, scenario: string, study: string): RatingCategory | undefined {
  const variant = topic.scenarios.get(scenario)?.ratedAs;
  return variant === undefined ? undefined : topic.ratings.get(variant)?.get(study);
}

/** Whether one category recommends a study more than another. */
export function isHigher(one: RatingCategory, other: RatingCategory): boolean {
  return ORDER.indexOf(one) > ORDER.indexOf(other);
}

function isUnrated(topic: Topic, answers: Answers): boolean {
  return topic.notRatedWhen.some(({ finding, answers: values }) => values.includes(answers[finding] ?? ''));
}

/** The studies the guideline prefers, less those this patient cannot have. */
function betterStudies(topic: Topic, scenario: Scenario, study: OrderedStudy, answers: Answers): readonly BetterStudy[] {
  const { better, betterWithoutMri } = topic.scenarios.get(scenario.id)!;
  const unavailable = new Set(topic.unavailable.filter(({ finding, grades }) => grades.includes(answers[finding] ?? '')).flatMap(({ studies }) => studies));
  const possible = better.filter((id) => !unavailable.has(id));
  const offered = possible.length > 0 ? possible : betterWithoutMri.filter((id) => !unavailable.has(id));
  return offered.filter((id) => id !== study.id).map((id) => {
    const { title, radiation } = topic.studies.find((each) => each.id === id)!;
    return { study: id, title, category: categoryIn(topic, scenario.id, id)!, radiation };
  });
}
