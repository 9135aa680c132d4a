/** What of a `tracestate` may be passed on (W3C Trace Context, tracestate Header). */

/** Empty ones count. */
const MOST_MEMBERS = 32;
/** What every system is asked to pass on, and no more: for longer headers FHIR servers may refuse a read. */
const MOST_CHARACTERS = 512;
/** Longer members go first where there is too much (tracestate Limits). */
const LONG_MEMBER = 128;
/** All that may stand in members and around them: blanks and tabs are cut off, none of the other blanks. */
const LETTERS = /^[\t\x20-\x7e]*$/;
const MEMBER = /^([\da-z][\da-z_*/@-]{0,255})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** As written, less whole members where it is too long; nothing where a member is malformed or named twice, or there are too many. */
export function tidyTracestate(written: string): string | undefined {
  if (!LETTERS.test(written)) return undefined;
  const all = written.split(',', MOST_MEMBERS + 1);
  if (all.length > MOST_MEMBERS) return undefined;
  const members = all.map((member) => member.trim()).filter((member) => member !== '');
  if (members.length === 0) return undefined;
  const keys = new Set(members.map((member) => MEMBER.exec(member)?.[1]));
  if (keys.has(undefined) || keys.size < members.length) return undefined;
  return written.length <= MOST_CHARACTERS ? written : shorten(members);
}

/** The newest come first, so the last go. */
function shorten(members: readonly string[]): string | undefined {
  const kept = members.join().length <= MOST_CHARACTERS ? [...members] : members.filter(({ length }) => length <= LONG_MEMBER);
  while (kept.join().length > MOST_CHARACTERS) kept.pop();
  return kept.length === 0 ? undefined : kept.join();
}
