/** Runs the vignettes of a knowledge folder in this process and its time zone. */
import { ConfigError, KnowledgeError, type Problem } from '../../errors.ts';
import { checkTopics } from '../../knowledge/check-topics.ts';
import { checkVignettes } from '../../knowledge/check-vignettes.ts';
import { listVignettes } from '../../knowledge/list-vignettes.ts';
import { nameSystem } from '../../knowledge/name-system.ts';
import { nearestName } from '../../knowledge/nearest-name.ts';
import { runVignette, type Difference } from '../../playground/run-vignette.ts';
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
export function testVignettes(folder: string, { topic: only, vignette }: Choice): Tested {
  const { reports, shared } = checkTopics(folder);
  const chosen = reports.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new ConfigError(`--topic ${only}: there is no such topic${nearestName(only!, reports.map(({ name }) => name))} There are ${reports.map(({ name }) => name).join(', ')}.`);
  const broken = [...chosen.flatMap(({ problems }) => problems), ...(only === undefined ? shared : [])];
  if (broken.length > 0) throw new KnowledgeError(broken);
  const isChosen = patternOf(vignette);
  const tested = chosen.map(({ name, topic, files }): Tested => {
    const placed = listVignettes(folder, name);
    const problems = checkVignettes(folder, topic!, files!, placed);
    if (problems.length > 0) return { ran: 0, failures: [], problems };
    const run = placed.filter(({ vignette: { id } }) => isChosen(id));
    const systemOf = (system: string): string | undefined => nameSystem(files!.codeSystems.systems, system);
    const failures = run.flatMap(({ vignette: each, file, line }) => {
      const { differences } = runVignette(topic!, each, systemOf);
      return differences.length === 0 ? [] : [{ topic: name, vignette: each.id, title: each.title, file, line, differences }];
    });
    return { ran: run.length, failures, problems: [] };
  });
  const all = { ran: tested.reduce((sum, { ran }) => sum + ran, 0), failures: tested.flatMap(({ failures }) => failures), problems: tested.flatMap(({ problems }) => problems) };
  if (all.ran === 0 && all.problems.length === 0) throw new ConfigError(vignette === undefined ? `${folder}: there is no vignette in it. A topic has a folder "vignettes".` : `--vignette ${vignette}: there is no such vignette.`);
  return all;
}
