/** One thing that knowledge defines, and what it names. */

export type DefinedKind =
  | 'topic' | 'read' | 'fact' | 'finding' | 'value set' | 'study' | 'variant' | 'variants row' | 'advice row' | 'card' | 'order set' | 'item' | 'draft' | 'override reason' | 'link' | 'measure' | 'question'
  | 'unavailable studies' | 'open question' | 'not rated' | 'vignette' | 'text' | 'message';

export interface Definition {
  readonly topic: string;
  readonly kind: DefinedKind;
  readonly id: string;
  readonly title?: string;
  /** `topic/file#/pointer`. */
  readonly at: string;
  readonly source?: string;
  /** As it was written. */
  readonly content: unknown;
  readonly names: readonly Name[];
}

/** Something else that a definition names. */
export interface Name {
  readonly kind: DefinedKind;
  readonly id: string;
}

/** Names of one kind; nothing for what is left out. */
export function named(kind: DefinedKind, ids: Iterable<string | undefined>): readonly Name[] {
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [{ kind, id }]));
}
