/** Which months, client and mode an address asks for. */
import { expect, test } from '@jest/globals';
import { readSelection } from '../../src/stewardship/selection.ts';

test.each([
  [{}, { from: '2025-07', to: '2026-06', mode: 'live' }],
  [{ to: '2026-01' }, { from: '2025-02', to: '2026-01', mode: 'live' }],
  [{ from: '2026-03' }, { from: '2026-03', to: '2026-06', mode: 'live' }],
  [{ from: '2026-05', to: '2026-02' }, { from: '2026-02', to: '2026-05', mode: 'live' }],
  [{ from: '0001-01', to: '2026-06' }, { from: '2016-07', to: '2026-06', mode: 'live' }],
  [{ from: '2026-13', to: 'June', client: '', mode: 'both', visits: '0' }, { from: '2025-07', to: '2026-06', mode: 'live' }],
  [{ client: 'a b', mode: 'shadow', visits: ' 12000 ' }, { from: '2025-07', to: '2026-06', client: 'a b', mode: 'shadow', visits: 12_000 }],
  [{ from: ['2026-01'], visits: '1.5' }, { from: '2025-07', to: '2026-06', mode: 'live' }],
])('%j', (asked, selection) => {
  expect(readSelection(asked, '2026-06')).toEqual(selection);
});
