/** What if: a finding set by hand changes the advice as `wouldChange` says, and nothing else is touched. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { assumableAnswers } from '../../src/decision/assume-findings.ts';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, readVignettes, type Vignette } from '../support/vignette.ts';

const topic = loadTopics(CARDS)[0]!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
const chart = (id: string) => chartOf(topic, vignettes.find((each) => each.id === id) as Vignette, 0);
const definition = (code: string) => topic.findings.find((each) => each.code === code)!;

describe('an assumed finding', () => {
  test('that is not in the chart leads where a recorded one would', () => {
    const decision = decide(topic, chart('T02'), { cancer: 'A' })!;
    expect([decision.scenario.id, decision.rating?.category]).toEqual(['V7', 'UA']);
    expect(decision.findings.find(({ code }) => code === 'cancer')).toMatchObject({ grade: 'A', leadsTo: 'V7', because: [{ reference: 'Patient', note: 'assumed' }] });
  });

  test('that is assumed absent leaves the patient as without it', () => {
    expect(decide(topic, chart('T22'))!.scenario.id).toBe('V7');
    const decision = decide(topic, chart('T22'), { cancer: 'absent' })!;
    expect([decision.scenario.id, decision.rating?.category]).toEqual(['V1', 'UNA']);
    expect(decision.findings.map(({ code }) => code)).not.toContain('cancer');
  });

  test('that is a question has the answer given, and none of the days worked out for another', () => {
    const acuity = decide(topic, chart('T02'), { acuity: 'chronic' })!.findings.find(({ code }) => code === 'acuity')!;
    expect(acuity).toEqual({ code: 'acuity', title: expect.any(String), answer: 'chronic', because: [] });
  });

  test('that another one raises is raised, and what is urgent then is not waited for', () => {
    const alone = decide(topic, chart('T02'), { fever: 'B' })!;
    expect(alone.findings.find(({ code }) => code === 'fever')).toMatchObject({ grade: 'B' });
    expect(alone.urgency).toBe('routine');
    const both = decide(topic, chart('T02'), { fever: 'B', immunosuppression: 'A' })!;
    expect(both.findings.find(({ code }) => code === 'fever')).toMatchObject({ grade: 'A', notes: ['with immunosuppression'] });
    expect([both.scenario.id, both.urgency, both.advice.kind]).toEqual(['V7', 'urgent', 'expedite']);
  });

  test('that would hold another down leaves an assumed one as somebody set it', () => {
    const decision = decide(topic, chart('T02'), { urinaryRetention: 'A', retentionExplained: 'C' })!;
    expect(decision.findings.find(({ code }) => code === 'urinaryRetention')).toMatchObject({ grade: 'A' });
  });

  test('that says what the chart says changes nothing, and neither does an empty list', () => {
    const decision = decide(topic, chart('T22'));
    expect(decide(topic, chart('T22'), { cancer: 'A' })).toEqual(decision);
    expect(decide(topic, chart('T22'), {})).toEqual(decision);
  });
});

test.each([
  // A spinal injection counts for an infection only beside raised markers.
  ['Q207', 'raisedInflammationMarkers', { scenario: 'V7', category: 'MBA-D' }, { scenario: 'V1', category: 'UNA' }],
  // Fever after spinal surgery is decisive; alone it is one sign, and the earlier surgery comes first.
  ['P3733', 'spinalProcedure', { scenario: 'V7', category: 'MBA-D' }, { scenario: 'V5', category: 'UA' }],
])('%s: without the weak finding that raised another one, the rating would be another', (id, finding, ifPresent, ifAbsent) => {
  expect(decide(topic, chart(id))!.wouldChange).toContainEqual({ finding, title: definition(finding).title, ifPresent, ifAbsent });
});

test('for every patient the what-if decision is what wouldChange foretold', () => {
  let asked = 0;
  for (const vignette of vignettes) {
    for (const [index] of vignette.orders.entries()) {
      const patient = chartOf(topic, vignette, index);
      const decision = decide(topic, patient);
      if (decision?.gaps.some(({ read }) => topic.requiredReads.includes(read)) === true) continue;
      const outcomeOf = (finding: string) => (value: string) => {
        const { scenario, rating } = decide(topic, patient, { [finding]: value })!;
        return { scenario: scenario.id, ...(rating !== undefined && { category: rating.category }) };
      };
      const unnamed = decision?.findings.filter(({ code, leadsTo, grade }) => leadsTo !== undefined && grade !== 'A' && topic.dependents.get(code)!.size > 0 && decision.wouldChange.every(({ finding }) => finding !== code)) ?? [];
      for (const { code } of unnamed) expect({ id: vignette.id, code, is: outcomeOf(code)('A').category }).toEqual({ id: vignette.id, code, is: outcomeOf(code)('absent').category });
      for (const { finding, ifPresent, ifAbsent } of decision?.wouldChange ?? []) {
        const question = topic.openQuestions.find((each) => each.finding === finding);
        const outcome = outcomeOf(finding);
        expect({ id: vignette.id, finding, is: outcome(question?.present ?? 'A') }).toEqual({ id: vignette.id, finding, is: ifPresent });
        expect({ id: vignette.id, finding, is: outcome(question?.absent ?? 'absent') }).toEqual({ id: vignette.id, finding, is: ifAbsent });
        asked += 1;
      }
    }
  }
  expect(asked).toBeGreaterThan(200);
}, 120_000);

test('only what a table asks for can be assumed', () => {
  expect(assumableAnswers(topic, definition('cancer'))).toEqual(['A', 'B', 'C', 'absent']);
  expect(assumableAnswers(topic, definition('management'))).toEqual(['complete', 'progressive', 'partial', 'none', 'unknown']);
  const measured = topic.findings.filter(({ kind }) => kind === 'exposure' || kind === 'trend' || kind === 'imaging');
  expect(measured.length).toBeGreaterThan(0);
  expect(measured.flatMap((each) => assumableAnswers(topic, each))).toEqual([]);
});
