/** Puts an expansion into the text of a value set, as its last member: comments and layout of the rest stay as they are. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isPair, parseDocument, type Node, type Pair } from 'yaml';
import { KnowledgeError } from '../errors.ts';

type Json = Readonly<Record<string, unknown>>;
interface Span { readonly start: number; readonly end: number }

/** `path` is the file below the knowledge folder, JSON or YAML. Throws KnowledgeError for a text that is no map. */
export function spliceExpansion(text: string, path: string, expansion: Json): string {
  const before = parse(text, path);
  const bare = without(text, path);
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const spliced = path.endsWith('.json') ? intoJson(bare, path, expansion, newLine) : `${bare.trimEnd()}${newLine}${lines('', expansion, (name) => `${name}:`, newLine)}${newLine}`;
  const { expansion: written, ...rest } = parse(spliced, path);
  const { expansion: _, ...former } = before;
  // Cutting text is only right where what was cut says the same again.
  if (!isDeepStrictEqual(written, expansion) || !isDeepStrictEqual(rest, former)) throw new KnowledgeError([{ pointer: `${path}#`, message: 'has a layout in which no expansion can be put; write the file with one member a line' }]);
  return spliced;
}

/** Takes out the member `expansion`, with the comma before it. */
function without(text: string, path: string): string {
  const pairs = pairsOf(text, path);
  const index = pairs.findIndex(({ key }) => String((key as { value?: unknown }).value) === 'expansion');
  if (index < 0) return text;
  const own = spanOf(pairs[index]!);
  const next = pairs[index + 1];
  if (next !== undefined) return `${text.slice(0, own.start)}${text.slice(spanOf(next).start)}`;
  if (index === 0) return `${text.slice(0, own.start)}${text.slice(own.end)}`;
  const start = path.endsWith('.json') ? spanOf(pairs[index - 1]!).end : own.start;
  return `${text.slice(0, start)}${text.slice(own.end)}`;
}

function intoJson(text: string, path: string, expansion: Json, newLine: string): string {
  const end = spanOf(pairsOf(text, path).at(-1)!).end;
  return `${text.slice(0, end)},${newLine}${lines('  ', expansion, (name) => `"${name}":`, newLine)}${text.slice(end)}`;
}

/** One line a member, and of lists one an item: what a review shows is then what changed. */
function lines(indent: string, expansion: Json, key: (name: string) => string, newLine: string): string {
  const isJson = key('') !== ':';
  const members = Object.entries(expansion).map(([name, value]) => {
    const own = `${indent}  ${key(name)}`;
    if (!Array.isArray(value) || value.length === 0) return `${own} ${JSON.stringify(value)}`;
    const items = value.map((item) => `${indent}    ${isJson ? '' : '- '}${JSON.stringify(item)}`);
    return isJson ? `${own} [${newLine}${items.join(`,${newLine}`)}${newLine}${indent}  ]` : [own, ...items].join(newLine);
  });
  return isJson ? `${indent}${key('expansion')} {${newLine}${members.join(`,${newLine}`)}${newLine}${indent}}` : [`${indent}${key('expansion')}`, ...members].join(newLine);
}

function pairsOf(text: string, path: string): readonly Pair[] {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) throw new KnowledgeError([{ pointer: `${path}#`, message: 'is no map' }]);
  return contents.items.filter((item) => isPair(item));
}

function spanOf({ key, value }: Pair): Span {
  const [from, to] = [(key as Node).range![0], ((value ?? key) as Node).range![1]];
  return { start: from, end: to };
}

function parse(text: string, path: string): Json {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) throw new KnowledgeError([{ pointer: `${path}#`, message: `cannot be parsed: ${document.errors[0]!.message.split('\n')[0]}` }]);
  return document.toJS() as Json;
}
