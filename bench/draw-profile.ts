/** A CPU profile as V8 writes it, drawn as SVG: wide is long, below is called by above; a pointer on a box shows its name and share. */

export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds of the machine's own clock, which all its processes share. */
  readonly startTime: number;
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Box {
  readonly name: string;
  readonly place: string;
  ms: number;
  readonly children: Map<string, Box>;
}

const WIDTH = 1600;
const HEIGHT = 17;
/** Narrower ones cannot be seen. */
const NARROWEST = 0.6;
const LETTER = 6.6;
/** Time in which nothing was asked of the process. */
const IDLE = '(idle)';
const COLOURS: readonly (readonly [RegExp, string])[] = [[/^src\/decision/, '#f4a261'], [/^src\//, '#f6d186'], [/node_modules/, '#a8d5ba'], [/^node:/, '#b8c7e0'], [/^$/, '#d9d9d9']];

/** Of what came after `since`, on the clock of the profile; `root` is taken off the names of files. */
export function drawProfile({ nodes, startTime, samples, timeDeltas }: Profile, { root, title, since = 0 }: { readonly root: string; readonly title: string; readonly since?: number }): string {
  const own = new Map<number, number>();
  let time = startTime;
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    time += delta;
    if (time >= since) own.set(id, (own.get(id) ?? 0) + delta / 1000);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const all: Box = { name: 'all', place: '', ms: 0, children: new Map() };
  for (const child of nodes[0]?.children ?? []) merge(byId.get(child)!, all, { byId, own, root });
  const drawn: string[] = [];
  const depth = draw(all, { x: 0, y: 1, scale: WIDTH / Math.max(all.ms, 1), total: all.ms }, drawn);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${(depth + 1) * HEIGHT + 8}" font-family="monospace" font-size="11">`,
    `<text x="4" y="12">${escape(`${title}: ${all.ms.toFixed(0)} ms of work. Orange: decision, yellow: the rest of the service, green: packages, blue: Node, grey: V8`)}</text>`,
    ...drawn, '</svg>', '',
  ].join('\n');
}

type Source = { readonly byId: ReadonlyMap<number, ProfileNode>; readonly own: ReadonlyMap<number, number>; readonly root: string };

/** The same function under the same callers is one box. Returns its milliseconds. */
function merge(node: ProfileNode, parent: Box, source: Source): number {
  const { functionName, url, lineNumber } = node.callFrame;
  if (functionName === IDLE) return 0;
  const place = url === '' ? '' : `${url.replace('file://', '').replace(`${source.root}/`, '')}:${lineNumber + 1}`;
  const key = `${functionName} ${place}`;
  const box = parent.children.get(key) ?? { name: functionName === '' ? '(anonymous)' : functionName, place, ms: 0, children: new Map() };
  parent.children.set(key, box);
  const ms = (node.children ?? []).reduce((sum, child) => sum + merge(source.byId.get(child)!, box, source), source.own.get(node.id) ?? 0);
  box.ms += ms;
  if (parent.name === 'all' && parent.place === '') parent.ms += ms;
  return ms;
}

/** Returns how deep it goes. */
function draw({ name, place, ms, children }: Box, { x, y, scale, total }: { readonly x: number; readonly y: number; readonly scale: number; readonly total: number }, drawn: string[]): number {
  const width = ms * scale;
  if (width < NARROWEST) return y;
  const colour = COLOURS.find(([pattern]) => pattern.test(place))?.[1] ?? '#d9d9d9';
  const label = name.slice(0, Math.floor(width / LETTER));
  drawn.push(`<g><title>${escape(`${name} ${place} ${ms.toFixed(1)} ms, ${((100 * ms) / Math.max(total, 1)).toFixed(1)} %`)}</title><rect x="${x.toFixed(1)}" y="${y * HEIGHT}" width="${width.toFixed(1)}" height="${HEIGHT - 1}" fill="${colour}"/>${label.length > 2 ? `<text x="${(x + 2).toFixed(1)}" y="${y * HEIGHT + 12}">${escape(label)}</text>` : ''}</g>`);
  let [left, deepest] = [x, y];
  for (const child of [...children.values()].sort((one, other) => other.ms - one.ms)) {
    deepest = Math.max(deepest, draw(child, { x: left, y: y + 1, scale, total }, drawn));
    left += child.ms * scale;
  }
  return deepest;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
