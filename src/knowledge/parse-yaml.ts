/** YAML as data. What cannot be parsed is thrown with its line and column. */
import { CORE_SCHEMA, load } from 'js-yaml';
import { parseAllDocuments, parseDocument, type Document } from 'yaml';

interface Placed {
  readonly content: unknown;
  /** In which it begins. */
  readonly line: number;
}

/** One document. Throws the first fault of it: `… at line 3, column 5`. */
export function parseYaml(text: string): unknown {
  return quickly(() => load(text, { schema: CORE_SCHEMA }), () => contentOf(parseDocument(text, { uniqueKeys: true })));
}

/** The documents of a file of many, without those that say nothing. */
export function parseYamlDocuments(text: string): readonly Placed[] {
  return quickly(() => piecesOf(text), () => {
    const documents = parseAllDocuments(text, { uniqueKeys: true }) as readonly Document.Parsed[];
    return documents.map((document) => ({ content: contentOf(document), line: text.slice(0, document.contents?.range?.[0] ?? 0).split('\n').length })).filter(({ content }) => content !== null);
  });
}

/** Four times as fast, and strict: whatever it does not take, the other one reads or says where the fault is. */
function quickly<Result>(quick: () => Result, thorough: () => Result): Result {
  try {
    return quick();
  } catch {
    return thorough();
  }
}

const SEPARATOR = /^---[ \t]*\r?$/;
const SAYS_SOMETHING = /^[ \t]*[^#\s]/;

/** Throws for anything but documents with lines of `---` between. */
function piecesOf(text: string): readonly Placed[] {
  const lines = text.split('\n');
  if (lines.some((line) => /^(?:\.\.\.|%|---[ \t]*[^\s-])/.test(line))) throw new Error('directives and ends are for the thorough one');
  const ends = [...lines.flatMap((line, index) => (SEPARATOR.test(line) ? [index] : [])), lines.length];
  return ends.flatMap((end, index) => {
    const start = index === 0 ? 0 : ends[index - 1]! + 1;
    const piece = lines.slice(start, end);
    const first = piece.findIndex((line) => SAYS_SOMETHING.test(line));
    return first < 0 ? [] : [{ content: load(piece.join('\n'), { schema: CORE_SCHEMA }), line: start + first + 1 }];
  }).filter(({ content }) => content !== null);
}

function contentOf(document: Document.Parsed): unknown {
  if (document.errors.length > 0) throw document.errors[0]!;
  return document.toJS();
}
