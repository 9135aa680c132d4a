/** Searches resources by the few parameters that make sense for knowledge (FHIR R4 Search). */

type Json = Readonly<Record<string, unknown>>;

/** What may be searched by; other parameters are ignored, and the self link shows which were not. */
export const searchParameters = [{ name: '_id', type: 'token' }, { name: 'url', type: 'uri' }, { name: 'name', type: 'string' }, { name: 'title', type: 'string' }, { name: 'status', type: 'token' }, { name: 'version', type: 'token' }] as const;

const PER_PAGE = 20;
const MOST_PER_PAGE = 100;

/** A searchset; `address` is the absolute one of the type (`https://…/fhir/ValueSet`). */
export function searchResources(all: readonly Json[], query: Readonly<Record<string, unknown>>, address: string): Json {
  const used = searchParameters.flatMap(({ name, type }) => (typeof query[name] === 'string' && query[name] !== '' ? [{ name, type, value: query[name] }] : []));
  const found = all.filter((resource) => used.every(({ name, type, value }) => matches(resource[name.replace(/^_/, '')], type, value)));
  const count = whole(query['_count'], PER_PAGE, 0, MOST_PER_PAGE);
  const page = whole(query['page'], 1, 1, 9_999);
  const shown = count === 0 ? [] : found.slice((page - 1) * count, page * count);
  const link = (relation: string, number: number): Json => ({ relation, url: `${address}?${new URLSearchParams([...used.map(({ name, value }): [string, string] => [name, value]), ['_count', String(count)], ['page', String(number)]]).toString()}` });
  return {
    resourceType: 'Bundle', type: 'searchset', total: found.length,
    link: [link('self', page), ...(page > 1 ? [link('previous', page - 1)] : []), ...(count > 0 && page * count < found.length ? [link('next', page + 1)] : [])],
    ...(shown.length > 0 && { entry: shown.map((resource) => ({ fullUrl: `${address}/${String(resource['id'])}`, resource, search: { mode: 'match' } })) }),
  };
}

/** Strings match from their beginning, in any case; the rest as a whole, one of several after commas. */
function matches(value: unknown, type: string, asked: string): boolean {
  if (typeof value !== 'string') return false;
  return asked.split(',').some((each) => (type === 'string' ? value.toLowerCase().startsWith(each.toLowerCase()) : value === each));
}

function whole(text: unknown, otherwise: number, least: number, most: number): number {
  return typeof text === 'string' && /^\d{1,4}$/.test(text) ? Math.min(most, Math.max(least, Number(text))) : otherwise;
}
