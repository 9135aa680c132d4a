/** What a criterion about facts and findings depends on, as text: with the same text it has the same answer, and most charts say the same (nothing). */
import type { Variables } from './expression.ts';

/** Members of a finding that are plain values. */
const PLAIN = new Set(['grade', 'answer', 'values', 'exists', 'empty']);
/** Variables that are a record of plain values each. */
const RECORDS = new Set(['flags', 'chosen']);
const NAMED = /%(`[^`]+`|\w+)(?:\.(`[^`]+`|\w+))?(?:\.(`[^`]+`|\w+))?/g;

/** Answers `undefined` for variables that hold more than can be said in short: resources, above all. */
export function createKey(text: string): (variables: Variables) => string | undefined {
  const parts = [...text.matchAll(NAMED)].map(([, ...names]) => names.map((name) => name?.replaceAll('`', ''))).map(([name, first, second]) => ({ name: name!, first, second }));
  const cannot = parts.some(({ name, first, second }) => (name === 'found' ? first === undefined || second === undefined || !PLAIN.has(second) : RECORDS.has(name) && first === undefined));
  if (cannot) return () => undefined;
  return (variables) => {
    let key = '';
    for (const { name, first, second } of parts) {
      const value = variables[name];
      const part = name === 'found' ? plainOf(value, first!, second!) : RECORDS.has(name) ? textOf((value as Variables | undefined)?.[first!]) : textOf(value);
      if (part === undefined) return undefined;
      key += `${part};`;
    }
    return key;
  };
}

/** A finding that is not there, or one of its plain values. */
function plainOf(found: unknown, code: string, member: string): string | undefined {
  const finding = (found as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined)?.[code];
  if (finding === undefined) return '-';
  const value = finding[member];
  return member === 'values' ? `+${JSON.stringify(value)}` : textOf(value);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return '?';
  if (typeof value === 'number' || typeof value === 'string') return JSON.stringify(value);
  return Array.isArray(value) && value.length === 0 ? '[]' : undefined;
}
