/** Puts the scenario, its rivals and the studies it favours into words. */
import type { RatingCategory, WouldChange } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import { say } from '../decision/words.ts';
import type { Judged } from './judged.ts';

const RANK: readonly RatingCategory[] = ['UNA', 'MBA-D', 'MBA', 'UA'];

/** The card values about where the patient fits; see card-values.ts for their meanings. */
export function describeScenario({ topic, decision }: Judged): Readonly<Record<string, string | undefined>> {
  const { scenario, rating, wouldChange } = decision;
  const definition = topic.scenarios.get(scenario.id);
  const better = rating?.better ?? [];
  const rated = (category: RatingCategory): string => say(topic.words, `rating.${category}`);
  const others = [...(rating?.alternatives ?? [])].sort((one, other) => RANK.indexOf(other.category) - RANK.indexOf(one.category));
  const rival = others.find(({ id }) => scenario.alternatives.some((each) => each.id === id && each.certainty !== 'possible'));
  return {
    scenarioTitle: scenario.title,
    variant: scenario.kind === 'variant' ? scenario.number : undefined,
    variantTitle: scenario.kind === 'variant' ? scenario.title : undefined,
    why: definition?.advice,
    routeUrl: scenario.kind === 'route' ? definition?.url : undefined,
    better: better[0]?.title,
    betterRating: better[0] && rated(better[0].category),
    betterList: better.map((study) => `${study.title} (${rated(study.category)})`).join(', '),
    alternatives: others.map((other) => `${nameScenario(topic, other.id)}: ${rated(other.category)}`).join('; '),
    otherVariant: rival && nameScenario(topic, rival.id),
    otherRating: rival && rated(rival.category),
    base: scenario.base === undefined ? undefined : nameScenario(topic, scenario.base),
    baseRating: rating?.baseCategory && rated(rating.baseCategory),
    wouldChange: wouldChange.map((change) => `- ${describeChange(topic, change)}`).join('\n'),
  };
}

function describeChange(topic: Topic, { title, ifPresent, ifAbsent }: WouldChange): string {
  return say(topic.words, 'scenario.change', { finding: title, present: nameOutcome(topic, ifPresent), absent: nameOutcome(topic, ifAbsent) });
}

function nameOutcome(topic: Topic, { scenario, category }: WouldChange['ifPresent']): string {
  const name = nameScenario(topic, scenario);
  return category === undefined ? name : say(topic.words, 'scenario.rated', { rating: say(topic.words, `rating.${category}`), scenario: name });
}

function nameScenario(topic: Topic, id: string): string {
  const definition = topic.scenarios.get(id);
  if (definition === undefined) return id;
  return definition.number === undefined ? definition.title : say(topic.words, 'scenario.variant', { number: definition.number });
}
