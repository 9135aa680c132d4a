/** Criteria read plainly say what FHIRPath says: every one of the knowledge, on what vignettes hold, and on what nobody should send. */
import { join } from 'node:path';
import { randomFrom } from '../../bench/random-from.ts';
import { assessFindings } from '../../src/decision/assess-findings.ts';
import type { Resource } from '../../src/decision/chart.ts';
import { compileFhirpath, parseFhirpath } from '../../src/decision/fhirpath-expression.ts';
import { compilePlain, ODD } from '../../src/decision/plain-expression.ts';
import { recallFacts } from '../../src/decision/recall-facts.ts';
import type { Variables } from '../../src/decision/variables.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { chartOf, readVignettes } from '../support/vignette.ts';

const [topic] = loadTopics(CARDS);
const { codes, facts, findings, orderSets } = topic!;
const random = randomFrom(20261126);
const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const charts = readVignettes(join(CARDS, topic!.id, 'vignettes')).filter((_, index) => index % 16 === 0).map((vignette) => chartOf(topic!, vignette, 0));
const resources = charts.flatMap((chart) => chart.resources);

/** Texts of all criteria below a definition. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return 'holds' in value ? [(value as unknown as { text: string }).text] : Object.values(value).flatMap(textsIn);
}

interface Both {
  readonly text: string;
  readonly plain: string;
  readonly whole: string;
}

function ask(text: string, subject: unknown, variables: Variables): Both {
  const compiled = compilePlain(parseFhirpath(text, 'test'), codes);
  const answer = compiled === undefined ? ODD : compiled(subject, variables);
  const said = (): string => {
    try {
      return String(compileFhirpathOnce(text).holds(subject, variables));
    } catch (error) {
      return (error as Error).constructor.name;
    }
  };
  return { text, plain: answer === ODD ? 'odd' : String(answer), whole: answer === ODD ? 'not asked' : said() };
}

const compiledOnce = new Map<string, ReturnType<typeof compileFhirpath>>();
function compileFhirpathOnce(text: string): ReturnType<typeof compileFhirpath> {
  const known = compiledOnce.get(text) ?? compileFhirpath(text, 'test', codes);
  compiledOnce.set(text, known);
  return known;
}

const differing = (asked: readonly Both[]): readonly Both[] => asked.filter(({ plain, whole }) => plain !== 'odd' && plain !== whole);
const answered = (asked: readonly Both[]): number => asked.filter(({ plain }) => plain !== 'odd').length / asked.length;

const ofFacts = [...new Set(textsIn(facts))];
const ofFindings = [...new Set([...textsIn(findings), ...textsIn([...orderSets.values()])])];
const named: Variables = { asOf: '2026-06-15', order: charts[0]!.order, patient: charts[0]!.patient, age: 54, reasons: [] };

test('of what vignettes hold', () => {
  const asked = ofFacts.flatMap((text) => Array.from({ length: 60 }, () => ask(text, oneOf(resources), named)));
  expect(differing(asked)).toEqual([]);
  expect(answered(asked)).toBeGreaterThan(0.85);
});

const ODD_VALUES: readonly unknown[] = [
  null, 0, -2.5, 200, 30.000000001, '', 'x', 'active', true, false, [], {}, ['right'], [{}], [null], [['x']], { coding: [{ code: 'relapse' }] }, { coding: [null] }, '2026-05', '2026-05-03T10:00:00Z', '4-/5',
  { value: 3 }, { value: '12', unit: 'mg/L' }, [{ value: 38, unit: 'Cel' }, { value: 2 }], { value: 38, system: 'http://unitsofmeasure.org', code: 'Cel', comparator: '>' }, { resourceType: 'Observation', valueString: 'x' },
];

/** One element anywhere is another, twice there, or has something beside it. */
function spoil(value: Resource): Resource {
  const copy = structuredClone(value) as Record<string, unknown>;
  let at: Record<string, unknown> = copy;
  for (;;) {
    const name = oneOf([...Object.keys(at).filter((each) => each !== 'resourceType'), ...(at === copy ? ['valueQuantity', 'valueString', 'valueInteger', 'status', 'value'] : [])]);
    if (name === undefined) return copy as Resource;
    const child = at[name];
    if (typeof child === 'object' && child !== null && Object.keys(child).length > 0 && random() < 0.7) {
      at = child as Record<string, unknown>;
      continue;
    }
    const how = random();
    if (how < 0.15) delete at[name];
    else if (how < 0.3) at[name] = [child, child];
    else if (how < 0.4) at[`_${name}`] = { extension: [] };
    else at[name] = structuredClone(oneOf(ODD_VALUES));
    return copy as Resource;
  }
}

test('of what nobody should send', () => {
  const asked = ofFacts.flatMap((text) => Array.from({ length: 150 }, () => ask(text, spoil(oneOf(resources)), named)));
  expect(differing(asked)).toEqual([]);
  expect(answered(asked)).toBeGreaterThan(0.7);
});

test('of what was found', () => {
  const asked = charts.filter((_, index) => index % 3 === 0).flatMap((chart) => {
    const recalled = recallFacts(topic!, chart);
    const found = Object.fromEntries(assessFindings(topic!, chart, recalled).map((finding) => [finding.code, finding]));
    const variables: Variables = Object.assign(Object.create(recalled.variables) as object, { found, flags: {}, chosen: { naproxen: oneOf(['ticked', 'excluded']), 'physical-therapy': oneOf(['ticked', 'excluded']) } });
    return ofFindings.map((text) => ask(text, {}, variables));
  });
  expect(differing(asked)).toEqual([]);
  expect(answered(asked)).toBeGreaterThan(0.9);
});

test('of whatever might be found', () => {
  const facts = ofFindings.flatMap((text) => [...text.matchAll(/%`?(\w+)/g)].map(([, name]) => name!)).filter((name) => !['found', 'flags', 'chosen', 'asOf', 'order', 'patient', 'age'].includes(name));
  const codesNamed = ofFindings.flatMap((text) => [...text.matchAll(/%found\.`?(\w+)/g)].map(([, code]) => code!));
  const amounts = [0, 1, 2.5, 14, 41, 42, 90, 4.499999999, 5000, 'x', null];
  const asked = Array.from({ length: 40 }, (): Variables => ({
    ...named, age: oneOf([[], 17, 18, 44.9999999999, 65, 70, 75, '65']), order: spoil(charts[0]!.order), patient: oneOf([[], spoil(charts[0]!.patient!)]),
    ...Object.fromEntries(facts.map((name) => [name, random() < 0.6 ? [] : [oneOf(resources)]])), flags: {}, chosen: { naproxen: oneOf(['ticked', 'excluded', 3]) },
    found: Object.fromEntries(codesNamed.filter(() => random() < 0.5).map((code) => [code, {
      code, ...(random() < 0.8 && { grade: oneOf(['A', 'B', 'C', '', ['A'], null]) }), ...(random() < 0.5 && { answer: oneOf(['acute', 'subacute', 'chronic', 'unknown', 2]) }),
      values: Object.fromEntries(['minDays', 'maxDays', 'backgroundDays', 'coveredDays', 'runDays', 'meanDose', 'fall', 'fallPercent', 'rise', 'total', 'undated', 'highDays', 'veryHighDays'].filter(() => random() < 0.6).map((name) => [name, oneOf(amounts)])),
    }])),
  })).flatMap((variables) => ofFindings.map((text) => ask(text, {}, variables)));
  expect(differing(asked)).toEqual([]);
  expect(answered(asked)).toBeGreaterThan(0.7);
});

test.each([
  ['a function', 'code.count() > 1'], ['a date', 'onset > @2026'], ['an element that may be of several types somewhere', 'dosage.dose.exists()'], ['a list with duplicates taken out', 'code.distinct().exists()'], ['two texts as one', "id & 'x' = 'y'"],
])('what is not known is left to FHIRPath: %s', (_, text) => expect(compilePlain(parseFhirpath(text, 'test'), codes)).toBeUndefined());

test.each([
  ['a number in the place of a quantity', 39], ['a text in the place of a quantity', '39 Cel'], ['quantities in the place of one', [{ value: 39, unit: 'Cel' }]], ['a quantity', { value: 39, unit: 'Cel' }],
  ['a unit that is the name of something else', { value: 39, unit: '__proto__' }], ['another such unit', { value: 39, code: 'constructor' }],
])('%s is judged as FHIRPath judges it', (_, valueQuantity) => {
  const fever = ofFindings.concat(ofFacts).filter((text) => /inUnit\(/.test(text));
  expect(fever.length).toBeGreaterThan(0);
  expect(differing(fever.map((text) => ask(text, { resourceType: 'Observation', status: 'final', valueQuantity }, named)))).toEqual([]);
});

test('what throws is for FHIRPath', () => {
  const trap = { resourceType: 'Observation', get valueQuantity(): never { throw new TypeError('no'); } };
  expect(compilePlain(parseFhirpath('value.ofType(Quantity).exists()', 'test'), codes)!(trap, named)).toBe(ODD);
});
