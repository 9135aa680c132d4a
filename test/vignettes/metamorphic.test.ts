/** What must not change a decision, and what may change it in one direction only; over every vignette. */
import fc from 'fast-check';
import { join } from 'node:path';
import { gatherCharts } from '../../src/chart/gather-charts.ts';
import type { Chart, Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { definiteFlags, isShiftable, shiftChart, unrelated, withoutDays } from '../support/change-chart.ts';
import { chartOf, readVignettes } from '../support/vignette.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
/** A chart is built anew each time: FHIRPath writes type marks into resources. */
const charts = vignettes.map((vignette) => () => chartOf(topic, vignette, 0));
const anyChart = fc.constantFrom(...charts);
const RUNS = { numRuns: 250 };

/** The order of evidence follows the order of resources and means nothing. */
function sorted(decision: Decision | undefined): unknown {
  return decision && { ...decision, findings: decision.findings.map((finding) => ({ ...finding, because: [...finding.because].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))) })), advice: { ...decision.advice, orderSets: decision.advice.orderSets.map((set) => ({ ...set, items: set.items.map(({ id, isTicked }) => ({ id, isTicked })) })) } };
}
const outcome = (chart: Chart): unknown => sorted(decide(topic, chart));
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const isDiscouraging = (decision: Decision | undefined): boolean => decision?.advice.kind === 'defer';

test('an unrelated resource changes nothing', () => {
  fc.assert(fc.property(anyChart, fc.subarray([...unrelated], { minLength: 1 }), fc.nat(), (build, more, at) => {
    const { resources } = build();
    const mixed = [...resources.slice(0, at % (resources.length + 1)), ...more.map((resource, index) => ({ ...copy(resource), id: `unrelated-${index}` })), ...resources.slice(at % (resources.length + 1))];
    expect(outcome({ ...build(), resources: mixed })).toEqual(outcome(build()));
  }), RUNS);
});

test('the order of resources changes nothing', () => {
  const shuffled = anyChart.chain((build) => fc.shuffledSubarray([...build().resources], { minLength: build().resources.length }).map((resources) => ({ build, resources })));
  fc.assert(fc.property(shuffled, ({ build, resources }) => expect(outcome({ ...build(), resources: copy(resources) })).toEqual(outcome(build()))), RUNS);
});

test('the same resource twice changes nothing', () => {
  fc.assert(fc.property(anyChart, (build) => expect(outcome({ ...build(), resources: [...build().resources, ...build().resources] })).toEqual(outcome(build()))), RUNS);
});

test('the same resources in one Bundle, in two, or one by one, under any key, change nothing', async () => {
  const bundle = (resources: readonly Resource[]): object => ({ resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) });
  const decided = async ({ order, patient, otherOrders, asOf }: Chart, prefetch: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const draftOrders = [order, ...otherOrders].map((resource) => ({ resource }));
    const whole = Object.fromEntries(topic.reads.map(({ id }) => [id, bundle([])]));
    const { orders } = await gatherCharts({ hook: 'order-sign', hookInstance: 'x', patientId: 'p', selections: [], draftOrders, prefetch: { ...whole, patient, ...prefetch }, tokens: {}, oddities: [] }, [topic], { today: asOf });
    return orders.map(({ chart }) => outcome(chart));
  };
  await fc.assert(fc.asyncProperty(anyChart, fc.nat(), async (build, at) => {
    const { resources } = build();
    const cut = at % (resources.length + 1);
    const together = await decided(build(), { everything: bundle(resources) });
    expect(await decided(build(), { first: bundle(copy(resources.slice(0, cut))), second: bundle(copy(resources.slice(cut))) })).toEqual(together);
    expect(await decided(build(), Object.fromEntries(resources.map((resource, index) => [`one${index}`, copy(resource)])))).toEqual(together);
  }), RUNS);
});

test('moving every date by the same number of days changes no more than the dates', () => {
  const movable = charts.filter((build) => isShiftable(build()));
  expect(movable.length).toBeGreaterThan(charts.length / 2);
  // Multiples of four years keep birthdays and leap days where they are.
  fc.assert(fc.property(fc.constantFrom(...movable), fc.constantFrom(-2922, -1461, 1461, 2922), (build, days) => {
    expect(withoutDays(outcome(shiftChart(build(), days)))).toEqual(withoutDays(outcome(build())));
  }), RUNS);
});

test('a definite red flag never leaves a card that discourages imaging', () => {
  const discouraged = charts.filter((build) => isDiscouraging(decide(topic, build())));
  expect(discouraged.length).toBeGreaterThan(50);
  for (const build of discouraged) {
    for (const flag of definiteFlags(build().asOf)) {
      const decision = decide(topic, { ...build(), resources: [...build().resources, { id: 'flag', ...flag }] });
      if (isDiscouraging(decision)) throw new Error(`${JSON.stringify(flag.code ?? flag)} in ${JSON.stringify(build().resources)} still gets ${decision!.advice.row}`);
    }
  }
});

test('a read that fails never makes a warning of what was less', () => {
  fc.assert(fc.property(anyChart, fc.nat(), (build, at) => {
    const read = topic.reads[at % topic.reads.length]!;
    const before = decide(topic, build());
    const resources = build().resources.filter(({ resourceType }) => resourceType !== read.resourceType);
    const after = decide(topic, { ...build(), resources, reads: build().reads.map((each) => (each.id === read.id ? { ...each, state: 'failed' as const } : each)) });
    if (isDiscouraging(after) && after!.advice.indicator === 'warning') expect(before!.advice.indicator).toBe('warning');
  }), RUNS);
});
