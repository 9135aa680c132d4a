/** One line of the table: a goal, and what was measured. */
export interface Row {
  /** Stable name, for programs. */
  readonly id: string;
  readonly work: string;
  readonly goal: string;
  readonly measured: string;
  /** Nothing where this run cannot tell. */
  readonly isMet?: boolean;
  /** What the row was made from. */
  readonly numbers: Readonly<Record<string, number | readonly number[]>>;
}
