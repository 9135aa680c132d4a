/** What the writers work on: decisions with what they were made from, and the settings of one answer. */
import type { Chart } from '../decision/chart.ts';
import type { Decision, Indicator } from '../decision/decision.ts';
import type { Silence } from '../decision/stay-silent.ts';
import type { CardTemplate, Topic } from '../decision/topic.ts';
import type { Profile } from './profile.ts';
import type { RatingRecord } from './record-rating.ts';

/** One order of the request, judged. */
export interface Judged {
  readonly topic: Topic;
  readonly chart: Chart;
  readonly decision: Decision;
  /** Its advice was given and answered before, so it has no card; it is rated all the same. */
  readonly silence?: Silence;
}

/** Everything one card is about: the same advice for one order or several. */
export interface AdviceGroup {
  readonly template: CardTemplate;
  readonly indicator: Indicator;
  /** The order whose decision the card words come from. */
  readonly first: Judged;
  /** All orders of the card, `first` among them, as the request has them. */
  readonly members: readonly Judged[];
}

/** Settings of one answer. */
export interface ResponseOptions {
  readonly profile: Profile;
  readonly hook: 'order-select' | 'order-sign';
  /** A fresh lower-case UUID (CARD-1, SUG-2, PAMA-6). */
  readonly newId: () => string;
  /** Base of links into this service; https outside development. */
  readonly publicUrl: string;
  /** Identifier of a qualified mechanism; never made up (PAMA-5). */
  readonly mechanismId?: string;
}

/** What the parts of one answer share: its settings, and the rating to record on each order. */
export interface Writing extends ResponseOptions {
  readonly records: ReadonlyMap<Judged, RatingRecord>;
}
