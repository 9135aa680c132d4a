/** Values in a line or a few: short ones whole, of long ones what differs. */
const LONGEST = 240;
/** What is the same around a difference, so far. */
const AROUND = 40;

/** One value, or from one to another. */
export function excerpt(before: unknown, ...rest: readonly unknown[]): string {
  if (rest.length === 0) return shorten(written(before));
  const [one, other] = [written(before), written(rest[0])];
  if (one.length + other.length <= LONGEST) return `${one} → ${other}`;
  const [start, end] = [sameStart(one, other), sameEnd(one, other)];
  const part = (text: string): string => shorten(`${start > AROUND ? '…' : ''}${text.slice(Math.max(0, start - AROUND), text.length - Math.max(0, end - AROUND))}${end > AROUND ? '…' : ''}`);
  return `${part(one)} → ${part(other)}`;
}

function written(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\n', '\\n').replace(/[\p{Cc}\p{Cf}]/gu, ' ') : value === undefined ? '(nothing)' : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

function sameStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** What is the same at the start is not counted again. */
function sameEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length) - sameStart(one, other);
  let at = 0;
  while (at < most && one[one.length - 1 - at] === other[other.length - 1 - at]) at += 1;
  return at;
}
