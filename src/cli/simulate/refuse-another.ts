/** Keeps two simulations from being mixed. */
import { ConfigError } from '../../errors.ts';
import type { Fingerprint } from './fingerprint.ts';

const WHAT: Readonly<Record<keyof Fingerprint, string>> = { inputs: 'other inputs (or inputs that were changed since)', knowledge: 'other knowledge', settings: 'other settings', release: 'another release of Backstop' };

/** Throws ConfigError where what lies in `out` is not of this simulation. */
export function refuseAnother(out: string, before: Partial<Fingerprint> | undefined, now: Fingerprint): void {
  const differs = (Object.keys(WHAT) as (keyof Fingerprint)[]).filter((part) => before?.[part] !== now[part]);
  if (differs.length > 0) throw new ConfigError(`--out ${out}: holds a simulation of ${differs.map((part) => WHAT[part]).join(' and ')}. Name another folder, or remove this one.`);
}
