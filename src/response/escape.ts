/** Makes words from a request safe to show: they are data, never Markdown, HTML or layout (CARD-3). */

/** Longest piece of foreign text on a card, in UTF-16 units. */
const MAX_LENGTH = 120;

const BREAKS = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Bidirectional controls, zero-width characters, soft hyphens, tags, lone surrogates, private use. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}]/gu;
const MARKDOWN = /[\\`*_{}[\]#|~!@$]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** One line of GitHub-Flavored Markdown that renders as exactly these words: no markup, no HTML, no automatic link. */
export function escapeMarkdown(text: string, maxLength: number = MAX_LENGTH): string {
  return shorten(clean(text), maxLength)
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
    .replace(MARKDOWN, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** One line of plain text for a summary or label; angle brackets become look-alikes for clients that show HTML. */
export function escapePlain(text: string, maxLength: number = MAX_LENGTH): string {
  return shorten(clean(text), maxLength).replaceAll('<', '‹').replaceAll('>', '›');
}

/** Cuts at a word and marks the cut with `…`; the result has at most `maxLength` UTF-16 units. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, Math.max(maxLength - 1, 0)).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  const words = space > maxLength / 2 ? cut.slice(0, space) : cut;
  return `${words.replace(/[\s,;:.–-]+$/, '')}…`;
}

function clean(text: string): string {
  return text.replace(BREAKS, ' ').replace(INVISIBLE, '').trim();
}
