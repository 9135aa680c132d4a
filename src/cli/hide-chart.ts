/** Takes out of a part of a decision what comes from the chart: only what is known to be the knowledge's own stays. */

/** Stands for what is not shown. */
export const HIDDEN = '(from the chart)';

/** Places in a decision that hold codes and words of the knowledge; `*` is an index, `**` anything below. */
const OWN: readonly RegExp[] = [
  'topic/**', 'study/**', 'scenario/**', 'rating/**', 'urgency', 'wouldChange/**', 'looked/*', 'advice/(row|kind|indicator|card)', 'advice/orderSets/*/id', 'advice/orderSets/*/items/*/(id|isTicked)',
  'findings/*/(code|title|grade|answer|leadsTo|family)', 'findings/*/because/*/(fact|origin|grade)', 'gaps/*/(read|title|state|reason|hidesRedFlags)',
].map((place) => new RegExp(`^/${place.replaceAll('**', '.+').replace(/(?<!\.)\*/g, '\\d+')}$`));

/** The value at that place of a decision, with its shape. */
export function hideChart(value: unknown, pointer: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => hideChart(item, `${pointer}/${index}`));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hideChart(part, `${pointer}/${name}`)]));
  return value === undefined || OWN.some((place) => place.test(pointer)) ? value : HIDDEN;
}
