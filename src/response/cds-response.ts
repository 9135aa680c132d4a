/** What a CDS service answers (CDS Hooks 2.0, CDS Service Response): shapes that every supported client accepts. */
import type { Resource } from '../decision/chart.ts';
import type { Indicator } from '../decision/decision.ts';

/** A CDS Hooks Coding: unlike FHIR's, `system` and `code` are required (COD-1). */
export interface Coding {
  readonly code: string;
  readonly system: string;
  readonly display?: string;
}

/** One change the client may make to its draft orders (ACT-1 to ACT-5). */
export type Action =
  | { readonly type: 'create' | 'update'; readonly description: string; readonly resource: Resource }
  | { readonly type: 'delete'; readonly description: string; readonly resourceId: string }
  /** CDS Hooks 1.0 puts the reference of what to delete where 2.0 puts the resource (ACT-8). */
  | { readonly type: 'delete'; readonly description: string; readonly resource: string };

/** Actions that are taken together (SUG-1 to SUG-4). */
export interface Suggestion {
  readonly label: string;
  readonly uuid: string;
  readonly isRecommended?: true;
  readonly actions: readonly Action[];
}

export type SelectionBehavior = 'at-most-one' | 'any';

export interface CardLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute';
}

/** One piece of advice (CARD-1 to CARD-14). */
export interface Card {
  readonly uuid: string;
  readonly summary: string;
  /** GitHub-Flavored Markdown without HTML. */
  readonly detail?: string;
  readonly indicator: Indicator;
  readonly source: { readonly label: string; readonly url?: string; readonly icon: string; readonly topic: Coding };
  readonly suggestions?: readonly Suggestion[];
  readonly selectionBehavior?: SelectionBehavior;
  readonly overrideReasons?: readonly Coding[];
  readonly links?: readonly CardLink[];
  /** Reverse-domain names to objects (EXT-1). */
  readonly extension: Readonly<Record<string, unknown>>;
}

/** The body of a 200. Members without a value are left out (JSON-2); `cards` is always there (RESP-1). */
export interface CdsResponse {
  readonly cards: readonly Card[];
  readonly systemActions?: readonly Action[];
  readonly extension?: { readonly systemActions: readonly Action[] };
}
