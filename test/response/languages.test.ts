/** Days, lists and plurals in the form of a language. */
import { expect, test } from '@jest/globals';
import { say } from '../../src/decision/words.ts';
import { checkTemplates } from '../../src/response/check-templates.ts';
import { joinWords } from '../../src/response/join-words.ts';
import { showDay } from '../../src/response/show-day.ts';
import { cardTopic } from '../support/card-topic.ts';
import { readWords } from '../support/words.ts';

const [en, es] = [readWords('en'), readWords('es')];

test.each([
  ['2026-06-15', '2026-06-15', '15 de junio de 2026'], ['2026-06', '2026-06', 'junio de 2026'], ['2016', '2016', '2016'], ['2026-01-01', '2026-01-01', '1 de enero de 2026'],
  ['2026-13-45', '2026-13-45', '2026-13-45'], ['last week', 'last week', 'last week'],
])('%s is written %s in English and %s in Spanish', (written, english, spanish) => {
  expect([showDay(en, written), showDay(es, written)]).toEqual([english, spanish]);
});

test.each([
  [['A'], 'A', 'A'], [['A', 'B'], 'A and B', 'A y B'], [['A', 'B', 'C'], 'A, B and C', 'A, B y C'], [['acute', 'infarct'], 'acute and infarct', 'acute e infarct'], [[], '', ''],
])('%j is joined as %s and as %s', (words, english, spanish) => {
  expect([joinWords(en, words, 'conjunction'), joinWords(es, words, 'conjunction')]).toEqual([english, spanish]);
});

test('alternatives are joined one by one, also before an o', () => {
  expect(joinWords(en, ['acute', 'subacute', 'chronic'], 'disjunction')).toBe('acute or subacute or chronic');
  expect(joinWords(es, ['aguda', 'subaguda', 'crónica'], 'disjunction')).toBe('aguda o subaguda o crónica');
  expect(joinWords(es, ['uno', 'otro'], 'disjunction')).toBe('uno u otro');
});

test.each([[1, '1 day', '1 día'], [2, '2 days', '2 días'], [0, '0 days', '0 días'], [1_000_000, '1000000 days', '1000000 días']])('%i of a thing has the form of the language', (count, english, spanish) => {
  expect([say(en, 'duration.days', { count }), say(es, 'duration.days', { count })]).toEqual([english, spanish]);
});

test('a value is never read as a template', () => {
  expect(say(en, 'action.replace', { study: '{{action}} $&', action: 'secret' })).toBe('Replace {{action}} $&: secret');
});

test('a headline that is too long before anything is filled in is named, in whichever language', () => {
  const [card] = [...cardTopic.cards.values()];
  const long = { ...card!, id: 'long', summary: [`${'x'.repeat(139)}{{study}}`, 'x'.repeat(140)] };
  expect(checkTemplates({ ...cardTopic, cards: new Map([['long', long]]) }).map(({ pointer }) => pointer)).toEqual(['cards/long.yaml#/summary/1']);
  expect(checkTemplates({ ...cardTopic, words: es, cards: new Map([['long', long]]) }).map(({ pointer }) => pointer)).toEqual(['cards/long.yaml(es)#/summary/1']);
});
