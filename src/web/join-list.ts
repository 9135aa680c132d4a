/** Puts pieces of a page together as a language does: "a, b and c", "a o b". */
import { html, type Html } from './html.ts';

/** `conjunction` is "and", `disjunction` is "or"; nothing of nothing. */
export function joinList(pieces: readonly (Html | string)[], locale: string, type: 'conjunction' | 'disjunction' = 'conjunction'): Html {
  const parts = new Intl.ListFormat(locale, { type }).formatToParts(pieces.map((_, index) => String(index)));
  return html`${parts.map((part) => (part.type === 'element' ? pieces[Number(part.value)] : part.value))}`;
}
