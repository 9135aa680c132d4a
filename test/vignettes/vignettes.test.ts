/** Medicine is tested by vignettes: each one as written, and a list of known gaps that must not go stale. */
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { readVignettes, runVignette } from '../support/vignette.ts';
import knownGaps from './known-gaps.json';

const CARDS = join(__dirname, '../../cards');
const gaps: Readonly<Record<string, string>> = knownGaps;

for (const topic of loadTopics(CARDS)) {
  const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));

  describe(`${topic.id}: vignettes`, () => {
    test.each(vignettes.filter(({ id }) => gaps[id] === undefined).map((vignette) => [`${vignette.id} ${vignette.title}`, vignette] as const))('%s', (_, vignette) => {
      expect(runVignette(topic, vignette)).toEqual([]);
    });

    test('a gap that passes is taken off the list', () => {
      const closed = vignettes.filter((vignette) => gaps[vignette.id] !== undefined && runVignette(topic, vignette).length === 0);
      expect(closed.map(({ id }) => id)).toEqual([]);
    });

    test('the list of gaps names only vignettes that exist', () => {
      const ids = vignettes.map(({ id }) => id);
      expect(Object.keys(gaps).filter((id) => !ids.includes(id))).toEqual([]);
    });

    test('each red flag has a vignette in which it must stay silent', () => {
      const flags = topic.findings.flatMap((finding) => (finding.kind === 'graded' && finding.leadsTo !== undefined ? [finding.code] : []));
      const missed = new Set(vignettes.map(({ nearMissOf }) => nearMissOf));
      expect(flags.filter((code) => !missed.has(code))).toEqual([]);
    });

    test('each scenario and each row that speaks is reached', () => {
      const reached = new Set(vignettes.map(({ expect: { scenario } }) => scenario));
      expect([...topic.scenarios.keys()].filter((id) => !reached.has(id))).toEqual([]);
    });
  });
}
