/** Every vignette once more as an EHR would send it, in four versions of FHIR: the edge may not change what the core decides. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, readVignettes, type Vignette } from '../support/vignette.ts';
import { post, serve } from './call-service.ts';
import { writtenIn, type Version } from './fhir-versions.ts';

const topic = loadTopics(CARDS)[0]!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));

/** The request an EHR would send. What was not read whole comes under a key of its own, as a read may only know its own key. */
function bodyOf(vignette: Vignette, version: Version): object {
  const charts = vignette.orders.map((_, index) => chartOf(topic, vignette, index));
  const { patient, resources, reads, otherOrders } = charts[0]!;
  const drafts = [...charts.map(({ order }, index) => ({ ...order, id: `${order.id}-${index}` })), ...otherOrders.slice(charts.length - 1)];
  const stateOf = (type: string) => reads.find(({ id }) => topic.reads.find((read) => read.id === id)!.resourceType === type);
  const written = (resource: Resource) => writtenIn(version, resource);
  const prefetch: Record<string, unknown> = {};
  for (const { id, resourceType } of topic.reads) {
    const state = reads.find((read) => read.id === id)!.state;
    const own = resourceType === 'Patient' ? [patient!] : resources.filter((resource) => resource.resourceType === resourceType);
    if (state === 'failed') prefetch[id] = { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] };
    else if (state === 'incomplete') prefetch[id] = { resourceType: 'Bundle', link: [{ relation: 'next' }] };
    else if (state === 'complete' && resourceType === 'Patient') prefetch[id] = written(patient!);
    else if (state === 'complete') prefetch[id] = { resourceType: 'Bundle', type: 'searchset', total: own.length, entry: own.map((resource) => ({ fullUrl: `https://x/${resource.id}`, resource: written(resource), search: { mode: 'match' } })) };
  }
  const rest = [patient!, ...resources].filter(({ resourceType }) => stateOf(resourceType)?.state !== 'complete');
  rest.forEach((resource, index) => { prefetch[`other-${index}`] = written(resource); });
  return {
    hook: 'order-sign', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', prefetch,
    context: { userId: 'Practitioner/d', patientId: patient!.id, draftOrders: { resourceType: 'Bundle', entry: drafts.map((order) => ({ resource: written(order) })) } },
  };
}

function decided(vignette: Vignette): readonly unknown[] {
  return vignette.orders.flatMap((_, index) => {
    const decision = decide(topic, chartOf(topic, vignette, index));
    if (decision === undefined) return [];
    const { study, scenario, rating, advice } = decision;
    return [{ topic: `${topic.id}@${topic.version}`, study: study.id, scenario: scenario.id, row: scenario.row, ...(rating && { rating: rating.category }), advice: advice.row }];
  });
}

describe.each(['R4', 'STU3', 'DSTU2', 'R5'] as const)('FHIR-6 CTX-10 in %s', (version) => {
  test.each(vignettes.map((vignette) => [vignette.id, vignette.title, vignette] as const))('%s %s', async (_id, _title, vignette) => {
    const { app, lines } = serve({ topics: [topic], now: new Date(`${vignette.today}T12:00:00Z`) });
    const response = await post(bodyOf(vignette, version), '/cds-services/imaging-advice-sign', app);
    expect(response.status).toBe(200);
    expect(lines.at(-1)!['orders']).toEqual(decided(vignette));
  });
});
