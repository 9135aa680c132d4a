/** How value sets stand, of which no server was asked. */
import type { Expandable } from './list-expandable.ts';

const STATES: Readonly<Record<Expandable['state'], string>> = { missing: 'has no expansion', other: 'has an expansion that was made for another compose', kept: 'is expanded' };

/** One line each. */
export function printStates(expandables: readonly Expandable[]): string {
  return expandables.map(({ path, state }) => `${path}: ${STATES[state]}\n`).join('');
}
