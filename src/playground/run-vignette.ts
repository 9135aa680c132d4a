/** Runs a vignette: a patient, a day and an order written down as data, judged by the real core. */
import { decide } from '../decision/decide.ts';
import type { Decision, MeasureResult } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import { EXPECTED_MEMBERS, type Vignette } from '../knowledge/vignette.ts';
import type { SystemOf } from './story-chart.ts';
import { vignetteChart } from './vignette-chart.ts';

export interface Difference {
  /** A member of the expectation: `scenario`, `findings.fever`. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

export interface VignetteRun {
  /** One for each order; `undefined` where the topic has nothing to say about it. */
  readonly decisions: readonly (Decision | undefined)[];
  /** None when all is as expected. */
  readonly differences: readonly Difference[];
}

/** Every order of the vignette is held to its expectation. */
export function runVignette(topic: Topic, vignette: Vignette, systemOf: SystemOf): VignetteRun {
  const decisions = vignette.orders.map((_, index) => decide(topic, vignetteChart(topic, vignette, index, systemOf)));
  const all = decisions.flatMap((decision) => differences(topic, vignette, decision));
  return { decisions, differences: [...new Map(all.map((each) => [`${each.what} ${each.got}`, each])).values()] };
}

function differences(topic: Topic, { expect }: Vignette, decision: Decision | undefined): readonly Difference[] {
  const answer = (code: string): string | undefined => decision?.findings.find((finding) => finding.code === code)?.answer;
  const episode = topic.findings.find(({ kind }) => kind === 'duration')?.code;
  const values = decision?.findings.find(({ code }) => code === episode)?.values;
  const found = Object.fromEntries((decision?.findings ?? []).filter(({ grade }) => grade !== undefined).map(({ code, grade }) => [code, grade!]));
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['study', expect.study, decision?.study.id],
    ...Object.entries(expect).filter(([name]) => !EXPECTED_MEMBERS.includes(name)).map(([code, expected]) => [code, [expected].flat().join('|'), answer(code)] as const),
    ['minDays', expect.days?.[0], values?.['minDays']],
    ['maxDays', expect.days?.[1], values?.['maxDays']],
    ...Object.entries(expect.findings ?? {}).map(([code, grade]) => [`findings.${code}`, grade, found[code]] as const),
    ['scenario', expect.scenario, decision?.scenario.id ?? 'NONE'],
    ['certainty', expect.certainty, decision?.scenario.certainty],
    ['rating', expect.rating, decision?.rating?.category],
    ['indicator', expect.indicator, decision?.advice.indicator ?? 'silent'],
    ...measurePairs(expect.measure, decision?.measures[0]),
  ];
  const wrong = pairs.filter(([, expected, got]) => expected !== undefined && expected !== got).map(([what, expected, got]) => ({ what, expected: String(expected), got: String(got) }));
  return [...wrong, ...unexpected(topic, expect, found)];
}

/** A flag the vignette does not name is a fault only if it points somewhere else than the scenario it expects. */
function unexpected(topic: Topic, { findings, scenario }: Vignette['expect'], found: Readonly<Record<string, string>>): readonly Difference[] {
  if (findings === undefined) return [];
  const flags = new Set(topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo !== undefined && finding.leadsTo !== scenario).map(({ code }) => code));
  return Object.entries(found).filter(([code, grade]) => flags.has(code) && grade !== 'C' && findings[code] === undefined).map(([code, grade]) => ({ what: `findings.${code}`, expected: 'none', got: grade }));
}

function measurePairs(expected: Vignette['expect']['measure'], got: MeasureResult | undefined): readonly (readonly [string, string, string])[] {
  const words = (value: unknown): string => [value ?? 'none'].flat().join(', ');
  return (Object.keys(expected ?? {}) as (keyof typeof got)[]).map((name) => [`measure.${name}`, words(expected![name]), words(got?.[name])]);
}
