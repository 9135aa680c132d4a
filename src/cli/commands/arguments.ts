/** What several commands take: how arguments are read, and what surrounds a command. */
import { InvalidArgumentError } from 'commander';
import type { Config } from '../../config.ts';

export interface Surroundings {
  /** The knowledge of this release. */
  readonly cards: string;
  readonly now: () => Date;
  /** What the environment says. */
  readonly settings: () => Pick<Config, 'timeZone' | 'publicUrl' | 'mechanismId' | 'topics'>;
  /** `SIMULATE_QUEUE`: the database with the jobs of simulations. */
  readonly queue?: string | undefined;
}

/** Whether a topic reads them is looked at when the knowledge is there. */
export function parseTypes(text: string): readonly string[] {
  const types = text.split(',').map((type) => type.trim());
  if (!types.every((type) => /^[A-Za-z]+$/.test(type))) throw new InvalidArgumentError('It must be resource types with commas between, or nothing: then it stands behind the file.');
  return types;
}

export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value >= least && value <= most) || (least >= 1 && !Number.isInteger(value))) throw new InvalidArgumentError(`It must be from ${least} to ${most}.`);
    return value;
  };
}
