/** A vignette as it is told to people: a patient, a day and an order. What it must give is for those who run it as a test. */
import type { ReadState, Resource } from '../decision/chart.ts';

/** A reason of an order: `text`, the `problem` it refers to, and codes by the name of their system. */
export type StoryReason = Readonly<Record<string, string>>;

export interface Story {
  readonly id: string;
  readonly title: string;
  /** The day it plays. */
  readonly today: string;
  readonly patient: Readonly<Record<string, unknown>>;
  readonly orders: readonly { readonly study?: string; readonly resource?: Resource; readonly reason?: StoryReason | readonly StoryReason[]; readonly priority?: string }[];
  readonly otherOrders?: readonly Resource[];
  readonly chart?: readonly Resource[];
  /** By read; those left out are complete. */
  readonly reads?: Readonly<Record<string, ReadState>>;
}

/** What a list says of a story. */
export interface StoryEntry {
  readonly id: string;
  readonly title: string;
  readonly topic: string;
  /** Where the patient fits, and what is said: as the vignette expects it, empty where it does not say. */
  readonly scenario: string;
  readonly indicator: string;
}
