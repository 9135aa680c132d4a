/** One name for every page that is kept, whatever else stands in the query. */

/** Only lists that go over several pages read `page`, and only the list of vignettes reads `variant`. */
export function pageName(steps: readonly string[], { page, variant }: Readonly<Record<string, unknown>>): string {
  const [, section] = steps;
  const isVignettes = section === 'vignettes' && steps.length === 2;
  const isPaged = isVignettes || (section === 'value-sets' && steps.length === 3);
  const number = isPaged && typeof page === 'string' && /^[1-9]\d{0,3}$/.test(page) ? page : '1';
  return JSON.stringify([...steps, number, ...(isVignettes && typeof variant === 'string' ? [variant] : [])]);
}
