/** Every vignette once more as an EHR would send it, in four versions of FHIR: the edge may not change what the core decides. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, readVignettes, type Vignette } from '../support/vignette.ts';
import { post, serve } from './call-service.ts';
import { requestOf } from './vignette-request.ts';

const topic = loadTopics(CARDS)[0]!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));

function decided(vignette: Vignette): readonly unknown[] {
  return vignette.orders.flatMap((_, index) => {
    const decision = decide(topic, chartOf(topic, vignette, index));
    if (decision === undefined) return [];
    const { study, scenario, rating, advice } = decision;
    return [{ topic: `${topic.id}@${topic.version}`, study: study.id, scenario: scenario.id, row: scenario.row, ...(rating && { rating: rating.category }), advice: advice.row }];
  });
}

/** The further patients come in R4 only: the older and newer shapes are proved by the rest. */
const isFurther = ({ id }: Vignette): boolean => id.startsWith('P');

describe.each(['R4', 'STU3', 'DSTU2', 'R5'] as const)('FHIR-6 CTX-10 in %s', (version) => {
  // One store for all: a call at signing is silenced only by what was shown when the order was selected, and nothing is selected here.
  const store = createMemoryStore();

  test.each(vignettes.filter((vignette) => version === 'R4' || !isFurther(vignette)).map((vignette) => [vignette.id, vignette.title, vignette] as const))('%s %s', async (_id, _title, vignette) => {
    const { app, lines } = serve({ topics: [topic], store, now: new Date(`${vignette.today}T12:00:00Z`) });
    const response = await post(requestOf(topic, vignette, version), '/cds-services/imaging-advice-sign', app);
    expect(response.status).toBe(200);
    expect(lines.at(-1)!['orders']).toEqual(decided(vignette));
  });
});
