/** Vignettes as tests use them: read and run by the code that `backstop knowledge test` runs them with. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseYaml } from '../../src/knowledge/parse-yaml.ts';
import type { Chart } from '../../src/decision/chart.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { listVignettes } from '../../src/knowledge/list-vignettes.ts';
import { nameSystem } from '../../src/knowledge/name-system.ts';
import type { Vignette } from '../../src/knowledge/vignette.ts';
import { runVignette as run } from '../../src/playground/run-vignette.ts';
import { storyChart, type StoryChart } from '../../src/playground/story-chart.ts';
import { vignetteChart } from '../../src/playground/vignette-chart.ts';

export type { Vignette } from '../../src/knowledge/vignette.ts';

const { systems } = parseYaml(readFileSync(join(import.meta.dirname, '../../cards/common/code-systems.yaml'), 'utf8')) as { readonly systems: readonly { readonly uri: string; readonly title: string }[] };
const systemOf = (name: string): string | undefined => nameSystem(systems, name);

/** All vignettes of a topic's folder `vignettes`, in file order. */
export function readVignettes(folder: string): readonly Vignette[] {
  return listVignettes(dirname(dirname(folder)), basename(dirname(folder))).map(({ vignette }) => vignette);
}

/** What differs from the expectation, one line each; nothing when all is as expected. */
export function runVignette(topic: Topic, vignette: Vignette): readonly string[] {
  return run(topic, vignette, systemOf).differences.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`);
}

/** What a vignette says, as FHIR. */
export function storyOf(topic: Topic, vignette: Vignette): StoryChart {
  return storyChart(topic, vignette, systemOf);
}

/** The chart of one of a vignette's orders. */
export function chartOf(topic: Topic, vignette: Vignette, index: number): Chart {
  return vignetteChart(topic, vignette, index, systemOf);
}
