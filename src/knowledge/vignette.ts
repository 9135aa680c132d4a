/** A story with what must come of it: how the knowledge is tested. */
import type { MeasureResult } from '../decision/decision.ts';
import type { Story } from './story.ts';

/** What a vignette expects. Every other member is the code of a finding and the answer it must have; of a list, the neighbouring answers an interval touches. */
export interface Expectation {
  readonly study?: string;
  /** How long the episode has lasted, at least and at most. */
  readonly days?: readonly [number, number];
  /** By code: the grade. A red flag that is not named must not lead elsewhere. */
  readonly findings?: Readonly<Record<string, string>>;
  readonly scenario: string;
  readonly certainty?: string;
  readonly rating?: string;
  /** `silent` where there is no card. */
  readonly indicator?: string;
  /** Of the topic's first measure, as far as it is given. */
  readonly measure?: Partial<Omit<MeasureResult, 'id'>>;
}

export const EXPECTED_MEMBERS = ['study', 'days', 'findings', 'scenario', 'certainty', 'rating', 'indicator', 'measure'];

export interface Vignette extends Story {
  readonly expect: Expectation & Readonly<Record<string, unknown>>;
  /** Code of the red flag that must stay silent. */
  readonly nearMissOf?: string;
}

/** Where it stands, `topic/vignettes/file.yaml#` and its line, for messages. */
export interface PlacedVignette {
  readonly vignette: Vignette;
  readonly file: string;
  readonly line: number;
}
