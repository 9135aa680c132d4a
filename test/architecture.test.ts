/** The house rules a machine can check: imports run one way, packages stay in their folder, the core is pure, src knows no medicine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SRC = join(__dirname, '../src');
/** A folder may import from those after it, from itself and from errors. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  main: ['http', 'clients', 'chart', 'store', 'response', 'knowledge', 'decision', 'config'],
  http: ['clients', 'chart', 'store', 'response', 'knowledge', 'decision', 'config'],
  response: ['knowledge', 'decision'],
  chart: ['knowledge', 'decision'],
  clients: ['knowledge', 'decision', 'config'],
  knowledge: ['decision'],
  decision: [],
  config: [],
  errors: [],
};
const HOMES: Readonly<Record<string, readonly string[]>> = {
  express: ['http'], helmet: ['http'], cors: ['http'], pino: ['http'], ajv: ['knowledge'], yaml: ['knowledge'], fhirpath: ['decision', 'knowledge'],
};
const MEDICINE = /snomed\.info\/sct|sid\/icd-10|loinc\.org|ama-assn\.org|umls\/rxnorm|'[A-TV-Z]\d{2}\.\d/;

interface Source { readonly path: string; readonly folder: string; readonly text: string }

const sources: readonly Source[] = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).map((name) => read(join(SRC, name)));

function read(file: string): Source {
  const path = relative(SRC, file);
  return { path, folder: path.includes('/') ? path.split('/')[0]! : path.replace('.ts', ''), text: readFileSync(file, 'utf8') };
}

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\n)(?:import|export)\b[^;]*?\bfrom '([^']+)'/g), ...text.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => match[1]!);
}

function faultsOf({ path, folder, text }: Source): readonly string[] {
  return importsOf(text).flatMap((target) => {
    if (target.startsWith('node:')) return folder === 'decision' ? [`${path} imports ${target}`] : [];
    if (!target.startsWith('.')) {
      const name = target.startsWith('@') ? target : target.split('/')[0]!;
      return HOMES[name]?.includes(folder) === true ? [] : [`${path} imports ${target}`];
    }
    const [first] = join(path, '..', target).split('/');
    const to = first!.replace('.ts', '');
    return to === folder || to === 'errors' || BELOW[folder]?.includes(to) === true ? [] : [`${path} imports ${target}`];
  });
}

function impurities({ path, text }: Source): readonly string[] {
  return ['async ', 'await ', 'Date.now', 'new Date()', 'Math.random', 'process.'].filter((word) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').includes(word)).map((word) => `${path}: ${word}`);
}

test('imports run one way, and packages are imported where they live', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(faultsOf)).toEqual([]);
});

test('the check sees a fault when there is one', () => {
  expect(faultsOf({ path: 'decision/x.ts', folder: 'decision', text: "import { readFileSync } from 'node:fs';\nimport express from 'express';\nimport { a } from '../http/a.ts';" })).toHaveLength(3);
  expect(impurities({ path: 'decision/x.ts', folder: 'decision', text: 'const now = Date.now();' })).toHaveLength(1);
});

test('the core is pure: no clock, no randomness, nothing asynchronous', () => {
  expect(sources.filter(({ folder }) => folder === 'decision').flatMap(impurities)).toEqual([]);
});

test('no medicine in src', () => {
  expect(sources.filter(({ text }) => MEDICINE.test(text)).map(({ path }) => path)).toEqual([]);
  expect(MEDICINE.test("code: 'G83.4'")).toBe(true);
});

test('the environment is read in main.ts alone, and no file is longer than 250 lines', () => {
  expect(sources.filter(({ path, text }) => path !== 'main.ts' && text.includes('process.env')).map(({ path }) => path)).toEqual([]);
  expect(sources.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path)).toEqual([]);
});
