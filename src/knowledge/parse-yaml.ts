/** YAML as data. What cannot be parsed is thrown with its line and column. */
import { parseAllDocuments, parseDocument, type Document } from 'yaml';

/** One document. Throws the first fault of it: `… at line 3, column 5`. */
export function parseYaml(text: string): unknown {
  return contentOf(parseDocument(text, { uniqueKeys: true }));
}

/** The documents of a file of many, without those that say nothing; each with the line it begins in. */
export function parseYamlDocuments(text: string): readonly { readonly content: unknown; readonly line: number }[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true }) as readonly Document.Parsed[];
  return documents.map((document) => ({ content: contentOf(document), line: text.slice(0, document.contents?.range?.[0] ?? 0).split('\n').length })).filter(({ content }) => content !== null);
}

function contentOf(document: Document.Parsed): unknown {
  if (document.errors.length > 0) throw document.errors[0]!;
  return document.toJS();
}
