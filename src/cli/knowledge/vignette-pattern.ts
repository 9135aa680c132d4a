/** Which vignettes somebody means. */

/** By id, several with commas between, `*` for any part; all where nothing is said. Capitals do not matter. */
export function patternOf(written: string | undefined): (id: string) => boolean {
  if (written === undefined) return () => true;
  const patterns = written.split(',').map((each) => new RegExp(`^${each.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i'));
  return (id) => patterns.some((pattern) => pattern.test(id));
}
