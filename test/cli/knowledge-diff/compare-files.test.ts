/** Whatever is changed in the knowledge is told: random edits of every value there is. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compareFiles } from '../../../src/cli/knowledge-diff/compare-files.ts';
import { readSide, type Side } from '../../../src/cli/knowledge-diff/read-side.ts';
import { CARDS } from '../../support/app.ts';

const side = readSide(CARDS);
/** The files without what lies beside them. */
const small: Side = { ...side, others: new Map() };

type Path = readonly (string | number)[];

/** Every place of a value, inner ones too. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each, index) => placesOf(each, [...path, index]))];
  if (typeof value === 'object' && value !== null) return [path, ...Object.entries(value).flatMap(([name, each]) => placesOf(each, [...path, name]))];
  return [path];
}

const places = [...small.files.values()].flatMap(({ path, content }) => placesOf(content).filter(({ length }) => length > 0).map((place) => ({ path, place })));

/** One edit: another value, nothing there, one more beside it, or the neighbours the other way round. */
type Edit = 'change' | 'remove' | 'insert' | 'swap';

function edited(content: unknown, place: Path, edit: Edit): unknown {
  const copy = structuredClone(content);
  const owner: any = place.slice(0, -1).reduce<any>((value, key) => value[key], copy);
  const key = place.at(-1)! as number;
  if (edit === 'change') owner[key] = otherThan(owner[key]);
  else if (edit === 'remove') { if (Array.isArray(owner)) owner.splice(Number(key), 1); else delete owner[key]; }
  else if (edit === 'insert') { if (Array.isArray(owner)) owner.splice(Number(key), 0, 'something new'); else owner['something new'] = 1; }
  else if (Array.isArray(owner) && Number(key) > 0) [owner[Number(key) - 1], owner[key]] = [owner[key], owner[Number(key) - 1]];
  return copy;
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'string') return `${value}!`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? [...value, 'something new'] : 'something else';
}

function withFile(path: string, content: unknown): Side {
  return { ...small, files: new Map(small.files).set(path, { ...small.files.get(path)!, content }) };
}

describe('no edit goes untold', () => {
  test('of any value of any file, either way', () => {
    fc.assert(fc.property(fc.nat(places.length - 1), fc.constantFrom<Edit>('change', 'remove', 'insert', 'swap'), (index, edit) => {
      const { path, place } = places[index]!;
      const { content } = small.files.get(path)!;
      const after = edited(content, place, edit);
      fc.pre(JSON.stringify(after) !== JSON.stringify(content));
      const one: Side = { ...small, files: new Map([[path, small.files.get(path)!]]) };
      const other: Side = { ...small, files: new Map([[path, withFile(path, after).files.get(path)!]]) };
      for (const changes of [compareFiles(one, other), compareFiles(other, one)]) {
        expect(changes.length).toBeGreaterThan(0);
        for (const { at, says } of changes) {
          expect(at.startsWith(`${path}#`)).toBe(true);
          expect(says).not.toBe('');
        }
      }
    }), { numRuns: 150 });
  });

  test('of several places of a file at once: each that is a plain value has a line with its new value', () => {
    const leaves = places.filter(({ path, place }) => /(findings|facts|variants|advice)/.test(path) && typeof place.reduce<any>((value, key) => value[key], small.files.get(path)!.content) === 'number');
    expect(leaves.length).toBeGreaterThan(200);
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...leaves), { minLength: 2, maxLength: 6 }), (chosen) => {
      const files = new Map(chosen.map(({ path }) => [path, small.files.get(path)!]));
      const one: Side = { ...small, files: new Map(files) };
      for (const { path, place } of chosen) files.set(path, { ...files.get(path)!, content: edited(files.get(path)!.content, place, 'change') });
      const told = compareFiles(one, { ...small, files });
      const pointers = told.map(({ at }) => at);
      for (const { path, place } of chosen) {
        const at = `${path}#/${place.join('/')}`;
        // Numbers of a list may be told by the list's item.
        expect(pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`) || pointer.startsWith(at.slice(0, at.lastIndexOf('/'))))).toBe(true);
      }
    }), { numRuns: 30 });
  });

  test('the same is the same', () => {
    expect(compareFiles(side, structuredClone(side))).toEqual([]);
  });
});

describe('files that come and go', () => {
  test('are told entry by entry, a value set code by code', () => {
    const path = 'low-back-pain/value-sets/asplenia.json';
    const files = new Map(small.files);
    files.delete(path);
    const gone = compareFiles(small, { ...small, files }).map(({ says }) => says);
    expect(gone).toEqual(expect.arrayContaining(['value set asplenia: removed', 'value set asplenia, is-a ICD-10-CM|D73.0 "Hyposplenism": removed', 'value set asplenia, SNOMED CT|161626009 "History of splenectomy": removed']));
    expect(gone).toHaveLength(5);
    expect(compareFiles({ ...small, files }, small).filter(({ change }) => change === 'added')).toHaveLength(5);
  });
});

describe('value sets', () => {
  const PATH = 'low-back-pain/value-sets/asplenia.json';
  const withParts = (change: (include: any[]) => unknown[]): Side => {
    const content = structuredClone(small.files.get(PATH)!.content) as any;
    content.compose.include = change(content.compose.include);
    return withFile(PATH, content);
  };

  test('a code put first is one code more, not all of them', () => {
    const after = withParts((include) => [{ system: 'http://snomed.info/sct', concept: [{ code: '999', display: 'New' }] }, ...include]);
    expect(compareFiles(small, after).map(({ says, at }) => [says, at])).toEqual([['value set asplenia, SNOMED CT|999 "New": added', `${PATH}#/compose/include/0/concept/0`]]);
  });

  test('the same codes in other groups are told as that', () => {
    expect(compareFiles(small, withParts((include) => [...include].reverse())).map(({ says }) => says)).toEqual(['value set asplenia, compose: the same in another order or grouping']);
  });

  test('a new expansion tells the codes that came and went', () => {
    const expanded = (codes: readonly string[], timestamp: string): Side => {
      const content = structuredClone(small.files.get(PATH)!.content) as any;
      content.expansion = { timestamp, total: codes.length, contains: codes.map((code) => ({ system: 'http://snomed.info/sct', code })) };
      return withFile(PATH, content);
    };
    expect(compareFiles(expanded(['1', '2'], '2026-11-25'), expanded(['2', '3'], '2026-11-26')).map(({ kind, says }) => [kind, says])).toEqual([
      ['code', 'value set asplenia, by expansion: SNOMED CT|1: removed'], ['code', 'value set asplenia, by expansion: SNOMED CT|3: added'],
      ['other', 'value set asplenia, expansion, timestamp: 2026-11-25 → 2026-11-26'],
    ]);
  });
});
