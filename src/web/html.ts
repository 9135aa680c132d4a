/** HTML from templates in which everything that is filled in is text, unless it is HTML made here. */

/** A piece of HTML that is safe to send. */
export interface Html {
  readonly html: string;
}

/** What can be filled in: lists are joined; what is missing or false leaves nothing. */
export type Filling = Html | string | number | false | undefined | readonly Filling[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What was made here: an object of a parsed body that has the same member was not. */
const made = new WeakSet<object>();

/** A template literal: `html\`<p>${text}</p>\``. Attribute values stand in double quotes. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  const piece: Html = { html: parts.reduce((written, part, index) => `${written}${fill(fillings[index - 1])}${part}`) };
  made.add(piece);
  return piece;
}

function fill(filling: Filling): string {
  if (filling === undefined || filling === false) return '';
  if (Array.isArray(filling)) return (filling as readonly Filling[]).map(fill).join('');
  if (typeof filling === 'object') {
    if (!made.has(filling)) throw new TypeError('Only text, numbers and HTML made by this template can be filled in.');
    return (filling as Html).html;
  }
  return String(filling).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
