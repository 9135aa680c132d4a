/** Medicine is tested by vignettes: each one as written, and a list of known gaps that must not go stale. */
import { join } from 'node:path';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { chartOf, readVignettes, runVignette, type Vignette } from '../support/vignette.ts';
import knownGaps from './known-gaps.json';

const CARDS = join(__dirname, '../../cards');
const gaps: Readonly<Record<string, string>> = knownGaps;
/** Where the patient fits a variant and the study is not rated all the same. */
const NOT_RATED: Readonly<Record<string, string>> = {
  N141: 'a child', Q273: 'a child', P3750: 'a child', M29: 'the problem list was not read', Q306: 'the problem list was not read',
};

for (const topic of loadTopics(CARDS)) {
  const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));

  describe(`${topic.id}: vignettes`, () => {
    test.each(vignettes.filter(({ id }) => gaps[id] === undefined).map((vignette) => [`${vignette.id} ${vignette.title}`, vignette] as const))('%s', (_, vignette) => {
      expect(runVignette(topic, vignette)).toEqual([]);
    });

    test('each has an id of its own', () => {
      const ids = vignettes.map(({ id }) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });

    test('each says where its patient fits, and how the study is rated or why it is not', () => {
      const isComplete = ({ id, expect: { scenario, rating } }: Vignette): boolean => scenario !== undefined && (rating !== undefined || topic.scenarios.get(scenario)?.ratedAs === undefined || id in NOT_RATED);
      expect(vignettes.filter((each) => !isComplete(each)).map(({ id }) => id)).toEqual([]);
      const isRated = (vignette: Vignette): boolean => vignette.orders.some((_, index) => decide(topic, chartOf(topic, vignette, index))?.rating !== undefined);
      expect(vignettes.filter((each) => each.id in NOT_RATED && isRated(each)).map(({ id }) => id)).toEqual([]);
    });

    test('a gap that passes is taken off the list', () => {
      const closed = vignettes.filter((vignette) => gaps[vignette.id] !== undefined && runVignette(topic, vignette).length === 0);
      expect(closed.map(({ id }) => id)).toEqual([]);
    });

    test('the list of gaps names only vignettes that exist', () => {
      const ids = vignettes.map(({ id }) => id);
      expect(Object.keys(gaps).filter((id) => !ids.includes(id))).toEqual([]);
    });
  });
}
