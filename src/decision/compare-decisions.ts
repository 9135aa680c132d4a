/** Two versions of the knowledge about one order: where they part. Codes of the knowledge only, nothing of the chart. */
import type { Decision, Finding } from './decision.ts';

/** One place where they differ; a side that has nothing there is left out. */
export interface Difference {
  /** JSON pointer into the decision; findings by their code: `/findings/fever`. */
  readonly at: string;
  readonly live?: string;
  readonly challenger?: string;
}

/** How far they part, the weightiest that applies: what is said and offered, how the study is rated, the variant, what was found. `failed` is a challenger that could not decide. */
export type Parting = 'failed' | 'same' | 'findings' | 'variant' | 'rating' | 'advice';

export interface Comparison {
  readonly parting: Parting;
  readonly differences: readonly Difference[];
}

/** Compares what matters to a patient; `undefined` is a challenger that does not recognise the order. */
export function compareDecisions(live: Decision, challenger: Decision | undefined): Comparison {
  const [one, other] = [pointsOf(live), challenger === undefined ? new Map<string, string>() : pointsOf(challenger)];
  const differences = [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((at): readonly Difference[] => {
    const [before, after] = [one.get(at), other.get(at)];
    return before === after ? [] : [{ at, ...(before !== undefined && { live: before }), ...(after !== undefined && { challenger: after }) }];
  });
  return { parting: partingOf(differences.map(({ at }) => at)), differences };
}

function partingOf(places: readonly string[]): Parting {
  const has = (...prefixes: readonly string[]): boolean => places.some((at) => prefixes.some((prefix) => at.startsWith(prefix)));
  if (has('/advice', '/study')) return 'advice';
  if (has('/rating', '/urgency')) return 'rating';
  if (has('/scenario')) return 'variant';
  return places.length > 0 ? 'findings' : 'same';
}

function pointsOf({ study, scenario, rating, urgency, advice, findings }: Decision): ReadonlyMap<string, string> {
  const points: readonly (readonly [string, string | undefined])[] = [
    ['/study/id', study.id], ['/scenario/id', scenario.id], ['/scenario/certainty', scenario.certainty], ['/rating/category', rating?.category], ['/urgency', urgency],
    ['/advice/kind', advice.kind], ['/advice/indicator', advice.indicator], ['/advice/card', advice.card],
    ...advice.orderSets.flatMap(({ id, items }) => items.map((item): readonly [string, string] => [`/advice/orderSets/${id}/${item.id}`, item.excluded !== undefined ? 'excluded' : item.isTicked ? 'ticked' : 'offered'])),
    ...findings.map((finding): readonly [string, string] => [`/findings/${finding.code}`, valueOf(finding)]),
  ];
  return new Map(points.filter((point): point is readonly [string, string] => point[1] !== undefined));
}

function valueOf({ grade, answer }: Finding): string {
  return grade ?? answer ?? 'found';
}
