/** Runs a vignette: a patient, a day and an order written down as data, judged by the real core. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Chart } from '../../src/decision/chart.ts';
import type { Decision, MeasureResult } from '../../src/decision/decision.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Topic } from '../../src/decision/topic.ts';
import type { Story } from '../../src/knowledge/story.ts';
import { storyChart, type StoryChart } from '../../src/playground/story-chart.ts';

/** A story with what must come of it. */
export interface Vignette extends Story {
  readonly expect: {
    readonly study?: string; readonly indication?: string; readonly acuity?: string | readonly string[]; readonly days?: readonly [number, number];
    readonly management?: string; readonly candidate?: string; readonly findings?: Readonly<Record<string, string>>;
    readonly scenario: string; readonly certainty?: string; readonly rating?: string; readonly indicator: string;
    /** Of the topic's first measure, as far as it is given. */
    readonly measure?: Partial<Omit<MeasureResult, 'id'>>;
  };
  readonly nearMissOf?: string;
}

/** All vignettes of a topic, in file order; a file may hold many, as YAML documents. */
export function readVignettes(folder: string): readonly Vignette[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS() as Vignette));
}

/** What differs from the expectation, one line each; nothing when all is as expected. */
export function runVignette(topic: Topic, vignette: Vignette): readonly string[] {
  const decisions = vignette.orders.map((_, index) => decide(topic, chartOf(topic, vignette, index)));
  return [...new Set(decisions.flatMap((decision) => differences(topic, vignette, decision)))];
}

const SYSTEMS: Readonly<Record<string, string>> = { icd10: 'http://hl7.org/fhir/sid/icd-10-cm', snomed: 'http://snomed.info/sct' };

/** What a vignette says, as FHIR. */
export function storyOf(topic: Topic, vignette: Vignette): StoryChart {
  return storyChart(topic, vignette, (name) => SYSTEMS[name]);
}

/** The chart of one of a vignette's orders. */
export function chartOf(topic: Topic, vignette: Vignette, index: number): Chart {
  const { orders, otherOrders, ...chart } = storyOf(topic, vignette);
  return { asOf: vignette.today, order: orders[index]!, otherOrders: [...orders.filter((_, each) => each !== index), ...otherOrders], ...chart };
}

function differences(topic: Topic, { expect }: Vignette, decision: Decision | undefined): readonly string[] {
  const answer = (code: string): string | undefined => decision?.findings.find((finding) => finding.code === code)?.answer;
  const values = decision?.findings.find((finding) => finding.code === 'acuity')?.values;
  // A flag the vignette does not name is a fault only if it points somewhere else than the scenario it expects.
  const flags = new Set(topic.findings.filter((finding) => finding.kind === 'graded' && finding.leadsTo !== undefined && finding.leadsTo !== expect.scenario).map(({ code }) => code));
  const found = Object.fromEntries((decision?.findings ?? []).filter(({ grade }) => grade !== undefined).map(({ code, grade }) => [code, grade!]));
  const unexpected = expect.findings === undefined ? [] : Object.entries(found).filter(([code, grade]) => flags.has(code) && grade !== 'C' && expect.findings![code] === undefined).map(([code, grade]) => `findings.${code}: expected none, got ${grade}`);
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['study', expect.study, decision?.study.id],
    ['indication', expect.indication, answer('indication')],
    ['acuity', expect.acuity === undefined ? undefined : [expect.acuity].flat().join('|'), answer('acuity')],
    ['minDays', expect.days?.[0], values?.['minDays']],
    ['maxDays', expect.days?.[1], values?.['maxDays']],
    ['management', expect.management, answer('management')],
    ['candidate', expect.candidate, answer('candidate')],
    ...Object.entries(expect.findings ?? {}).map(([code, grade]) => [`findings.${code}`, grade, found[code]] as const),
    ['scenario', expect.scenario, decision?.scenario.id ?? 'NONE'],
    ['certainty', expect.certainty, decision?.scenario.certainty],
    ['rating', expect.rating, decision?.rating?.category],
    ['indicator', expect.indicator, decision?.advice.indicator ?? 'silent'],
    ...measurePairs(expect.measure, decision?.measures[0]),
  ];
  return [...pairs.filter(([, expected, got]) => expected !== undefined && expected !== got).map(([name, expected, got]) => `${name}: expected ${expected}, got ${got}`), ...unexpected];
}

function measurePairs(expected: Vignette['expect']['measure'], got: MeasureResult | undefined): readonly (readonly [string, string, string])[] {
  const words = (value: unknown): string => [value ?? 'none'].flat().join(', ');
  return (Object.keys(expected ?? {}) as (keyof typeof got)[]).map((name) => [`measure.${name}`, words(expected![name]), words(got?.[name])]);
}
