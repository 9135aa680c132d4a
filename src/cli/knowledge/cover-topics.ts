/** The coverage of every topic of a knowledge folder. */
import type { Problem } from '../../errors.ts';
import { runVignette } from '../../playground/run-vignette.ts';
import { measureCoverage, type Coverage } from './measure-coverage.ts';
import { openTested } from './open-tested.ts';

export interface TopicCoverage extends Coverage {
  readonly topic: string;
  readonly vignettes: number;
  /** Vignettes that cannot be run; nothing was measured then. */
  readonly problems: readonly Problem[];
}

const NOTHING: Coverage = { reached: 0, all: 0, missing: [], gaps: [], closed: [] };

/** Throws as `openTested` does. */
export function coverTopics(folder: string, only: string | undefined): readonly TopicCoverage[] {
  return openTested(folder, only).map(({ name, topic, files, vignettes, problems, systemOf }) => {
    if (problems.length > 0) return { topic: name, vignettes: vignettes.length, problems, ...NOTHING };
    const runs = vignettes.map(({ vignette }) => ({ vignette, decisions: runVignette(topic, vignette, systemOf).decisions }));
    return { topic: name, vignettes: vignettes.length, problems, ...measureCoverage(topic, files, runs) };
  });
}
