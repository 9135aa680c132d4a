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

export interface JsonScanner {
  /** Looks at the next part of a text: which limit it passes, if one. */
  readonly look: (part: Uint8Array) => keyof JsonLimits | undefined;
  /** Members and items so far. */
  readonly members: () => number;
}

/** For one text that comes in parts; whether it is JSON is left to the parser. One pass, nothing allocated; comparisons, as they are a third faster than a table. */
export function createJsonScanner({ depth, members }: JsonLimits): JsonScanner {
  let levelsBefore = 0;
  let countBefore = 0;
  /** Where the string that a part broke off in goes on: 1 behind a backslash that was the last of its part. */
  let stringFrom: number | undefined;

  const look = (part: Uint8Array): keyof JsonLimits | undefined => {
    const { length } = part;
    let levels = levelsBefore;
    let count = countBefore;
    let at = 0;
    if (stringFrom !== undefined) {
      at = endOfString(part, stringFrom);
      stringFrom = at < length ? undefined : at - length;
      at += 1;
    }
    for (; at < length; at += 1) {
      const byte = part[at]!;
      if (byte === QUOTE) {
        at = endOfString(part, at + 1);
        if (at >= length) stringFrom = at - length;
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
    levelsBefore = levels;
    countBefore = count;
    return undefined;
  };
  return { look, members: () => countBefore };
}

/** Where its quote is; at or behind the end of the part where that is not in it. */
function endOfString(part: Uint8Array, from: number): number {
  const { length } = part;
  let at = from;
  while (at < length && part[at] !== QUOTE) at += part[at] === BACKSLASH ? 2 : 1;
  return at;
}
