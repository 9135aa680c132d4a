/** The second topic is a draft: nobody is served it who does not name it, and it is tested as if everybody were. */
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Chart, Resource } from '../../src/decision/chart.ts';
import { decide } from '../../src/decision/decide.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { recallFacts } from '../../src/decision/recall-facts.ts';
import { chooseTopics } from '../../src/knowledge/choose-topics.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { translateTopic } from '../../src/knowledge/translate-topic.ts';
import type { Card } from '../../src/response/cds-response.ts';
import { writeResponse } from '../../src/response/write-response.ts';
import { CARDS } from '../support/app.ts';
import { englishLeft } from '../support/english-left.ts';
import { optionsFor } from '../support/judged-order.ts';
import { chartOf, readVignettes, runVignette, type Vignette } from '../support/vignette.ts';

const topics = loadTopics(CARDS, 'all');
const topic = topics.find(({ id }) => id === 'headache')!;
const vignettes = readVignettes(join(CARDS, topic.id, 'vignettes'));
const decisions = vignettes.flatMap((vignette) => vignette.orders.map((_, index) => ({ vignette, decision: decide(topic, chartOf(topic, vignette, index))! })));

test('it is served only where it is named', () => {
  expect(chooseTopics(CARDS)).not.toContain('headache');
  expect(chooseTopics(CARDS, ['headache'])).toEqual(['headache']);
});

test.each(vignettes.map((vignette) => [`${vignette.id} ${vignette.title}`, vignette] as const))('%s', (_, vignette) => expect(runVignette(topic, vignette)).toEqual([]));

describe('its vignettes', () => {
  test('have ids of their own among all topics', () => {
    const ids = topics.flatMap(({ id }) => readVignettes(join(CARDS, id, 'vignettes')).map((vignette) => vignette.id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('see each fact, give each answer, and reach each row and each card', () => {
    const seen = new Set(decisions.flatMap(({ vignette }) => [...recallFacts(topic, chartOf(topic, vignette, 0)).sightings].flatMap(([name, sightings]) => (sightings.length > 0 ? [name] : []))));
    expect(topic.facts.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
    const given = new Set(decisions.flatMap(({ decision: { findings } }) => findings.map(({ code, answer }) => `${code}=${answer}`)));
    expect(topic.findings.flatMap((finding) => (finding.kind === 'answered' ? finding.answers.map(({ answer }) => `${finding.code}=${answer}`) : [])).filter((answer) => !given.has(answer))).toEqual([]);
    const rows = new Set(decisions.flatMap(({ decision: { scenario, advice } }) => [scenario.row, advice.row, advice.card]));
    expect([...topic.scenarioTable.rows, ...topic.adviceTable.rows].map(({ result }) => result.id).filter((id) => !rows.has(id))).toEqual([]);
    expect([...topic.cards.keys()].filter((id) => !rows.has(id))).toEqual([]);
  });

  test('let each red flag speak, and let it be silent in a near miss', () => {
    const flags = topic.findings.flatMap((finding) => (finding.kind === 'graded' && finding.leadsTo !== undefined ? [finding.code] : []));
    const said = new Set(decisions.flatMap(({ decision: { findings } }) => findings.flatMap(({ code, grade }) => (grade === 'A' || grade === 'B' ? [code] : []))));
    expect(flags.filter((code) => !said.has(code))).toEqual([]);
    expect(flags.filter((code) => !vignettes.some(({ nearMissOf }) => nearMissOf === code))).toEqual([]);
    const speaking = decisions.filter(({ vignette: { nearMissOf }, decision: { findings } }) => findings.some(({ code, grade }) => code === nearMissOf && grade !== undefined));
    expect(speaking.map(({ vignette: { id } }) => id)).toEqual([]);
  });
});

test('the words that are harmless are the same wherever they are listed', () => {
  const listIn = (text: string): readonly string[] => [...text.matchAll(/\(\?!\((?:\?:)?([a-z?|]+)\)\\+b\)/g)].flatMap(([, words]) => words!.split('|')).sort();
  const grades = topic.findings.flatMap((finding) => (finding.kind === 'graded' && finding.code === 'unexplainedWords' ? finding.grades.map(({ when }) => when.text) : []));
  const inOrders = grades.filter((text) => text.startsWith('(%order.reasonCode|%order.note).text')).flatMap(listIn).sort();
  expect(inOrders).toEqual(expect.arrayContaining(['auras?', 'migraines?', 'nausea', 'yrs?']));
  for (const name of ['plainReason', 'plainHeadache']) expect([name, listIn(topic.facts.find((fact) => fact.name === name)!.notWords!.source)]).toEqual([name, inOrders]);
});

const MIGRAINE = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G43.909' }] };
const reads = topic.reads.map(({ id }) => ({ id, state: 'complete' as const }));

function decided(order: Readonly<Record<string, unknown>>, changes: Partial<Chart> = {}): Decision {
  const code = { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '70551' }] };
  return decide(topic, { asOf: '2026-06-15', patient: { resourceType: 'Patient', id: 'p', birthDate: '1990-02-10' }, resources: [], otherOrders: [], reads, order: { resourceType: 'ServiceRequest', id: 'o', status: 'draft', intent: 'order', code, ...order } as Resource, ...changes })!;
}

/** What the order says in the vignettes of these files. */
const textsOf = (has: (vignette: Vignette) => boolean): readonly string[] => [...new Set(vignettes.filter(has).flatMap(({ orders }) => orders.flatMap(({ reason }) => [reason ?? []].flat().flatMap(({ text }) => text ?? []))))];
const worrying = textsOf(({ title }) => title.startsWith('Words: '));
const harmless = textsOf(({ title }) => title.startsWith('Words alone: '));

describe('in Spanish', () => {
  const spanish = topic.translations.get('es')!;
  const textsOfTopic = (each: typeof topic): readonly string[] => {
    const texts: string[] = [];
    translateTopic(each, (text) => { texts.push(text); return text; }, each);
    return texts;
  };
  const englishIn = englishLeft(textsOfTopic(topic), textsOfTopic(spanish));

  test('every card says the same, and nothing in English', () => {
    const said = vignettes.flatMap((vignette) => vignette.orders.flatMap((_, index) => {
      const chart = chartOf(topic, vignette, index);
      const [cards, tarjetas] = [topic, spanish].map((inTopic) => writeResponse([{ topic: inTopic, chart, decision: decide(inTopic, chart)! }], optionsFor('sandbox', { hook: 'order-sign' })).cards) as [readonly Card[], readonly Card[]];
      expect(tarjetas.map(({ indicator, detail }) => [indicator, detail!.split('\n').length])).toEqual(cards.map(({ indicator, detail }) => [indicator, detail!.split('\n').length]));
      return tarjetas.map(({ summary, detail }) => `${summary} ${detail}`);
    }));
    expect(said.length).toBeGreaterThan(40);
    expect(said.flatMap(englishIn)).toEqual([]);
  });
});

describe('words the order says', () => {
  test('there are many of both kinds', () => {
    expect(worrying.length).toBeGreaterThan(80);
    expect(harmless.length).toBeGreaterThanOrEqual(20);
  });

  test.each(worrying)('"%s" keeps migraine from being warned wherever it is written', (text) => {
    const orders = [
      { reasonCode: [{ ...MIGRAINE, text }] }, { reasonCode: [MIGRAINE, { text }] }, { reasonCode: [{ text: text.toUpperCase() }, MIGRAINE] }, { reasonCode: [MIGRAINE], note: [{ text: `Migraine.\n${text}` }] },
      { reasonCode: [{ ...MIGRAINE, coding: [{ ...MIGRAINE.coding[0], display: text }] }] }, { reasonCode: [MIGRAINE], orderDetail: [{ text }] }, { reasonCode: [MIGRAINE], patientInstruction: text },
    ];
    expect(orders.map((order) => decided(order).scenario.id)).not.toContain('H2');
  });

  test.each(harmless)('"%s" is warned, and no longer with a word more', (text) => {
    expect(decided({ reasonCode: [{ ...MIGRAINE, text }] }).advice.indicator).toBe('warning');
    for (const more of ['xyzzy', '?', 'left', '3', 'not', 'Schwäche', '!', 'no', 'without']) expect(decided({ reasonCode: [{ ...MIGRAINE, text: `${text} ${more}` }] }).advice.kind).toBe('silent');
  });

  test('that do not fit FHIR are not harmless', () => {
    for (const text of [7, true, {}, [], ['neglect'], null]) for (const order of [{ reasonCode: [{ ...MIGRAINE, text }] }, { reasonCode: [MIGRAINE], note: [{ text: 'Migraine' }, { text }, { text: 'neglect' }] }]) expect([text, decided(order).advice.indicator === 'warning' && JSON.stringify(order).includes('neglect')]).toEqual([text, false]);
  });
});

describe('what could not be read', () => {
  const order = { reasonCode: [{ ...MIGRAINE, text: 'Migraine' }] };
  const short = (id: string, state: 'failed' | 'absent'): Decision => decided(order, { reads: reads.map((read) => (read.id === id ? { id, state } : read)) });

  test.each(reads.map(({ id }) => id))('%s: no red flags are never claimed', (id) => {
    const decision = short(id, 'failed');
    expect(decision.advice.indicator).not.toBe('warning');
    expect(decision.advice.card).not.toBe('headache-defer');
  });

  test('is named on the card, in both languages', () => {
    const chart = { asOf: '2026-06-15', patient: { resourceType: 'Patient', id: 'p', birthDate: '1990-02-10' }, resources: [], otherOrders: [], reads: reads.map(({ id }) => ({ id, state: id === 'observations' ? 'failed' as const : 'complete' as const })), order: { resourceType: 'ServiceRequest', id: 'o', status: 'draft', intent: 'order', code: { text: 'MRI brain without contrast' }, ...order } } as unknown as Chart;
    const say = (inTopic: typeof topic): string => writeResponse([{ topic: inTopic, chart, decision: decide(inTopic, chart)! }], optionsFor('sandbox', { hook: 'order-sign' })).cards[0]!.summary;
    expect(say(topic)).toBe('MRI head without IV contrast: usually not appropriate (ACR) unless there are red flags. Some data could not be checked.');
    expect(say(topic.translations.get('es')!)).toBe('RM craneal sin contraste IV: usualmente no apropiada (ACR) salvo signos de alarma. Hay datos que no se pudieron comprobar.');
  });
});

describe('an order with more in it than is read', () => {
  const reasonCode = [{ ...MIGRAINE, text: 'Migraine' }];
  const said = { text: 'rule out bleeding' };

  test('is discouraged without it', () => expect(decided({ reasonCode, category: [{ text: 'Imaging' }], priority: 'routine' }).advice.kind).toBe('defer'));

  test.each([
    ['category', { category: [said] }], ['performerType', { performerType: said }], ['locationCode', { locationCode: [said] }], ['basedOn', { basedOn: [{ display: said.text }] }],
    ['replaces', { replaces: [{ display: said.text }] }], ['relevantHistory', { relevantHistory: [{ display: said.text }] }], ['requisition', { requisition: { type: said } }], ['identifier', { identifier: [{ type: said }] }],
    ['modifierExtension', { modifierExtension: [{ url: 'http://example.org/m', valueBoolean: true }] }], ['extension', { extension: [{ url: 'http://example.org/e', valueCode: 'sah' }] }],
    ['the author of a note', { note: [{ text: 'migraine', authorString: said.text }] }], ['reason of R5', { reason: [{ concept: said }] }], ['another priority', { priority: 'emergency' }], ['priority in capitals', { priority: 'STAT' }],
    ['an extension of a text', { reasonCode: [{ ...MIGRAINE, text: 'Migraine', _text: { extension: [{ url: 'http://example.org/e', valueString: said.text }] } }] }],
    ['a code of another system', { reasonCode: [{ coding: [...MIGRAINE.coding, { system: 'http://hl7.org/fhir/sid/icd-9-cm', code: '430' }], text: 'Migraine' }] }],
  ])('is not, with %s', (_, more) => expect(decided({ reasonCode, ...more }).advice.kind).toBe('silent'));
});
