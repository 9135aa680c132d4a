/** Stories as requests of today: moved by days, they are judged as on the day they were written for. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { gatherCharts } from '../../src/chart/gather-charts.ts';
import { decide } from '../../src/decision/decide.ts';
import { parseHookRequest } from '../../src/chart/parse-hook-request.ts';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { openPieces } from '../../src/knowledge/open-pieces.ts';
import { openStories } from '../../src/knowledge/open-stories.ts';
import type { Story } from '../../src/knowledge/story.ts';
import { moveStory } from '../../src/playground/move-story.ts';
import { outlineTopic } from '../../src/playground/outline.ts';
import { storyChart } from '../../src/playground/story-chart.ts';
import { storyRequest } from '../../src/playground/story-request.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, readVignettes } from '../support/vignette.ts';

const topic = loadTopics(CARDS)[0]!;
const stories = openStories(CARDS, [topic.id]);
const HOOK_INSTANCE = '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01';

const story: Story = {
  id: 'X1', title: 'Pain since 2019', today: '2026-06-15', patient: { birthDate: '1980-06-16' },
  orders: [{ study: 'XR', priority: 'urgent', reason: [{ icd10: 'M54.50', text: 'Low back pain' }, { problem: 'c1' }] }],
  chart: [{ resourceType: 'Condition', id: 'c1', onsetDateTime: '2026-06-01', recordedDate: '2026-06', note: '2019-01-01 he fell' }, { resourceType: 'Observation', effectiveDateTime: '2026-06-14T08:30:00Z', valueString: '2020', subject: { reference: 'Patient/p' } }],
  reads: { medications: 'failed', procedures: 'incomplete', encounters: 'absent' },
} as Story;

describe('a story moved to another day', () => {
  const moved = moveStory(story, '2026-11-25', 'x1-1');

  test('keeps the days between things, and what is partial stays partial', () => {
    expect(moved.today).toBe('2026-11-25');
    expect(moved.chart).toEqual([
      expect.objectContaining({ onsetDateTime: '2026-11-11', recordedDate: '2026-11', note: '2019-01-01 he fell' }),
      expect.objectContaining({ effectiveDateTime: '2026-11-24T08:30:00Z', valueString: '2020', subject: { reference: 'Patient/x1-1' } }),
    ]);
  });

  test('keeps the age to the day', () => {
    expect(moved.patient).toEqual({ id: 'x1-1', birthDate: '1980-11-26' });
    expect(moveStory({ ...story, patient: { birthDate: '1980' } }, '2027-01-02', 'p').patient['birthDate']).toBe('1981');
  });

  test('on its own day about its own patient is the same story', () => {
    expect(moveStory(story, story.today, 'p')).toEqual({ ...story, patient: { id: 'p', birthDate: '1980-06-16' } });
  });
});

test('a request has the orders, what was read, and what was not', () => {
  const request = storyRequest(topic, storyChart(topic, moveStory(story, '2026-06-15', 'x1'), (name) => ({ icd10: 'urn:icd' })[name]), { hook: 'order-select', hookInstance: HOOK_INSTANCE }) as Record<string, any>;
  expect(request['context']).toMatchObject({ patientId: 'x1', selections: ['ServiceRequest/servicerequest-0-0'] });
  expect(request['context'].draftOrders.entry[0].resource).toMatchObject({
    subject: { reference: 'Patient/x1' }, priority: 'urgent', authoredOn: '2026-06-15',
    reasonCode: [{ coding: [{ system: 'urn:icd', code: 'M54.50' }], text: 'Low back pain' }], reasonReference: [{ reference: 'Condition/c1' }],
  });
  expect(request['prefetch'].conditions).toMatchObject({ total: 1, entry: [{ resource: { id: 'c1', subject: { reference: 'Patient/x1' } } }] });
  expect(request['prefetch'].medications.resourceType).toBe('OperationOutcome');
  expect(request['prefetch'].procedures.link).toEqual([{ relation: 'next' }]);
  expect(request['prefetch']).not.toHaveProperty('encounters');
});

test('every vignette, five months later and about a new patient, is judged as on its own day', async () => {
  const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
  const differing: string[] = [];
  for (const [at, vignette] of vignettes.entries()) {
    const { id } = stories.list()[at]!;
    expect(id.replace(/-2$/, '')).toBe(vignette.id);
    const moved = moveStory(stories.read(id)!, '2026-11-25', 'new');
    const body = storyRequest(topic, storyChart(topic, moved, stories.systemOf), { hook: 'order-sign', hookInstance: HOOK_INSTANCE });
    const { orders } = await gatherCharts(parseHookRequest(body, { allowsNoOrders: false }), [topic], { today: '2026-11-25' });
    const said = (decision: ReturnType<typeof decide>) => decision && [decision.scenario.id, decision.rating?.category, decision.advice.row];
    const now = orders.map(({ chart }) => said(decide(topic, chart)));
    const then = vignette.orders.map((_, index) => said(decide(topic, chartOf(topic, vignette, index)))).filter((each) => each !== undefined);
    if (JSON.stringify(now) !== JSON.stringify(then)) differing.push(`${vignette.id}: ${then.join(' | ')} → ${now.join(' | ')}`);
  }
  expect(vignettes.length).toBeGreaterThan(1300);
  // Its pain began in a month, and no other month is as far from another day.
  expect(differing).toEqual(['P644: V1/V2,UNA,not-yet → V2,UNA,not-yet']);
}, 120_000);

describe('the library', () => {
  test('lists every vignette with where its patient fits', () => {
    const said = readVignettes(join(CARDS, topic.id, 'vignettes')).map(({ title, expect: { scenario = '', indicator = '' } }) => ({ title, scenario, indicator }));
    expect(stories.list().map(({ title, scenario, indicator }) => ({ title, scenario, indicator }))).toEqual(said);
    expect(new Set(stories.list().map(({ id }) => id)).size).toBe(said.length);
    expect(stories.list().find(({ id }) => id === 'T02')).toEqual({ id: 'T02', title: 'Three days of back pain with left sciatica, MRI without contrast', topic: 'low-back-pain', scenario: 'V1', indicator: 'warning' });
    expect(stories.read('nobody')).toBeUndefined();
  });

  test('begins with stories that exist, one for every indicator and for silence', () => {
    const found = stories.starters().map(({ story: id }) => stories.list().find((each) => each.id === id)?.indicator);
    expect(new Set(found)).toEqual(new Set(['warning', 'critical', 'info', 'silent']));
  });

  test('names the code systems vignettes use', () => {
    expect([stories.systemOf('icd10'), stories.systemOf('snomed'), stories.systemOf('nothing')]).toEqual(['http://hl7.org/fhir/sid/icd-10-cm', 'http://snomed.info/sct', undefined]);
  });

  test('finds pieces by name, by what they are taken for, and by code', () => {
    const find = openPieces(loadLibrary(CARDS).topics);
    expect(find('prednisone')[0]).toMatchObject({ title: 'prednisone', resourceType: 'MedicationRequest', fact: 'systemic glucocorticoid' });
    expect(find('C50').length).toBeGreaterThan(0);
    expect(find('no such thing at all')).toEqual([]);
    expect(find('  ')).toEqual([]);
    expect(find('a')).toHaveLength(20);
  });

  test('outlines a topic in little', () => {
    const outline = outlineTopic(topic);
    expect(Object.keys(outline)).toEqual(['id', 'version', 'title', 'source', 'studies', 'scenarios', 'reads', 'findings', 'answers', 'grades', 'questions']);
    expect(JSON.stringify(outline).length).toBeLessThan(15_000);
  });
});
