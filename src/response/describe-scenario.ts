/** The card values about the scenario, its rivals and the studies it favours. */
import type { Rating, RatingCategory, WouldChange } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import { say } from '../decision/words.ts';
import type { CardSubject, ValueTable } from './card-subject.ts';

const RANK: readonly RatingCategory[] = ['UNA', 'MBA-D', 'MBA', 'UA'];

/** See card-values.ts for their meanings. */
export const scenarioValues: ValueTable = {
  scenarioTitle: ({ first: { decision: { scenario } } }) => scenario.title,
  variant: ({ first: { decision: { scenario } } }) => (scenario.kind === 'variant' ? scenario.number : undefined),
  variantTitle: ({ first: { decision: { scenario } } }) => (scenario.kind === 'variant' ? scenario.title : undefined),
  why: ({ first: { topic, decision: { scenario } } }) => topic.scenarios.get(scenario.id)?.advice,
  routeUrl: ({ first: { topic, decision: { scenario } } }) => (scenario.kind === 'route' ? topic.scenarios.get(scenario.id)?.url : undefined),
  better: ({ first: { decision: { rating } } }) => rating?.better[0]?.title,
  betterRating: ({ first: { topic, decision: { rating } } }) => rating?.better[0] && rated(topic, rating.better[0].category),
  betterList: ({ first: { topic, decision: { rating } } }) => (rating?.better ?? []).map((study) => `${study.title} (${rated(topic, study.category)})`).join(', '),
  alternatives: (subject) => othersOf(subject).map(({ id, category }) => `${nameScenario(subject.first.topic, id)}: ${rated(subject.first.topic, category)}`).join('; '),
  otherVariant: (subject) => {
    const rival = rivalOf(subject);
    return rival && nameScenario(subject.first.topic, rival.id);
  },
  otherRating: (subject) => {
    const rival = rivalOf(subject);
    return rival && rated(subject.first.topic, rival.category);
  },
  base: ({ first: { topic, decision: { scenario: { base } } } }) => (base === undefined ? undefined : nameScenario(topic, base)),
  baseRating: ({ first: { topic, decision: { rating } } }) => rating?.baseCategory && rated(topic, rating.baseCategory),
  wouldChange: ({ first: { topic, decision } }) => decision.wouldChange.map((change) => `- ${describeChange(topic, change)}`).join('\n'),
};

type Alternative = Rating['alternatives'][number];

/** Other variants that hold, the highest rating first. */
function othersOf({ first: { decision: { rating } } }: CardSubject): readonly Alternative[] {
  return [...(rating?.alternatives ?? [])].sort((one, other) => RANK.indexOf(other.category) - RANK.indexOf(one.category));
}

/** The first of them that is at least probable. */
function rivalOf(subject: CardSubject): Alternative | undefined {
  const { alternatives } = subject.first.decision.scenario;
  return othersOf(subject).find(({ id }) => alternatives.some((each) => each.id === id && each.certainty !== 'possible'));
}

function describeChange(topic: Topic, { title, ifPresent, ifAbsent }: WouldChange): string {
  return say(topic.words, 'scenario.change', { finding: title, present: nameOutcome(topic, ifPresent), absent: nameOutcome(topic, ifAbsent) });
}

function nameOutcome(topic: Topic, { scenario, category }: WouldChange['ifPresent']): string {
  const name = nameScenario(topic, scenario);
  return category === undefined ? name : say(topic.words, 'scenario.rated', { rating: rated(topic, category), scenario: name });
}

function rated({ words }: Topic, category: RatingCategory): string {
  return say(words, `rating.${category}`);
}

function nameScenario(topic: Topic, id: string): string {
  const definition = topic.scenarios.get(id);
  if (definition === undefined) return id;
  return definition.number === undefined ? definition.title : say(topic.words, 'scenario.variant', { number: definition.number });
}
