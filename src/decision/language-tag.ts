/** Languages as files and charts write them, made comparable. */

/** The canonical BCP 47 tag of what is written: `ES` and `spa` are `es`, `es_MX` is `es-MX`; `undefined` for what is no tag. */
export function languageTag(written: string): string | undefined {
  const tag = written.trim().replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    // ECMA-402 has no other way to ask whether a tag is well formed.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
