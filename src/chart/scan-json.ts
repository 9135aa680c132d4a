/** Looks at the bytes of JSON before anything is built from them: a body that is small on the wire may be huge in memory (JSON-5). */

export interface JsonLimits {
  /** Levels of objects and lists. */
  readonly depth: number;
  /** Members and items, counted by what opens and separates them. */
  readonly members: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** `[` and `]`; `{` and `}` are the same but for one bit. */
const OPEN = 0x5b;
const CLOSE = 0x5d;
const WITHOUT_THAT_BIT = 0xdf;

/** Which limit the text passes, if one; whether it is JSON is left to the parser. One pass, nothing allocated; comparisons, as they are a third faster than a table. */
export function scanJson(text: Uint8Array, { depth, members }: JsonLimits): keyof JsonLimits | undefined {
  let levels = 0;
  let count = 0;
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const byte = text[at]!;
    if (byte === QUOTE) {
      at += 1;
      while (at < length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
    } else if (byte === COMMA) {
      count += 1;
      if (count > members) return 'members';
    } else if (byte >= OPEN) {
      const bracket = byte & WITHOUT_THAT_BIT;
      if (bracket === CLOSE) {
        levels -= 1;
      } else if (bracket === OPEN) {
        count += 1;
        if (count > members) return 'members';
        if ((levels += 1) > depth) return 'depth';
      }
    }
  }
  return undefined;
}
