/** Text of strangers for a terminal: whatever it would obey is written out. */

/** Line feeds and tabs stay. */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (each) => (each === '\n' || each === '\t' ? each : `\\u{${each.codePointAt(0)!.toString(16)}}`));
}
