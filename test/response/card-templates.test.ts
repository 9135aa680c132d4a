/** Every card template: known values only, a headline that fits whatever is filled in, no word that promises or blames. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainMarks } from '../../src/response/card-marks.ts';
import { cardValues, valueTable } from '../../src/response/card-values.ts';
import { checkTemplates } from '../../src/response/check-templates.ts';
import { tokensIn } from '../../src/response/fill-line.ts';
import { profiles, type ProfileName } from '../../src/response/profile.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import type { Caution, OrderSetChoice } from '../../src/decision/decision.ts';
import type { CardTemplate } from '../../src/decision/topic.ts';
import type { Judged } from '../../src/response/judged.ts';
import { checkResponse } from '../support/check-response.ts';
import { cardTopic, readCards } from '../support/card-topic.ts';
import { choices, flag, judge, optionsFor } from '../support/judged-order.ts';

const cards = readCards();
const LONG = 'Secondary malignant neoplasm of vertebral column with **pathological** <b>fracture</b> of third lumbar vertebra [see](https://x.example)';

/** A decision in which every value has something long to say. */
function richest(card: CardTemplate, scenario: string, study = 'BONE', id = 'a'): Judged {
  const others = ['V5', 'V6'];
  const base = judge(id, study, scenario, scenario.startsWith('ROUTE') ? undefined : 'MBA-D', card.id, { otherOrders: [] });
  const rating = base.decision.rating;
  const evidence = { fact: 'x', reference: 'Condition/'.padEnd(200, '9'), label: LONG, date: '2026-05-03', origin: 'code' as const };
  return {
    ...base,
    decision: {
      ...base.decision,
      age: 101,
      findings: [
        { code: 'acuity', title: 'Duration', answer: 'acute|subacute', because: [], values: { minDays: 15, maxDays: 45 }, notes: ['presumed from the day it was recorded'] },
        { code: 'management', title: 'Treatment so far', answer: 'partial', because: [evidence], values: { days: 20 } },
        { code: 'indication', title: 'Indication', answer: 'probable', because: [] },
        flag('cancer', LONG, { leadsTo: scenario, because: [evidence, evidence, evidence, evidence, evidence] }),
        flag('retention', LONG, { grade: 'C', leadsTo: 'V4', because: [evidence] }),
        flag('diabetes', LONG, { grade: 'C', because: [evidence] }),
        ...['mriUnsafe', 'pregnancy', 'severeKidneyDisease'].map((code) => flag(code, LONG, { grade: 'C', because: [evidence] })),
      ],
      scenario: { ...base.decision.scenario, certainty: 'possible', base: 'V1', alternatives: others.map((other) => ({ id: other, certainty: 'definite' as const })) },
      ...(rating && { rating: { ...rating, baseCategory: 'UNA', alternatives: others.map((other) => ({ id: other, category: 'UA' as const })) } }),
      urgency: 'urgent',
      advice: { row: 'row', kind: 'discuss', indicator: 'warning', card: card.id, orderSets: [{ id: 'conservative-care', items: richChoices([{ because: 'a reason', evidence: [evidence, evidence, evidence] }]) }] },
      gaps: [{ read: 'medications', title: 'medications', state: 'failed', hidesRedFlags: true }, { read: 'encounters', title: 'encounters', state: 'absent', hidesRedFlags: false }],
      wouldChange: [{ finding: 'cancer', title: 'Cancer history', ifPresent: { scenario: 'V7', category: 'UA' }, ifAbsent: { scenario: 'V1', category: 'UNA' } }],
      notes: ['a note'],
    },
  };
}

/** Something is ticked, held back, changed and left out. */
function richChoices(cautions: readonly Caution[]): readonly OrderSetChoice[] {
  const { items } = cardTopic.orderSets.get('conservative-care')!;
  return [...choices, ...items.filter(({ id }) => choices.every((choice) => choice.id !== id))
    .map(({ id }, index) => ({ id, isTicked: false, ...(index % 2 === 0 ? { cautions, changed: cautions } : { excluded: cautions }) }))];
}

/** A decision in which hardly any value has anything to say. */
function poorest(card: CardTemplate): Judged {
  const base = judge('a', 'XR', 'NONE', undefined, card.id);
  const { age: _age, ...decision } = base.decision;
  return { ...base, decision: { ...decision, findings: [], looked: [], advice: { row: 'row', kind: 'discuss', card: card.id, orderSets: [{ id: 'conservative-care', items: choices }] } } };
}

const scenarios = ['V1', 'V1/V2', 'V3U', 'V4', 'V7', 'ROUTE_AAA'];
const names = Object.keys(profiles) as ProfileName[];
/** The card of options says `any` wherever the client knows it. */
const optionsOf = (name: ProfileName) => ({ card: 'care-options', selectionBehavior: name === 'hooks-1.0' ? 'at-most-one' as const : 'any' as const });

describe.each(cards.map((card) => [card.id, card] as const))('%s', (id, card) => {
  test('is filed under its id', () => {
    expect(cardTopic.cards.get(id)).toBe(cardTopic.cards.get(card.id));
  });

  test.each(scenarios)('CARD-2, CARD-3: with the longest fillings in %s every client gets a valid answer', (scenario) => {
    const judged = [richest(card, scenario, 'BONE', 'a'), richest(card, scenario, 'DISCO', 'b')];
    for (const name of names) {
      const response = writeResponse(judged, optionsFor(name));
      expect(checkResponse(response, { orders: ['ServiceRequest/a', 'ServiceRequest/b'], selectionBehavior: profiles[name].selectionBehavior, options: optionsOf(name) })).toEqual([]);
      for (const { summary, detail } of response.cards) {
        expect(summary).not.toMatch(/…$/);
        expect(`${summary}${detail ?? ''}`).not.toMatch(/undefined|NaN|\[object|\{\{/);
      }
    }
  });

  test('CARD-2: with next to nothing to say it still is a sentence', () => {
    const [written] = writeResponse([poorest(card)], optionsFor('sandbox')).cards;
    expect(written!.summary).toMatch(/^[A-Z].*[.?]$/);
    expect(checkResponse({ cards: [written] }, { orders: ['ServiceRequest/a'] })).toEqual([]);
  });

  test('CARD-2: the last headline asks for no value, so there always is one', () => {
    expect(tokensIn(card.summary.at(-1)!)).toEqual([]);
  });

  test('SEC-5: it says "recorded" or "found", blames nobody and promises nothing', () => {
    const words = [...card.summary, card.detail].join('\n');
    for (const line of words.split('\n').filter((each) => /no red flags|red flags: none/i.test(each))) expect(line).toMatch(/recorded|found/i);
    expect(words).not.toMatch(/you should have|unnecessary|inappropriate order|mistake|guarantee|will save|saves|do not image/i);
    expect(words).not.toMatch(/<[A-Za-z/!]/);
  });

  test('OVR-1: it names four to six reasons, except where there is nothing to override', () => {
    const count = card.overrideReasons.length;
    expect(['unreadable', 'care-options'].includes(id) ? count === 0 : count >= 4 && count <= 6).toBe(true);
  });

  test('SUG-3: it recommends at most one thing', () => {
    expect(card.suggestions.filter(({ isRecommended }) => isRecommended).length).toBeLessThanOrEqual(1);
  });
});

test('every template asks only for values that exist', () => {
  expect(checkTemplates(cardTopic)).toEqual([]);
});

test('a misspelt value, an unknown answer and a last headline with a value are named', () => {
  const broken = { ...cards[0]!, id: 'broken', summary: ['{{studdy}}', '{{study}}'], detail: '{{?indication=maybe}}x {{nosuch.because}} {{?variant=9}}' };
  const problems = checkTemplates({ ...cardTopic, cards: new Map([['broken', broken]]) });
  expect(problems.map(({ pointer }) => pointer.replace('cards/broken.yaml#/', ''))).toEqual(['summary/0', 'detail', 'detail', 'detail', 'summary/1']);
});

test('days are counted only from what is a day', () => {
  const card = { ...cards[0]!, id: 'broken', summary: ['{{study+3}}', '{{asOf+3}} {{ careStart + 3 }}', 'Plain'], detail: '{{onset+3}} {{measureUntil+3}}\n{{flags+3}} {{?approximate+3}}' };
  const item = { ...[...cardTopic.drafts.values()][0]!, id: 'broken', draft: { resourceType: 'Task', note: [{ text: 'after {{asOf+3}}' }, { text: '{{prevalence+3}}' }, { text: '{{patient + 3}}' }] } };
  const problems = checkTemplates({ ...cardTopic, cards: new Map([['broken', card]]), orderSets: new Map(), drafts: new Map([['broken', item]]) });
  expect(problems.map(({ pointer, message }) => `${pointer}: ${message.split(',')[0]}`)).toEqual([
    'cards/broken.yaml#/summary/0: days are counted from "study"',
    'cards/broken.yaml#/detail: days are counted from "flags"',
    'cards/broken.yaml#/detail: days are counted from "approximate"',
    'order-sets/drafts.yaml#/items/broken/draft: days are counted from "prevalence"',
    'order-sets/drafts.yaml#/items/broken/draft: days are counted from "patient"',
  ]);
});

test('the table that authors of cards read has every value and mark, and no other', () => {
  const rows = readFileSync(join(__dirname, '../../src/response/card-values.ts'), 'utf8').split('\n').filter((line) => line.startsWith(' * |'));
  const listed = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  const names = [...Object.keys(valueTable), ...Object.keys(plainMarks)];
  expect(listed.length).toBeGreaterThan(30);
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual([]);
});

test('a value is worked out when it is asked for, and once', () => {
  const escaped: string[] = [];
  const values = cardValues(groupOf(richest(cards[0]!, 'V7')), (text) => {
    escaped.push(text);
    return text;
  });
  expect(escaped).toEqual([]);
  expect([values('topFlag'), values('topFlag')]).toEqual(Array(2).fill(`${LONG}, 2026-05-03`));
  expect(escaped).toEqual([LONG, '2026-05-03']);
});

function groupOf(judged: Judged): Parameters<typeof cardValues>[0] {
  return { template: cardTopic.cards.get(judged.decision.advice.card!)!, indicator: 'info', first: judged, members: [judged, judged] };
}
