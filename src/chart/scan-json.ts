/** Looks at the bytes of JSON before anything is built from them: a body that is small on the wire may be huge in memory (JSON-5). */

export interface JsonLimits {
  /** Levels of objects and lists. */
  readonly depth: number;
  /** Members and items, counted by what opens and separates them. */
  readonly members: number;
}

const OTHER = 0;
const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const COMMA = 4;
const BACKSLASH = 0x5c;
const QUOTE_BYTE = 0x22;

const kinds = new Uint8Array(256);
kinds[QUOTE_BYTE] = QUOTE;
for (const open of '{[') kinds[open.charCodeAt(0)] = OPEN;
for (const close of '}]') kinds[close.charCodeAt(0)] = CLOSE;
kinds[','.charCodeAt(0)] = COMMA;

/** Which limit the text passes, if one; whether it is JSON is left to the parser. One pass, nothing allocated. */
export function scanJson(text: Uint8Array, { depth, members }: JsonLimits): keyof JsonLimits | undefined {
  let levels = 0;
  let count = 0;
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const kind = kinds[text[at]!]!;
    if (kind === OTHER) continue;
    if (kind === QUOTE) {
      at += 1;
      while (at < length && text[at] !== QUOTE_BYTE) at += text[at] === BACKSLASH ? 2 : 1;
    } else if (kind === CLOSE) {
      levels -= 1;
    } else {
      count += 1;
      if (count > members) return 'members';
      if (kind === OPEN && (levels += 1) > depth) return 'depth';
    }
  }
  return undefined;
}
