/** A quality measure as knowledge gives it: whom it is about, from which day, and what leaves a patient out. */
import type { Source } from './finding-definition.ts';
import type { Sought } from './topic.ts';

/** A day of every year, `MM-DD`. */
export type DayOfYear = string;

/** From when on a fact counts, seen from the day the episode started; it counts up to the day of the decision. */
export type LookBack =
  | { readonly kind: 'ever' }
  | { readonly kind: 'days'; readonly days: number }
  /** Since the year began. */
  | { readonly kind: 'year' };

export type MeasureExclusion = {
  readonly id: string;
  readonly title: string;
  /** Reads without which its absence is not known. */
  readonly needs: readonly string[];
} & (
  | {
    readonly kind: 'facts';
    readonly facts: readonly string[];
    /** Facts of the topic that count too, with whatever tells them there: a drug by its name. */
    readonly topicFacts: readonly string[];
    readonly lookBack: LookBack;
    /** What goes on counts every day until it ends; else the day it was recorded counts alone. */
    readonly countsWhileActive: boolean;
  }
  /** So many days in a row of the drugs of an exposure finding, in a window that ends with the day the episode started. */
  | { readonly kind: 'exposure'; readonly finding: string; readonly windowDays: number; readonly runDays: number }
);

export interface Measure {
  readonly id: string;
  readonly title: string;
  /** Which edition of the measure it follows. */
  readonly edition: string;
  readonly source: Source;
  /** Reads without which the episode is not known. */
  readonly needs: readonly string[];
  /** Completed years on a day of the year the decision falls in. */
  readonly atLeast: { readonly years: number; readonly on: DayOfYear };
  readonly atMost: { readonly years: number; readonly on: DayOfYear };
  /** Its own facts and codes: nothing else knows of them. */
  readonly sought: Sought;
  /** The diagnosis that starts an episode. */
  readonly event: string;
  /** Days of the year, first and last, on which it may start one. */
  readonly intake: readonly [DayOfYear, DayOfYear];
  /** Days before the start without that diagnosis. */
  readonly clearDays: number;
  /** Days after the start in which a study counts. */
  readonly windowDays: number;
  readonly exclusions: readonly MeasureExclusion[];
}
