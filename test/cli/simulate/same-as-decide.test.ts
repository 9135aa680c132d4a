/** An order of an export is judged as it would have been over HTTP on its own day, byte for byte. */
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopics } from '../../../src/knowledge/load-topics.ts';
import { moveStory } from '../../../src/playground/move-story.ts';
import { storyRequest } from '../../../src/playground/story-request.ts';
import type { Resource } from '../../../src/decision/chart.ts';
import { writtenIn } from '../../http/fhir-versions.ts';
import { CARDS } from '../../support/app.ts';
import { readVignettes, storyOf, type Vignette } from '../../support/vignette.ts';
import { CLI, folderOf, ndjson, simulate } from './simulation.ts';

const TODAY = '2026-06-15';
/** Nothing of the chart was changed after that day: what is over was over. */
const meta = { lastUpdated: '2026-06-14T00:00:00Z' };
const topic = loadTopics(CARDS)[0]!;
const VERSIONS = ['R4', 'R4', 'STU3', 'R4', 'DSTU2', 'R4', 'R5'] as const;

/** Vignettes of one order that were read whole and hold nothing of a later day, each about a patient of its own, in turn in each version of FHIR. */
const stories = readVignettes(join(CARDS, topic.id, 'vignettes'))
  .filter(({ reads, orders, otherOrders }) => reads === undefined && orders.length === 1 && otherOrders === undefined).filter((_, index) => index % 6 === 0)
  .map((vignette, index) => ({ version: VERSIONS[index % VERSIONS.length]!, story: storyOf(topic, moveStory(vignette, TODAY, `p${index}`) as Vignette), index }));

describe('the vignettes as an export', () => {
  test('every decision is the one a call on that day gets', () => {
    const calls = stories.map(({ story, version }) => storyRequest(topic, { ...story, orders: story.orders.map((order) => ({ ...order, id: 'o' })) }, { hook: 'order-sign', hookInstance: crypto.randomUUID(), write: (resource) => writtenIn(version, resource) }) as Record<string, any>);
    const resources = calls.flatMap((call) => [...call['context'].draftOrders.entry.map(({ resource }: any) => ({ ...resource, status: 'completed' })), ...Object.entries(call['prefetch']).flatMap(([, value]: any) => (value.resourceType === 'Bundle' ? value.entry.map(({ resource }: any) => resource) : [value]))]);
    const byType = Map.groupBy(resources as Resource[], ({ resourceType }) => resourceType);
    const files = Object.fromEntries([...byType].map(([type, all]) => [`${type}.ndjson`, all.map((resource, index) => ({ ...resource, meta, ...(type !== 'Patient' && resource.id === undefined && { id: `x${index}` }) }))]));
    const { status, stderr, outcomes, out } = simulate([folderOf(files), '--complete']);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/judged/)]);
    const { stdout } = spawnSync(process.execPath, [CLI, 'decide', '--ndjson', '--as-of', TODAY, '--workers', '1'], { encoding: 'utf8', input: ndjson(calls), maxBuffer: 1e9, env: { PATH: process.env['PATH'], TZ: 'UTC' } as NodeJS.ProcessEnv });
    const called = new Map(stdout.split('\n').slice(0, -1).map((line, index) => [`Patient/p${index}`, /^\{"line":\d+,"decisions":\[(.+)\]\}$/.exec(line)?.[1]]));
    const lines = readFileSync(join(out, 'decisions.ndjson'), 'utf8').split('\n');
    let same = 0;
    for (const [index, { patient, notJudged }] of outcomes.entries()) {
      const expected = called.get(patient);
      // An order that was taken back or never placed gets no decision from a hook.
      if (expected === undefined || notJudged?.reason === 'proposal') continue;
      expect(lines[index]).toContain(`"decision":${expected}}`);
      same += 1;
    }
    expect(same).toBeGreaterThan(stories.length * 0.97);
  }, 120_000);
});
