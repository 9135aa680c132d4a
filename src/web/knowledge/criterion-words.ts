/** A criterion in words, as far as it is made of what most are made of; else a reader gets the expression alone. */
import type { Topic } from '../../decision/topic.ts';
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import { spaced } from '../../knowledge/spaced.ts';
import { tellIn, type Tell } from '../tell.ts';
import { answerWords } from './answer-words.ts';
import { sayNumber } from './say-number.ts';

/** Nothing where a part of the expression has no words. `say` is that of the topic's language: answers are texts of its files. */
export function criterionWords(topic: Topic, expression: string, say: ReadableTopic['say'] = (text) => text): string | undefined {
  const tell = tellIn(topic.pages);
  const said: string[] = [];
  // A part that has been said leaves its number, so that no later pattern finds anything in its words.
  const keep = (words: string): string => `⟦${said.push(words) - 1}⟧`;
  const name = (code: string): string => nameOf(topic, 'found.', code, tell);
  const terms = (list: string): string => list.split('|').map((term) => /^%(found\.)?(\w+)/.exec(term.trim())!).map(([, found, each]) => nameOf(topic, found, each!, tell)).join(', ');
  const answers = (list: string): string => [...list.matchAll(/'([\w|]+)'/g)].map(([, answer]) => answerWords(topic, answer!, say)).join(', ');
  const rest = expression
    .replace(/\(((?:%[\w.]+ \| )+%[\w.]+)\)(?:\.grade)?\.(exists|empty)\(\)/g, (_, list: string, is: string) => keep(is === 'exists' ? tell('knowledge.criterion.anyOf', { list: terms(list) }) : tell('knowledge.criterion.noneOf', { list: terms(list) })))
    .replace(/%found\.(\w+)\.grade (!?=) '([ABC])'/g, (_, code: string, is: string, grade: string) => keep(is === '=' ? tell('knowledge.criterion.graded', { what: name(code), grade }) : tell('knowledge.criterion.notGraded', { what: name(code), grade })))
    .replace(/%found\.(\w+)\.answer (!?=) '([\w|]+)'/g, (_, code: string, is: string, answer: string) => keep(answered(name(code), answerWords(topic, answer, say), is === '=', tell)))
    .replace(/(\()?%found\.(\w+)\.answer in \(('[\w|]+'(?: \| '[\w|]+')*)\)(\)\.not\(\))?/g, (all: string, open: string | undefined, code: string, list: string, not?: string) => ((open === undefined) === (not === undefined) ? keep(answered(name(code), answers(list), not === undefined, tell)) : all))
    .replace(/%found\.(\w+)\.values\.(\w+)\.empty\(\)/g, (_, code: string, value: string) => keep(tell('knowledge.criterion.without', { what: name(code), value: measureWords(topic, code, value, say, tell) })))
    .replace(/%found\.(\w+)\.values\.(\w+)/g, (_, code: string, value: string) => keep(tell('knowledge.criterion.value', { what: name(code), value: measureWords(topic, code, value, say, tell) })))
    .replace(/%chosen\.`?([\w-]+)`? (!?=) '(\w+)'/g, (_, item: string, is: string, state: string) => keep(answered(tell('knowledge.quoted', { words: itemTitle(topic, item) }), tell(`knowledge.chosen.${state}`), is === '=', tell)))
    .replace(/%(found\.)?(\w+)(?:\.grade)?(?:\.exists\(\)\.not\(\)|\.empty\(\))/g, (_, found: string | undefined, each: string) => keep(tell('knowledge.criterion.notRecorded', { what: nameOf(topic, found, each, tell) })))
    .replace(/%(found\.)?(\w+)(?:\.grade)?\.exists\(\)/g, (_, found: string | undefined, each: string) => keep(tell('knowledge.criterion.recorded', { what: nameOf(topic, found, each, tell) })))
    .replace(/%age\b/g, () => keep(tell('knowledge.criterion.age')))
    .replaceAll('>=', '≥').replaceAll('<=', '≤')
    .replace(/(?<![⟦\d.])\d+(?:\.\d+)?/g, (number) => keep(sayNumber(tell, Number(number))))
    .replace(/\band\b/g, () => keep(tell('knowledge.criterion.and'))).replace(/\bor\b/g, () => keep(tell('knowledge.criterion.or')));
  return /^(?:⟦\d+⟧|[\s()<>≥≤=/+-])*$/.test(rest) ? rest.replace(/⟦(\d+)⟧/g, (_, index: string) => said[Number(index)]!) : undefined;
}

function answered(what: string, answer: string, is: boolean, tell: Tell): string {
  return is ? tell('knowledge.criterion.answered', { what, answer }) : tell('knowledge.criterion.notAnswered', { what, answer });
}

/** Of a finding (`%found.cancer`) or a fact (`%cancer`): some have one name. */
function nameOf({ findings, facts }: Topic, found: string | undefined, name: string, tell: Tell): string {
  const words = (found === undefined ? facts.find((each) => each.name === name)?.title : findings.find(({ code }) => code === name)?.title) ?? spaced(name);
  return tell('knowledge.quoted', { words });
}

function itemTitle({ orderSets }: Topic, id: string): string {
  return [...orderSets.values()].flatMap(({ items }) => items).find((item) => item.id === id)?.title ?? id;
}

/** What a finding measures; an exposure also its days at a level that the knowledge names. */
function measureWords({ findings }: Topic, code: string, value: string, say: ReadableTopic['say'], tell: Tell): string {
  const finding = findings.find((each) => each.code === code);
  const level = finding?.kind === 'exposure' ? finding.levels.find(({ name }) => `${name}Days` === value) : undefined;
  return level === undefined ? tell(`knowledge.measured.${value}`) : tell('knowledge.criterion.daysAt', { level: say(spaced(level.name)) });
}
