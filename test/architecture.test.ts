/** The house rules that a machine can check: who may import whom, where third parties live, and what must not be in `src/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

interface SourceFile {
  /** Below `src/`. */
  readonly path: string;
  readonly text: string;
}

const SRC = join(__dirname, '../src');
const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).sort()
  .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));

/** From the bottom up: a part may import what is below it, never what is above or beside it. */
const LAYERS: readonly (readonly string[])[] = [
  ['errors.ts'], ['config.ts'], ['outbound', 'tracing'], ['decision'], ['knowledge'], ['clients', 'chart', 'store', 'response'], ['stewardship', 'playground'], ['web'], ['http', 'cli'], ['serve.ts', 'supervise.ts', 'cli.ts'], ['main.ts'],
];
const layerOf = (part: string): number => LAYERS.findIndex((layer) => layer.includes(part));
/** Third-party packages, and the only part that may know each. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  express: ['http'], helmet: ['http'], cors: ['http'], pino: ['http'], 'prom-client': ['http'], ajv: ['knowledge', 'clients', 'cli'], undici: ['outbound'], '@opentelemetry/api': ['tracing'], jsonwebtoken: ['clients'], pg: ['store'], 'pg-boss': ['cli'], 'express-rate-limit': ['http'], commander: ['cli.ts', 'cli'], 'ajv-formats': ['knowledge'], yaml: ['knowledge'], 'js-yaml': ['knowledge'], fhirpath: ['decision', 'knowledge'],
};
const LONGEST_FILE = 250;

/** Every module a file names: static and dynamic imports, type imports, re-exports. */
function importsOf({ path, text }: SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, source, callee, arguments: args, argument } = node as Record<string, unknown>;
    if (typeof type === 'string' && /^(Import|TsImportType|ExportAll|ExportNamed)/.test(type)) found.push(...valueOf(source), ...valueOf(argument));
    if (type === 'CallExpression' && (callee as { type?: string }).type === 'Import') {
      const written = valueOf((args as { expression: unknown }[])[0]?.expression);
      found.push(...(written.length > 0 ? written : ['(not a literal)']));
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(text, { syntax: 'typescript', target: 'es2022' }).body);
  return [...new Set(found)].map((specifier) => (specifier.startsWith('.') ? relative('.', join(dirname(path), specifier)) : specifier));
}

function valueOf(literal: unknown): readonly string[] {
  const value = (literal as { value?: unknown } | null | undefined)?.value;
  return typeof value === 'string' ? [value] : [];
}

const partOf = (path: string): string => path.split('/')[0]!;
const isOwn = (specifier: string): boolean => /\.\w+$/.test(specifier) && !specifier.startsWith('node:') && files.some(({ path }) => partOf(path) === partOf(specifier));

function findImportFaults(file: SourceFile): readonly string[] {
  const from = partOf(file.path);
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith('node:')) return from === 'decision' ? [`${file.path} imports ${specifier}`] : [];
    if (!isOwn(specifier)) {
      const home = HOMES[specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')];
      return home?.includes(from) ? [] : [`${file.path} imports ${specifier}`];
    }
    const to = partOf(specifier);
    const isBelow = layerOf(to) < layerOf(from);
    return from === to || (isBelow && layerOf(to) >= 0 && !(from === 'decision' && to === 'config.ts')) ? [] : [`${file.path} imports ${specifier}`];
  });
}

/** Text without comments: strings and code only. */
function withoutComments(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*/g, (_, string?: string) => string ?? ' ');
}

const findPattern = (pattern: RegExp) => (file: SourceFile): readonly string[] =>
  [...withoutComments(file.text).matchAll(new RegExp(pattern, 'g'))].map(([match]) => `${file.path}: ${match}`);

const findEnvironment = findPattern(/process\s*\.\s*env|process\s*\[|import\.meta\.env/);
const findImpurity = findPattern(/\basync\b|\bawait\b|\bPromise\b|Date\.now|new Date\(\s*\)|\bDate\(\s*\)|Math\.random|crypto|performance\.|setTimeout|process\b|fetch\(/);
/** Code systems of medicine, their OIDs, and quoted codes of ICD-10-CM, LOINC, CPT or SNOMED CT. */
const findMedicine = findPattern(/snomed\.info|loinc\.org|icd-?10|rxnorm|ama-assn|2\.16\.840\.1\.113883\.6\.\d+|['"`][A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})['"`]|['"`]\d{1,5}-\d['"`]|['"`]\d{5}['"`]|['"`]\d{8,18}['"`]/i);
const findLength = ({ path, text }: SourceFile): readonly string[] => (text.trimEnd().split('\n').length > LONGEST_FILE ? [path] : []);

const everywhere = (find: (file: SourceFile) => readonly string[], where: (path: string) => boolean = () => true): readonly string[] => files.filter(({ path }) => where(path)).flatMap(find);
const fake = (path: string, text: string): SourceFile => ({ path, text });

describe('imports', () => {
  test('run one way: main → http → clients, chart, store, response → knowledge → decision, errors below all', () => {
    expect(everywhere(findImportFaults)).toEqual([]);
  });

  test('every part has a layer', () => {
    expect([...new Set(files.map(({ path }) => partOf(path)))].filter((part) => layerOf(part) < 0)).toEqual([]);
  });

  test.each([
    ['upwards', 'decision/x.ts', `import { a } from '../http/create-app.ts';`], ['sideways', 'chart/x.ts', `import { a } from '../response/profile.ts';`],
    ['upwards for a type only', 'knowledge/x.ts', `import type { A } from '../chart/hook-request.ts';`], ['by re-export', 'chart/x.ts', `export { a } from '../http/services.ts';`],
    ['by export of all', 'chart/x.ts', `export * from '../http/services.ts';`], ['dynamically', 'chart/x.ts', `const a = () => import('../http/services.ts');`],
    ['dynamically, of what nobody can see', 'chart/x.ts', `const a = (b: string) => import(b);`], ['by a type query', 'chart/x.ts', `type A = import('../http/services.ts').Services;`],
    ['the system from the core', 'decision/x.ts', `import { readFileSync } from 'node:fs';`], ['configuration from the core', 'decision/x.ts', `import { readConfig } from '../config.ts';`],
    ['express from elsewhere', 'chart/x.ts', `import express from 'express';`], ['a package without a home', 'http/x.ts', `import lodash from 'lodash';`], ['a path into a package', 'http/x.ts', `import m from 'fhirpath/fhir-context/r4';`],
    ['for its effects', 'chart/x.ts', `import '../http/services.ts';`],
  ])('the check sees an import %s', (_, path, text) => {
    expect(findImportFaults(fake(path, text))).toHaveLength(1);
  });

  test('the check lets pass what is allowed', () => {
    expect(findImportFaults(fake('http/x.ts', `import express from 'express'; import { a } from '../chart/hook-request.ts'; import { b } from './services.ts'; import { c } from 'node:fs';`))).toEqual([]);
    expect(findImportFaults(fake('chart/shape/x.ts', `// import x from 'express'\nconst a = "import x from 'express'"; import { c } from '../../decision/chart.ts';`))).toEqual([]);
  });
});

describe('files', () => {
  test('none is longer than 250 lines', () => {
    expect(everywhere(findLength)).toEqual([]);
    expect(findLength(fake('a.ts', 'x\n'.repeat(251)))).toEqual(['a.ts']);
    expect(findLength(fake('a.ts', 'x\n'.repeat(250)))).toEqual([]);
  });

  test('none has a default export', () => {
    const find = findPattern(/export\s+default\b|export\s*\{[^}]*\bas default\b/);
    expect(everywhere(find)).toEqual([]);
    expect(find(fake('a.ts', 'export default function a() {}'))).toHaveLength(1);
  });
});

describe('what must not be in src', () => {
  test('only main reads the environment', () => {
    expect(everywhere(findEnvironment, (path) => path !== 'main.ts' && path !== 'cli.ts')).toEqual([]);
    expect(findEnvironment(fake('a.ts', 'const a = process.env.PORT; const b = process["env"];'))).toHaveLength(2);
    expect(findEnvironment(fake('a.ts', '/** process.env */ // process.env'))).toEqual([]);
  });

  test('no list of any length becomes the arguments of a call: from some 100,000 on that throws', () => {
    const find = findPattern(/Math\.(?:max|min)\(\.\.\.|\.push\(\.\.\.|String\.fromCharCode\(\.\.\./);
    expect(everywhere(find)).toEqual([]);
    expect(find(fake('a.ts', 'Math.max(...a); b.push(...c);'))).toHaveLength(2);
  });

  test('the core is pure: no clock, no chance, nothing asynchronous', () => {
    expect(everywhere(findImpurity, (path) => path.startsWith('decision/'))).toEqual([]);
    for (const text of ['async () => {}', 'Date.now()', 'new Date()', 'new Date( )', 'Math.random()', 'await x', 'Promise.all([])', 'performance.now()']) {
      expect(findImpurity(fake('decision/x.ts', text))).toHaveLength(1);
    }
    expect(findImpurity(fake('decision/x.ts', 'new Date(0); // Date.now() is forbidden'))).toEqual([]);
  });

  test('no medicine: code systems and codes live under cards/', () => {
    expect(everywhere(findMedicine)).toEqual([]);
    for (const text of [`'http://snomed.info/sct'`, `"http://loinc.org"`, `'M54.50'`, `"C79.51"`, `'24968-0'`, `'72148'`, `'279039007'`, `'http://hl7.org/fhir/sid/icd-10-cm'`, `'urn:oid:2.16.840.1.113883.6.96'`]) {
      expect(findMedicine(fake('a.ts', `const a = ${text};`))).toHaveLength(1);
    }
    expect(findMedicine(fake('a.ts', `// 'M54.50' is an example\nconst a = ['UTF-8', '2.0.1', 'A33', '1.0'];`))).toEqual([]);
  });
});
