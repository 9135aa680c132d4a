/** One answer of `$expand` (FHIR R4 ValueSet.expansion): all its codes, or why it cannot be relied on. */
import { TerminologyError } from '../../errors.ts';
import type { Json } from './create-tx-client.ts';

export interface ExpandedCode {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
  readonly inactive?: true;
}

export interface ExpansionPage {
  readonly identifier?: string;
  readonly timestamp: string;
  /** What the server says there is in all pages together. */
  readonly total?: number;
  /** Where it says that this part begins. */
  readonly offset?: number;
  /** Entries that count for `total`: those with a code, nested ones too. */
  readonly entries: number;
  /** All entries, with those that only group. */
  readonly nodes: number;
  readonly codes: readonly ExpandedCode[];
  /** Entries for navigation: no chart can hold them. */
  readonly abstract: readonly string[];
  readonly parameters: readonly Json[];
}

/** Marks of an expansion that is not whole: FHIR's own extensions, and what servers call it as a parameter. */
const PARTIAL = /\/valueset-(?:unclosed|toocostly)$/;
const LIMITED = ['limitedExpansion', 'limited-expansion'];

/** Throws TerminologyError. `systems` are those that were asked for. */
export function readPage(resource: Json, systems: readonly string[]): ExpansionPage {
  if (resource['resourceType'] !== 'ValueSet') throw new TerminologyError('the server answers with something else than a ValueSet');
  const expansion = resource['expansion'] as Json | undefined;
  if (typeof expansion !== 'object' || expansion === null) throw new TerminologyError('the server answers with a ValueSet that was not expanded');
  const { identifier, timestamp, total, offset } = expansion;
  const parameters = listOf(expansion['parameter']);
  const marks = [...listOf(expansion['extension']), ...listOf(resource['extension'])].filter(({ url, valueBoolean }) => typeof url === 'string' && PARTIAL.test(url) && valueBoolean !== false);
  if (marks.length > 0) throw new TerminologyError(`the server says that its expansion is not whole (${String(marks[0]!['url']).replace(/^.*\//, '')}). Split the value set, or ask a server that can.`);
  if (parameters.some(({ name, valueBoolean }) => LIMITED.includes(String(name)) && valueBoolean === true)) throw new TerminologyError('the server says that it limited its expansion. Split the value set, or ask a server that can.');
  if (typeof timestamp !== 'string') throw new TerminologyError('the expansion does not say when it was made');
  if (total !== undefined && (typeof total !== 'number' || !Number.isInteger(total) || total < 0)) throw new TerminologyError('the expansion has a total that is no number of codes');
  const nodes = nodesOf(expansion['contains']);
  const coded = nodes.filter(({ code }) => code !== undefined);
  return {
    ...(typeof identifier === 'string' && { identifier }), timestamp, ...(typeof total === 'number' && { total }), ...(typeof offset === 'number' && { offset }),
    nodes: nodes.length, entries: coded.length, parameters,
    codes: coded.filter(({ abstract }) => abstract !== true).map((node) => codeOf(node, systems)),
    abstract: coded.filter(({ abstract }) => abstract === true).map(({ code }) => String(code)),
  };
}

function nodesOf(contains: unknown): readonly Json[] {
  return listOf(contains).flatMap((node) => [node, ...nodesOf(node['contains'])]);
}

function codeOf({ system, code, display, inactive }: Json, systems: readonly string[]): ExpandedCode {
  if (typeof system !== 'string' || typeof code !== 'string' || code === '') throw new TerminologyError('the expansion has an entry without a code or without its code system');
  if (!systems.includes(system)) throw new TerminologyError('the expansion has codes of a code system that was not asked for');
  return { system, code, ...(typeof display === 'string' && { display }), ...(inactive === true && { inactive: true }) };
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((each): each is Json => typeof each === 'object' && each !== null) : [];
}
