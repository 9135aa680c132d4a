/** A second version of the knowledge, asked beside the live one after the answer is out: it says nothing to anybody, and where it would have is recorded. */
import type { Chart } from '../decision/chart.ts';
import { compareDecisions } from '../decision/compare-decisions.ts';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { RecordedChallenge } from '../store/decision-record.ts';
import type { Services } from './services.ts';

/** What the challenger would have said to the same chart; `undefined` without one for the topic. */
export function challenge(chart: Chart, live: Decision, { challengers = [], log }: Pick<Services, 'challengers' | 'log'>): RecordedChallenge | undefined {
  const topic = challengers.find(({ id }) => id === live.topic.id);
  if (topic === undefined) return undefined;
  try {
    const decision = decide(topic, chart);
    const { parting, differences } = compareDecisions(live, decision);
    return {
      version: topic.version, parting, differences,
      ...(decision !== undefined && { variant: decision.scenario.id, advice: decision.advice.kind }),
      ...(decision?.rating !== undefined && { rating: decision.rating.category }),
      ...(decision?.advice.indicator !== undefined && { indicator: decision.advice.indicator }),
    };
  } catch (error) {
    log.error({ challenger: `${topic.id}@${topic.version}`, name: error instanceof Error ? error.name : typeof error }, 'the challenger failed');
    return { version: topic.version, parting: 'failed', differences: [] };
  }
}
