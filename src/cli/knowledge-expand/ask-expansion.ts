/** The whole expansion of a compose, page by page: all of it, or none. */
import { TerminologyError } from '../../errors.ts';
import type { ComposeToExpand } from '../../knowledge/compose-to-expand.ts';
import type { ValueSetFile } from '../../knowledge/topic-files.ts';
import { readPage, type ExpandedCode, type ExpansionPage } from './read-page.ts';
import type { Ask, Json } from './create-tx-client.ts';

export interface Expanded {
  readonly identifier?: string;
  /** As the server gives it, RFC 3339. */
  readonly timestamp: string;
  /** What the server says of how it was made: versions of code systems, its settings. */
  readonly parameters: readonly Json[];
  /** Each once, in the order of their codes. */
  readonly codes: readonly ExpandedCode[];
  readonly abstract: number;
}

/** More than a chart can be compared with in one value set. */
const MOST_CODES = 200_000;
/** Parameters that only say which page it was. */
const OF_PAGES = ['offset', 'count'];

/** Rejects with TerminologyError where anything may be missing. */
export async function askExpansion(ask: Ask, valueSet: ValueSetFile, { compose }: ComposeToExpand, pageSize: number): Promise<Expanded> {
  const systems = compose.include.map(({ system }) => system);
  const pages: ExpansionPage[] = [];
  const seen = new Set<string>();
  // Neither a total nor a short page proves that it was the last: a server may cap pages below what was asked for.
  for (let offset = 0; ;) {
    const page = readPage(await ask('ValueSet/$expand', parametersFor(valueSet, compose, offset, pageSize)), systems);
    if (pages.length > 0 && isRepeated(pages[0]!, page, offset)) break;
    if (pages.length > 0) agree(pages[0]!, page);
    if (page.nodes === 0 && page.total !== undefined && page.total > offset) throw new TerminologyError(`the expansion is cut off: the server says ${page.total} codes and gives ${offset}`);
    // Within one tree a code may stand twice; pages that overlap leave something out.
    if (page.codes.some((code) => seen.has(keyOf(code)))) throw new TerminologyError('pages of the expansion overlap: the server gives a code twice. Call again, or with a larger --page-size.');
    for (const code of page.codes) seen.add(keyOf(code));
    if (pages.length === 0 || page.nodes > 0) pages.push(page);
    if (page.nodes === 0) break;
    offset += page.nodes;
    if (offset > MOST_CODES) throw new TerminologyError(`the expansion has more than ${MOST_CODES} codes. Split the value set.`);
  }
  return whole(pages, compose);
}

/** Retired codes stay, as old charts hold them. */
function parametersFor({ url, id, version, title, status }: ValueSetFile, compose: ComposeToExpand['compose'], offset: number, count: number): Json {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'valueSet', resource: { resourceType: 'ValueSet', id, url, version, title, status, compose } },
      { name: 'activeOnly', valueBoolean: false }, { name: 'includeDesignations', valueBoolean: false }, { name: 'excludeNested', valueBoolean: true },
      { name: 'offset', valueInteger: offset }, { name: 'count', valueInteger: count },
    ],
  };
}

/** A server that does not page gives all of it again, whatever was asked for. */
function isRepeated(first: ExpansionPage, page: ExpansionPage, offset: number): boolean {
  return page.offset !== offset && page.nodes === first.nodes && JSON.stringify([page.codes, page.abstract]) === JSON.stringify([first.codes, first.abstract]);
}

/** Pages of one expansion: a server may have got a new edition in between. */
function agree(first: ExpansionPage, page: ExpansionPage): void {
  // A page behind the last holds nothing that could have a version.
  if (page.nodes === 0 && page.total === first.total) return;
  const versions = ({ parameters, total }: ExpansionPage): string => JSON.stringify([total, parameters.filter(({ name }) => /version|codesystem/i.test(String(name)))]);
  if (versions(first) !== versions(page)) throw new TerminologyError('the expansion changed while it was read page by page. Call again.');
}

function whole(pages: readonly ExpansionPage[], compose: ComposeToExpand['compose']): Expanded {
  const [first] = pages as readonly [ExpansionPage, ...ExpansionPage[]];
  const [nodes, entries] = [sum(pages, ({ nodes: each }) => each), sum(pages, ({ entries: each }) => each)];
  if (first.total !== undefined && first.total !== nodes && first.total !== entries) throw new TerminologyError(`the expansion is not what it says: ${first.total} codes in all, and ${entries} came`);
  const all = pages.flatMap(({ codes }) => codes);
  const byCode = new Map(all.map((code) => [keyOf(code), code]));
  if (byCode.size === 0) throw new TerminologyError('the expansion is empty: the server may not have the code system, or not this concept');
  const abstract = pages.flatMap((page) => page.abstract);
  demandConcepts(compose, new Set([...[...byCode.values()].map(({ code }) => code), ...abstract]));
  return {
    ...(first.identifier !== undefined && { identifier: first.identifier }), timestamp: first.timestamp, abstract: abstract.length,
    parameters: first.parameters.filter(({ name }) => !OF_PAGES.includes(String(name))).flatMap(primitive),
    codes: [...byCode.values()].sort((one, other) => compare(one.system, other.system) || one.code.length - other.code.length || compare(one.code, other.code)),
  };
}

/** A concept is one of those that it is above: a server that leaves it out does not know it, and gives nothing for that part. */
function demandConcepts({ include, exclude = [] }: ComposeToExpand['compose'], given: ReadonlySet<string>): void {
  const leftOut = new Set(exclude.flatMap(({ concept = [] }) => concept.map(({ code }) => code)));
  const named = include.filter(({ filter = [] }) => filter.length <= 1).flatMap(({ filter = [] }) => filter.filter(({ property, op }) => property === 'concept' && op === 'is-a').map(({ value }) => value));
  const missing = named.filter((code) => !given.has(code) && !leftOut.has(code));
  if (missing.length > 0) throw new TerminologyError(`the expansion lacks what the value set names: ${missing.join(', ')}. The server may not know the concept; its edition may be another.`);
}

/** Plain values alone: a server may say more than a review can read. */
function primitive(parameter: Json): readonly Json[] {
  const [name, value] = Object.entries(parameter).find(([key, each]) => key.startsWith('value') && ['string', 'number', 'boolean'].includes(typeof each)) ?? [];
  return name === undefined ? [] : [{ name: parameter['name'], [name]: value }];
}

function keyOf({ system, code }: ExpandedCode): string {
  return `${system}|${code}`;
}

function sum(pages: readonly ExpansionPage[], of: (page: ExpansionPage) => number): number {
  return pages.reduce((total, page) => total + of(page), 0);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
