/** Live knowledge and challenger side by side, as a table. */
import type { ChallengeTally } from '../store/store.ts';
import type { ChallengerPart } from './statistics.ts';
import type { Table } from './table.ts';
import type { Words } from './words.ts';

const ORDER: readonly string[] = ['failed', 'advice', 'rating', 'variant', 'findings', 'same'];

/** Each pair of what was said and what would have been, the weightiest difference first. */
export function challengerTables(challenger: ChallengerPart | undefined, words: Words): readonly Table[] {
  if (challenger === undefined) return [];
  const rows = [...challenger.tallies].sort((one, other) => ORDER.indexOf(one.parting) - ORDER.indexOf(other.parting) || other.count - one.count);
  return [{
    id: 'challenger', caption: 'What was said, and what the challenger would have said', denominator: 'evaluations in which both were asked',
    columns: [
      { id: 'parting', title: 'Difference', kind: 'name' }, { id: 'live', title: 'Live', kind: 'text' }, { id: 'challenger', title: 'Challenger', kind: 'text' }, { id: 'versions', title: 'Versions', kind: 'text' }, { id: 'evaluations', title: 'Evaluations', kind: 'count' },
    ],
    rows: rows.map((tally) => [
      { kind: 'name', id: tally.parting, words: words.of('parting', tally.parting) }, { kind: 'text', text: saidIn(tally.live, words) }, { kind: 'text', text: saidIn(tally.challenger, words) },
      { kind: 'text', text: `${tally.liveVersion} → ${tally.version}` }, { kind: 'count', count: tally.count },
    ]),
  }];
}

/** Variant, rating and card in a few words. */
export function saidIn({ variant, rating, indicator }: ChallengeTally['challenger'], words: Words): string {
  if (variant === undefined) return 'Nothing: the order was not recognised, or it failed';
  return `${words.of('variant', variant).split(':')[0]}; ${words.of('rating', rating ?? '').toLowerCase()}; ${indicator === undefined ? 'no card' : `${words.of('indicator', indicator).toLowerCase()} card`}`;
}
