/** What the parts of an explanation are told with. */
import type { Html } from './html.ts';
import type { LinkedKind } from './knowledge-links.ts';
import type { SayRecorded } from './recorded.ts';
import type { Tell } from './tell.ts';

export interface Telling {
  /** Texts of the page. */
  readonly tell: Tell;
  /** Texts of the record. */
  readonly say: SayRecorded;
  /** Into the knowledge of the decision's topic. */
  readonly link: (kind: LinkedKind, id: string, words: Html | string) => Html;
}
