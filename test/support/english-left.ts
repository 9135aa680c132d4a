/** Finds what is still said in English where another language is spoken. */

/** What a text says between the values that are filled in, where it is long enough to tell it from a word of any language. */
export const partsOf = (text: string): readonly string[] => text.split(/\{\{[^{}]*\}\}|\*\*/).map((part) => part.trim()).filter((part) => part.length >= 8 && /\p{L}{3}/u.test(part));

/** Parts of the English texts that stand in some words as they are; parts that the other language has too are left out. */
export function englishLeft(english: Iterable<string>, other: Iterable<string>): (words: string) => readonly string[] {
  const same = new Set([...other].flatMap(partsOf));
  const sought = [...new Set([...english].flatMap(partsOf))].filter((part) => !same.has(part)).map((part) => ({ part, pattern: new RegExp(`(?<!\\p{L})${part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?!\\p{L})`, 'u') }));
  return (words) => sought.filter(({ part, pattern }) => words.includes(part) && pattern.test(words)).map(({ part }) => part);
}

const TAGS = /<(\/?)([a-z][a-z0-9]*)([^>]*)>/g;
const VOID = new Set(['input', 'br', 'link', 'meta', 'img']);

/** The text of a page that is not marked as English and is no code, a line for each piece; labels, titles and placeholders too. */
export function unmarkedText(page: string): string {
  const open: { readonly name: string; readonly isSkipped: boolean }[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const match of page.matchAll(TAGS)) {
    const [whole, closes, name = '', attributes = ''] = match;
    const isSkipped = open.at(-1)?.isSkipped ?? false;
    if (!isSkipped) lines.push(page.slice(at, match.index));
    at = match.index + whole.length;
    if (closes === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element: ${page.slice(Math.max(0, at - 120), at)}`);
      continue;
    }
    if (!isSkipped) lines.push(...[...attributes.matchAll(/(?:aria-label|title|placeholder|data-label)="([^"]*)"/g)].map(([, value]) => value!));
    if (!VOID.has(name)) open.push({ name, isSkipped: isSkipped || name === 'code' || / lang="en"/.test(attributes) });
  }
  return lines.map((line) => line.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim()).filter((line) => line !== '').join('\n');
}
