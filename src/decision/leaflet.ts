/** What a patient is given to take home about a topic, in one language. */

/** A heading with what stands below it: paragraphs, then a list. */
export interface LeafletSection {
  readonly heading: string;
  readonly paragraphs?: readonly string[];
  readonly points?: readonly string[];
}

export interface WarningSigns {
  readonly heading: string;
  readonly signs: readonly string[];
}

export interface Leaflet {
  /** BCP 47. */
  readonly language: string;
  /** What the language calls itself. */
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly LeafletSection[];
  /** `now`: emergency help at once. `soon`: a call the same day. */
  readonly warnings: { readonly heading: string; readonly now: WarningSigns; readonly soon: WarningSigns };
  readonly comeBack: { readonly heading: string; readonly paragraphs: readonly string[] };
  /** What the page says around the text. */
  readonly words: { readonly languages: string; readonly sources: string; readonly skip: string };
  readonly sources: readonly { readonly label: string; readonly url: string }[];
  /** Who has checked it, in words for the patient. */
  readonly reviewed: string;
}
