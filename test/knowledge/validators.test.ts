/** Whether content fits is asked of one validator, and why not of another: they agree about whatever content may become. */
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { join } from 'node:path';
import { openSchemas } from '../../src/knowledge/open-schemas.ts';
import { readFiles, type KnowledgeFile } from '../../src/knowledge/read-files.ts';
import { readSchema } from '../../src/knowledge/read-schema.ts';
import { CARDS } from '../support/app.ts';

const FOLDER = join(CARDS, 'schema');
const CHANGES_EACH = 12;
const INSTEAD: readonly unknown[] = [null, '', 'x', 0, -1, 1.5, true, [], {}, ['x', 'x'], { x: 1 }];
type Holder = Record<string, unknown>;

/** One file of each kind, the shortest: enough of each shape. */
function shortest(): readonly KnowledgeFile[] {
  const files = ['low-back-pain', 'headache'].flatMap((topic) => readFiles(CARDS, topic));
  const lengthOf = ({ content }: KnowledgeFile): number => JSON.stringify(content).length;
  return [...new Map([...files].sort((one, other) => lengthOf(other) - lengthOf(one)).map((file) => [file.kind, file])).values()];
}

/** The same numbers in every run. */
function countingFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A copy with one member gone, misnamed, new, twice, or something else. */
function changed(content: unknown, pick: (below: number) => number): unknown {
  const copy = structuredClone(content) as Holder;
  const holders: Holder[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Object.keys(value).length > 0) holders.push(value as Holder);
    Object.values(value).forEach(visit);
  };
  visit(copy);
  const holder = holders[pick(holders.length)]!;
  const names = Object.keys(holder);
  const name = names[pick(names.length)]!;
  switch (pick(5)) {
    case 0: Array.isArray(holder) ? holder.splice(Number(name), 1) : delete holder[name]; break;
    case 1: Array.isArray(holder) ? holder.push(holder[0]) : (holder[`${name}x`] = holder[name]); break;
    default: holder[name] = INSTEAD[pick(INSTEAD.length)];
  }
  return copy;
}

test('of changed content both say the same, and it is told where something is wrong', () => {
  const plain = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  const schemas = openSchemas(FOLDER);
  const pick = countingFrom(7);
  const answers = shortest().flatMap(({ kind, content }) => {
    const validate = plain.compile(readSchema(FOLDER, kind));
    return Array.from({ length: CHANGES_EACH }, () => changed(content, pick)).map((each) => ({ kind, each, fits: validate(each), told: schemas.problemsOf(kind, each)!.length === 0 }));
  });
  expect(answers.filter(({ fits, told }) => fits !== told)).toEqual([]);
  expect(answers.length).toBeGreaterThan(200);
  for (const some of [true, false]) expect(answers.filter(({ fits }) => fits === some).length).toBeGreaterThan(answers.length / 10);
});
