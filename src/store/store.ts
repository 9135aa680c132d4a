/** What Backstop remembers: which cards it gave, and what became of them. Append-only; no FHIR content. */

/** A card that went out. */
export interface GivenCard {
  readonly uuid: string;
  readonly suggestions: readonly string[];
  /** Id of the client it went to: only that client can say what became of it (TEN-2). */
  readonly client: string;
  readonly service: string;
}

export type Outcome = 'accepted' | 'overridden';

/** What a client reported about one card, in one shape whatever shape it came in. */
export interface Feedback {
  readonly client: string;
  readonly service: string;
  /** As the client wrote it; seldom not a UUID. */
  readonly card: string;
  readonly outcome: Outcome;
  /** When it happened: UTC, RFC 3339; left out where the client's own time cannot be read. */
  readonly outcomeTimestamp?: string;
  /** When it arrived: UTC, RFC 3339. */
  readonly receivedAt: string;
  /** Uuids of the suggestions that were taken. */
  readonly acceptedSuggestions: readonly string[];
  readonly reason?: { readonly code?: string; readonly system?: string; readonly display?: string };
  /** Free text of a person: sensitive, at most 4,000 characters, never logged (FB-7). */
  readonly userComment?: string;
}

/** A report as it is kept. */
export interface KeptFeedback extends Feedback {
  /** The card is one that went to this client. */
  readonly isMatched: boolean;
}

/** How the reports of one call were taken. */
export interface Taken {
  readonly added: number;
  /** Told before: the same card, outcome, time and suggestions (FB-3). */
  readonly repeated: number;
  /** Added, about a card this store does not know (FB-4). */
  readonly unmatched: number;
}

/** A token that must not be used again. */
export interface SpentToken {
  readonly issuer: string;
  /** Its `jti`. */
  readonly id: string;
  /** From then on it is refused anyway, and may be forgotten. */
  readonly expiresAt: Date;
  readonly spentAt: Date;
}

/** One of several stores. What `addFeedback` has resolved for is kept as long as the store lasts. */
export interface Store {
  addCards(cards: readonly GivenCard[]): void;
  addFeedback(feedback: readonly Feedback[]): Promise<Taken>;
  /** Id of the client a card went to; undefined for a card this store does not know. */
  ownerOf(card: string): Promise<string | undefined>;
  /** Marks a token as used; false when it was before, or when no more can be remembered (JWT-11). One of many that ask at once gets true. */
  spendToken(token: SpentToken): Promise<boolean>;
  /** Everything that was told, oldest first. */
  listFeedback(): Promise<readonly KeptFeedback[]>;
}
