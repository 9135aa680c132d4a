/** Every vignette once more in every other language: the same decision and the same card, and no word of ours left in English. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Topic } from '../../src/decision/topic.ts';
import { decide } from '../../src/decision/decide.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { translateTopic } from '../../src/knowledge/translate-topic.ts';
import type { CdsResponse } from '../../src/response/cds-response.ts';
import type { Judged } from '../../src/response/judged.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { CARDS } from '../support/app.ts';
import { englishLeft } from '../support/english-left.ts';
import { optionsFor } from '../support/judged-order.ts';
import { chartOf, readVignettes, type Vignette } from '../support/vignette.ts';

const topic = loadTopics(CARDS).find(({ id }) => id === 'low-back-pain')!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));

function textsOf(each: Topic): ReadonlySet<string> {
  const texts = new Set<string>();
  translateTopic(each, (text) => { texts.add(text); return text; }, each);
  for (const word of Object.values(each.words.words)) for (const text of typeof word === 'string' ? [word] : Object.values(word)) texts.add(text);
  return texts;
}

/** Members that hold words; `display` within a `coding` is the code system's own, and `source` the name of a publication. */
const TEXTS = ['summary', 'detail', 'label', 'description', 'text', 'contentString', 'unit', 'patientInstruction', 'display'];
const CODED = ['coding', 'source'];

function textsIn(value: unknown, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, name));
  if (typeof value === 'string') return TEXTS.includes(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, part]) => (CODED.includes(member) ? [] : textsIn(part, member)));
}

/** The answer without its words: of a body the number of its lines is left. */
function shapeOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => shapeOf(each, name));
  // A link to a page of ours says which language the page is read in.
  if (typeof value === 'string') return TEXTS.includes(name) ? value.split('\n').length : name === 'url' ? value.replace(/\?lang=\w+$/, '') : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, part]) => [member, shapeOf(part, member)]));
}

function judged(inTopic: Topic, vignette: Vignette): readonly Judged[] {
  return vignette.orders.flatMap((_, index): readonly Judged[] => {
    const chart = chartOf(inTopic, vignette, index);
    const decision = decide(inTopic, chart);
    return decision === undefined ? [] : [{ topic: inTopic, chart, decision }];
  });
}

/** Further patients, of whom there are many, say nothing new about what a client can take. */
const profilesFor = (id: string) => (id.startsWith('P') ? ['sandbox'] as const : ['sandbox', 'epic'] as const);
const answersIn = (all: readonly Judged[], id: string): readonly CdsResponse[] => profilesFor(id).map((name) => writeResponse(all, optionsFor(name, { hook: 'order-sign' })));
const codesOf = ({ decision: { scenario, advice, rating, urgency, findings, gaps } }: Judged): unknown => [scenario.id, scenario.certainty, advice.row, rating?.category, urgency, findings.map(({ code, grade, answer, values }) => [code, grade, answer, values]), gaps.map(({ read }) => read)];

describe.each([...topic.translations])('in %s', (language, translated) => {
  const englishIn = englishLeft(textsOf(topic), textsOf(translated));

  /** Words of ours in English, but for those the chart itself holds. */
  const leftIn = (answer: unknown, chart: string): readonly string[] => englishIn(textsIn(answer).join('\n')).filter((part) => !chart.includes(part));

  test('the vignettes and the texts are many, and the check sees a text that is left', () => {
    expect(vignettes.length).toBeGreaterThan(1_000);
    expect(englishIn([...textsOf(topic)].join('\n')).length).toBeGreaterThan(500);
    expect(leftIn({ label: 'Order conservative care instead' }, '')).toEqual(['Order conservative care instead']);
    expect(leftIn({ label: 'Low back pain' }, '{"text":"Low back pain"}')).toEqual([]);
  });

  test.each(vignettes.map((vignette) => [vignette.id, vignette] as const))('%s', (_, vignette) => {
    const [ours, theirs] = [judged(topic, vignette), judged(translated, vignette)];
    expect(theirs.map(codesOf)).toEqual(ours.map(codesOf));
    const answers = answersIn(theirs, vignette.id);
    const chart = JSON.stringify(vignette);
    for (const [index, answer] of answersIn(ours, vignette.id).entries()) {
      const said = answers[index]!;
      expect(shapeOf(said)).toEqual(shapeOf(answer));
      expect(leftIn(said, chart)).toEqual([]);
      for (const { summary, suggestions = [] } of said.cards) {
        expect([summary.length <= 139, /…$|undefined|\{\{/.test(summary)]).toEqual([true, false]);
        for (const { label } of suggestions) expect(label).not.toMatch(/…$/);
      }
    }
  });

  test(`the words of ${language} are used: buttons, reasons and drafts differ from the English ones`, () => {
    const [answer, said] = [topic, translated].map((each) => answersIn(judged(each, vignettes.find(({ id }) => id === 'T01')!), 'T01')[0]!);
    const words = (of: CdsResponse): readonly string[] => of.cards.flatMap(({ suggestions = [], overrideReasons = [], links = [] }) => [...suggestions, ...links].map(({ label }) => label).concat(overrideReasons.map(({ display }) => display!)));
    expect(words(said!).length).toBeGreaterThan(8);
    expect(words(said!).filter((label) => words(answer!).includes(label))).toEqual([]);
  });
});
