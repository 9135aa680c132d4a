/** What an order set offers, and when an item is left out, held back or changed for a patient. */
import type { Expression } from './expression.ts';

/**
 * Why an item is not as it stands: any of the evidence it names is in the chart (graded findings of that code, else sightings
 * of that fact; `flags.<scenario>` stands for all red flags above context that lead there), and its criterion holds.
 */
export interface Reservation {
  readonly when?: Expression;
  /** What a card says; a change that needs no words has none. */
  readonly because?: string;
  readonly evidence: readonly string[];
}

/** A change of the draft: members are merged over it, lists are replaced. */
export interface DraftChange extends Reservation {
  readonly draft: Readonly<Record<string, unknown>>;
}

export interface OrderSetItem {
  readonly id: string;
  readonly title: string;
  readonly isTicked: boolean;
  readonly tickWhen?: Expression;
  /** Reads it is never ticked without. */
  readonly needs: readonly string[];
  /** The item exists only while this holds. */
  readonly offer?: Expression;
  readonly exclude: readonly Reservation[];
  readonly untick: readonly Reservation[];
  readonly adjust: readonly DraftChange[];
  /** A FHIR R4 draft with `{{…}}` tokens. */
  readonly draft: Readonly<Record<string, unknown>>;
}

export interface OrderSet {
  readonly id: string;
  readonly title: string;
  readonly items: readonly OrderSetItem[];
}
