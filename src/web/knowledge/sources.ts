/** Sources of knowledge files as pages cite them: with a link wherever an address or a DOI is known. */
import type { Cited } from '../explained.ts';

const DOI = /\b10\.\d{4,9}\/[\w.()/:;-]*\w/;

/** A DOI counts where it stands in its own member, or in the label. */
export function citedSource(source: Cited & { readonly doi?: string } | undefined): Cited | undefined {
  if (source === undefined) return undefined;
  const { label, url, doi } = source;
  const found = doi ?? DOI.exec(label)?.[0];
  const address = found !== undefined ? `https://doi.org/${found}` : url;
  return { label, ...(address !== undefined && { url: address }) };
}
