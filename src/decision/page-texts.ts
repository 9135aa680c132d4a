/** What pages for people say beside the knowledge itself, in one language: knowledge like the words of cards, in `cards/common/pages/`. */
import type { Word } from './words.ts';

export interface PageTexts {
  /** BCP 47: the name of the file. */
  readonly language: string;
  /** What the language calls itself. */
  readonly name: string;
  /** BCP 47: whose rules numbers, plurals and dates follow. */
  readonly locale: string;
  /** By id; each language has those of the language knowledge is written in, with the same `{{values}}`. */
  readonly texts: Readonly<Record<string, Word>>;
}
