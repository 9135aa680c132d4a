/** A table of the page: shown as HTML, drawn as a chart and exported as CSV, so that there is one source of numbers. */
import type { Share } from './share.ts';
import type { Withheld } from './withhold-small.ts';

/** What narrows the list of orders to those a number counts. */
export type Narrowing = Readonly<Record<string, string>>;

export interface Column {
  readonly id: string;
  readonly title: string;
  /** `name` has an id beside its words. */
  readonly kind: 'name' | 'text' | 'count' | 'share';
}

export type Cell =
  | { readonly kind: 'name'; readonly id: string; readonly words: string; readonly orders?: Narrowing; readonly card?: { readonly requester: string; readonly client: string } }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'count'; readonly count: number; readonly orders?: Narrowing }
  | { readonly kind: 'share'; readonly share: Share }
  /** In the place of a share. */
  | { readonly kind: 'withheld'; readonly share: Withheld };

export interface Table {
  readonly id: string;
  readonly caption: string;
  /** Of what the shares are parts. */
  readonly denominator: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}
