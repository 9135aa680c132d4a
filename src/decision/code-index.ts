/** Which value sets a code is in: one look-up for all value sets of a topic. */

import { remember } from './remember.ts';

/** How one code system is written in the wild, and how its codes compare. */
export interface CodeSystem {
  readonly uri: string;
  readonly aliases: readonly string[];
  /** Any system that begins so is this one (SNOMED CT editions). */
  readonly aliasPrefix?: string;
  /** A code stands for everything that begins with it (ICD); dots are ignored. */
  readonly isHierarchicalByPrefix: boolean;
  /** What a code without a system must look like to be read as this system's. */
  readonly guess?: RegExp;
}

/** One member or non-member of a value set. */
export interface CodeEntry {
  readonly valueSet: string;
  readonly system: string;
  readonly code: string;
  readonly isExcluded: boolean;
  readonly display?: string;
}

/** The value sets a coding is in, and those that name it only to leave it out. */
export interface Membership {
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

export interface CodeIndex {
  /** Membership of one Coding (`system`, `code`); nothing for a coding without a code. */
  membership(coding: { readonly system?: unknown; readonly code?: unknown }): Membership;
  /** What a value set calls exactly this code; codes often come without a name. */
  nameOf(coding: { readonly system?: unknown; readonly code?: unknown }): string | undefined;
}

const NOTHING: Membership = { included: [], excluded: [] };
const LONGEST_KNOWN = 200;
/** Charts name the same codes again and again; so many are kept with their answer. */
const MOST_KNOWN = 20_000;

interface Members {
  readonly included: string[];
  readonly excluded: string[];
}

/** Builds the index once per topic. */
export function buildCodeIndex(systems: readonly CodeSystem[], entries: readonly CodeEntry[]): CodeIndex {
  const members = new Map<string, Members>();
  const names = new Map<string, string>();
  const byUri = new Map(systems.flatMap((system) => [system.uri, ...system.aliases].map((uri) => [tidy(uri), system] as const)));
  for (const entry of entries) {
    const system = byUri.get(tidy(entry.system));
    const key = `${entry.system}|${tidyCode(entry.code, system)}`;
    const found = members.get(key) ?? { included: [], excluded: [] };
    (entry.isExcluded ? found.excluded : found.included).push(entry.valueSet);
    members.set(key, found);
    if (entry.display !== undefined) names.set(key, entry.display);
  }

  function systemOf(uri: unknown, code: string): CodeSystem | undefined {
    if (typeof uri !== 'string' || uri.trim() === '') return systems.find((system) => system.guess?.test(code));
    const written = tidy(uri);
    return byUri.get(written) ?? systems.find((system) => system.aliasPrefix !== undefined && written.startsWith(tidy(system.aliasPrefix)));
  }

  function lookUp(uri: unknown, written: string): Membership {
    const code = written.trim().toUpperCase();
    const system = systemOf(uri, code);
    if (system === undefined) return NOTHING;
    const tidied = tidyCode(code, system);
    if (!system.isHierarchicalByPrefix) return members.get(`${system.uri}|${tidied}`) ?? NOTHING;
    return longestMatches(members, system.uri, tidied);
  }

  const ask = remember(MOST_KNOWN, (_key: string, uri: unknown, code: string) => lookUp(uri, code));
  return {
    membership({ system, code }) {
      if (typeof code !== 'string') return NOTHING;
      const key = typeof system === 'string' ? `${system}|${code}` : `|${code}`;
      return key.length > LONGEST_KNOWN ? lookUp(system, code) : ask(key, system, code);
    },
    nameOf(coding) {
      if (typeof coding.code !== 'string') return undefined;
      const system = systemOf(coding.system, coding.code.trim().toUpperCase());
      return system === undefined ? undefined : names.get(`${system.uri}|${tidyCode(coding.code, system)}`);
    },
  };
}

/** Longest match wins for each value set; leaving out beats taking in at equal length. */
function longestMatches(members: ReadonlyMap<string, Members>, system: string, code: string): Membership {
  let included: string[] | undefined;
  let excluded: string[] | undefined;
  for (let length = code.length; length > 0; length -= 1) {
    const found = members.get(`${system}|${code.slice(0, length)}`);
    if (found === undefined) continue;
    for (const valueSet of found.excluded) if (!included?.includes(valueSet)) (excluded ??= []).push(valueSet);
    for (const valueSet of found.included) if (!excluded?.includes(valueSet) && !included?.includes(valueSet)) (included ??= []).push(valueSet);
  }
  return included === undefined && excluded === undefined ? NOTHING : { included: included ?? [], excluded: excluded ?? [] };
}

function tidy(uri: string): string {
  return uri.trim().toLowerCase().replace(/^https:/, 'http:').replace(/\/+$/, '');
}

function tidyCode(code: string, system: CodeSystem | undefined): string {
  const written = code.trim().toUpperCase();
  return system?.isHierarchicalByPrefix ? written.replaceAll('.', '') : written;
}
