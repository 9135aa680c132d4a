/** Runs the vignettes of a knowledge folder in this process and its time zone. */
import { ConfigError, type Problem } from '../../errors.ts';
import { runVignette, type Difference } from '../../playground/run-vignette.ts';
import { openTested } from './open-tested.ts';
import { patternOf } from './vignette-pattern.ts';

export interface Choice {
  readonly topic?: string;
  /** An id, ids with commas between, or a pattern with `*`. */
  readonly vignette?: string;
}

export interface Failure {
  readonly topic: string;
  readonly vignette: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly differences: readonly Difference[];
}

export interface Tested {
  readonly ran: number;
  readonly failures: readonly Failure[];
  /** Vignettes that cannot be run; of a topic with such ones none was. */
  readonly problems: readonly Problem[];
}

/** Throws KnowledgeError where the knowledge itself does not pass its gates, ConfigError where nothing is chosen. */
export function testVignettes(folder: string, { topic: only, vignette: written }: Choice): Tested {
  const isChosen = patternOf(written);
  const tested = openTested(folder, only).map(({ name, topic, vignettes, problems, systemOf }): Tested => {
    if (problems.length > 0) return { ran: 0, failures: [], problems };
    const run = vignettes.filter(({ vignette: { id } }) => isChosen(id));
    const failures = run.flatMap(({ vignette, file, line }) => {
      const { differences } = runVignette(topic, vignette, systemOf);
      return differences.length === 0 ? [] : [{ topic: name, vignette: vignette.id, title: vignette.title, file, line, differences }];
    });
    return { ran: run.length, failures, problems };
  });
  const all = { ran: tested.reduce((sum, { ran }) => sum + ran, 0), failures: tested.flatMap(({ failures }) => failures), problems: tested.flatMap(({ problems }) => problems) };
  if (all.ran === 0 && all.problems.length === 0) throw new ConfigError(written === undefined ? `${folder}: there is no vignette in it. A topic has a folder "vignettes".` : `--vignette ${written}: there is no such vignette.`);
  return all;
}
