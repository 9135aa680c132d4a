/** One order judged by two versions of the knowledge: where they part, in codes of the knowledge. */
import { isDeepStrictEqual } from 'node:util';
import type { Chart } from '../../decision/chart.ts';
import { compareDecisions, type Difference } from '../../decision/compare-decisions.ts';
import { decide } from '../../decision/decide.ts';
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';

/** A chart for each side: FHIRPath writes into what it reads. */
export interface Judged {
  readonly before: { readonly topic: Topic; readonly chart: Chart };
  readonly after: { readonly topic: Topic; readonly chart: Chart };
}

export interface Both {
  /** None for a side that does not recognise the order. */
  readonly decisions: readonly [Decision | undefined, Decision | undefined];
  readonly differences: readonly PartedAt[];
}

/** A place with what each side has there; at `/detail`, members of the decision that part in some other way. */
export interface PartedAt { readonly at: string; readonly before?: string; readonly after?: string }

/** Places that say nothing of their own: the version always differs. */
const SPOKEN_FOR = ['topic', 'study', 'scenario', 'rating', 'urgency', 'advice', 'findings'];

export function decideBoth({ before, after }: Judged): Both {
  const [one, other] = [decide(before.topic, before.chart), decide(after.topic, after.chart)];
  return { decisions: [one, other], differences: one === undefined && other === undefined ? [] : partings(one, other) };
}

function partings(one: Decision | undefined, other: Decision | undefined): readonly PartedAt[] {
  if (one === undefined || other === undefined) return [{ at: '/study', before: one?.study.id ?? 'not recognised', after: other?.study.id ?? 'not recognised' }];
  const differences = [...compareDecisions(one, other).differences.map(renamed), ...(one.advice.row === other.advice.row ? [] : [{ at: '/advice/row', before: one.advice.row, after: other.advice.row }])];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as readonly (keyof Decision)[];
  const elsewhere = names.filter((name) => !isDeepStrictEqual(one[name], other[name]) && name !== 'topic' && !(SPOKEN_FOR.includes(name) && differences.some(({ at }) => at.startsWith(`/${name}`))));
  return [...differences, ...(elsewhere.length > 0 ? [{ at: '/detail', after: elsewhere.join(', ') }] : [])];
}

function renamed({ at, live, challenger }: Difference): PartedAt {
  return { at, ...(live !== undefined && { before: live }), ...(challenger !== undefined && { after: challenger }) };
}
