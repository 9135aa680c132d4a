/** A criterion in words, as far as it is made of what most are made of; else a reader gets the expression alone. */
import type { Topic } from '../../decision/topic.ts';
import { inWords } from './words.ts';

/** Nothing where a part of the expression has no words. */
export function criterionWords(topic: Topic, expression: string): string | undefined {
  const finding = (code: string): string => quoted(topic.findings.find((each) => each.code === code)?.title ?? inWords(code));
  const fact = (name: string): string => quoted(topic.facts.find((each) => each.name === name)?.title ?? topic.findings.find((each) => each.code === name)?.title ?? inWords(name));
  const terms = (list: string): string => list.split('|').map((term) => term.trim()).map((term) => /^%found\.(\w+)(?:\.grade)?$/.exec(term)?.[1]).every((code) => code !== undefined)
    ? list.split('|').map((term) => finding(/%found\.(\w+)/.exec(term)![1]!)).join(', ')
    : list.split('|').map((term) => fact(term.trim().slice(1))).join(', ');
  const words = expression
    .replace(/\(((?:%[\w.]+ \| )+%[\w.]+)\)(?:\.grade)?\.(exists|empty)\(\)/g, (_, list: string, is: string) => `${is === 'exists' ? 'any' : 'none'} of ${terms(list)} is recorded`)
    .replace(/%found\.(\w+)\.grade\.exists\(\)\.not\(\)|%found\.(\w+)(?:\.grade)?\.empty\(\)/g, (_, one?: string, other?: string) => `${finding(one ?? other!)} is not recorded`)
    .replace(/%found\.(\w+)(?:\.grade)?\.exists\(\)/g, (_, code: string) => `${finding(code)} is recorded`)
    .replace(/%found\.(\w+)\.grade (!?=) '([ABC])'/g, (_, code: string, is: string, grade: string) => `${finding(code)} is ${is === '=' ? '' : 'not '}graded ${grade}`)
    .replace(/%found\.(\w+)\.answer (!?=) '([\w|]+)'/g, (_, code: string, is: string, answer: string) => `${finding(code)} is ${is === '=' ? '' : 'not '}${inWords(answer)}`)
    .replace(/(\()?%found\.(\w+)\.answer in \(('[\w|]+'(?: \| '[\w|]+')*)\)(\)\.not\(\))?/g, (all: string, open: string | undefined, code: string, list: string, not?: string) => ((open === undefined) === (not === undefined) ? `${finding(code)} is ${not === undefined ? '' : 'not '}${[...list.matchAll(/'([\w|]+)'/g)].map(([, answer]) => inWords(answer!)).join(', ')}` : all))
    .replace(/%found\.(\w+)\.values\.(\w+)\.empty\(\)/g, (_, code: string, value: string) => `${finding(code)} gives no ${inWords(value)}`)
    .replace(/%found\.(\w+)\.values\.(\w+)/g, (_, code: string, value: string) => `${inWords(value)} of ${finding(code)}`)
    .replace(/%chosen\.`?([\w-]+)`? (!?=) '(\w+)'/g, (_, item: string, is: string, state: string) => `${quoted(item.replaceAll('-', ' '))} is ${is === '=' ? '' : 'not '}${state}`)
    .replace(/%(\w+)\.exists\(\)\.not\(\)|%(\w+)\.empty\(\)/g, (_, one?: string, other?: string) => `${fact(one ?? other!)} is not recorded`)
    .replace(/%(\w+)\.exists\(\)/g, (_, name: string) => `${fact(name)} is recorded`)
    .replace(/%age\b/g, 'age')
    .replaceAll('>=', '≥').replaceAll('<=', '≤');
  return /%|\w\(|\)\.|'/.test(words.replace(/“[^”]*”/g, '')) ? undefined : words;
}

function quoted(words: string): string {
  return `“${words}”`;
}
