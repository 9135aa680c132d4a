/** No pattern can be made to run away: each is tried on texts built from its own words, pumped up (ReDoS). */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseSync } from '@swc/core';
import { breakLongRuns, findPhrases } from '../../src/decision/phrases.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';

const SRC = join(__dirname, '../../src');
const topics = loadTopics(CARDS, 'all');

/** Where a pattern is, by its text. */
type Patterns = Map<string, string>;

function patternsInSource(patterns: Patterns): void {
  for (const path of readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'))) {
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { type, pattern, flags } = node as Record<string, unknown>;
      if (type === 'RegExpLiteral') patterns.set(`/${String(pattern)}/${String(flags)}`, path);
      for (const child of Object.values(node)) visit(child);
    };
    visit(parseSync(readFileSync(join(SRC, path), 'utf8'), { syntax: 'typescript', target: 'es2022' }).body);
  }
}

/** Everything that the knowledge compiles to, wherever it is kept. */
function patternsInKnowledge(patterns: Patterns): void {
  const seen = new Set<object>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Object.prototype.toString.call(value) === '[object RegExp]') patterns.set(String(value), path);
    else if (value instanceof Map) for (const [key, part] of value) visit(part, `${path}/${String(key)}`);
    else for (const [key, part] of Object.entries(value)) visit(part, `${path}/${key}`);
  };
  for (const topic of topics) visit(topic, topic.id);
}

/** Patterns that are put together at run time, made visible by the module that makes them. */
function patternsMade(patterns: Patterns): void {
  const Original = RegExp;
  class Recorded extends Original {
    constructor(source: string | RegExp, flags?: string) {
      super(source, flags);
      patterns.set(String(this), 'made at run time');
    }
  }
  globalThis.RegExp = Recorded as RegExpConstructor;
  try {
    jest.isolateModules(() => {
      for (const file of ['worded-duration', 'daily-dose', 'units', 'dated', 'read-number']) require(`../../src/decision/${file}.ts`);
    });
  } finally {
    globalThis.RegExp = Original;
  }
}

const patterns: Patterns = new Map();
patternsInSource(patterns);
patternsInKnowledge(patterns);
patternsMade(patterns);

const PUMPS = ['a', 'A ', '0', '0 ', '1,', ' ', '-', '- ', "'", "' ", '/', '. ', ', ', ' \t', '~0\0', 'no ', '(', '@', ':', '\\', '"', '_a'];
const ENDS = ['', '!', '\0', ' a b c d e f g h', '/x', '=x'];
/** Enough for a pattern of the third degree to be felt, and of none to hang where it is bounded by words. */
const TIMES = 400;
/** Of processor time: a machine that is busy makes no pattern slow. */
const PATIENCE_MS = 5000;
const LONGEST_MS = 12_000;

/** The words a pattern looks for, as they stand in it. */
function wordsIn(source: string): readonly string[] {
  return [...new Set(source.replace(/\\[a-zA-Z]/g, ' ').match(/[a-z]{2,}/gi) ?? [])].slice(0, 12);
}

/** Phrases, and what judges them, read text whose endless words are broken up. */
const readsBroken = (place: string): boolean => /\/(?:phrases|lexicon)\//.test(place);

function runsAway(text: string, place = ''): string | undefined {
  const [, source = '', flags = ''] = /^\/([\s\S]*)\/([a-z]*)$/.exec(text) ?? [];
  const words = wordsIn(source);
  const texts = [...PUMPS, ...words, ...words.map((word) => `${word} `), ...words.map((word) => `${word}0~\0`)].flatMap((pump) => ENDS.flatMap((end) => ['', ...words.slice(0, 4)].map((start) => `${start === '' ? '' : `${start} `}${pump.repeat(TIMES)}${end}`)));
  const before = process.cpuUsage();
  try {
    runInNewContext('for (const text of texts) { at = text; pattern.lastIndex = 0; pattern.test(text); }', Object.assign(context, { texts: readsBroken(place) ? texts.map(breakLongRuns) : texts, pattern: new RegExp(source, flags), at: '' }), { timeout: LONGEST_MS });
    const { user } = process.cpuUsage(before);
    return user / 1000 < PATIENCE_MS ? undefined : 'all of them';
  } catch {
    return `${String(context['at']).slice(0, 40)}…`;
  }
}
const context: Record<string, unknown> = {};

describe('patterns', () => {
  test('are all found', () => {
    expect(patterns.size).toBeGreaterThan(380);
    expect([...patterns.keys()].some((text) => text.includes('fortnight') || text.includes('hours?|hrs?'))).toBe(true);
  });

  test('none runs away', () => {
    const bad = [...patterns].flatMap(([text, place]) => {
      const how = runsAway(text, place);
      return how === undefined ? [] : [`${place}: ${text.slice(0, 80)} on ${JSON.stringify(how)}`];
    });
    expect(bad).toEqual([]);
  }, 300_000);

  test.each([String.raw`/\b(?:no|not)\b(?:[^\w]+[\w'/-]+){0,6}[^\w]*$/i`, String.raw`/^(?:a+)+$/`, String.raw`/^(?:\d+\W*|x\W*|\w+\W+)+$/`])('the check sees %s run away', (text) => {
    expect(runsAway(text)).toBeDefined();
  }, 20_000);
});

describe('free text', () => {
  const topic = topics.find(({ id }) => id === 'low-back-pain');
  const phrases = topic!.facts.flatMap((fact) => fact.phrases);
  const found = (text: string): readonly string[] => findPhrases(text, phrases, topic!.lexicon).map(({ phrase }) => phrase);

  test.each([['dashes after a denial', `no ${'- '.repeat(3000)}a b c d e f g h`], ['one endless word', 'spin'.repeat(50_000)], ['nothing but denials', 'no '.repeat(50_000)], ['nothing but apostrophes', `no ${"'".repeat(50_000)} x`], ['a list without end', 'ca, '.repeat(20_000)]])('of %s is read in time', (_, text) => {
    found(text);
  }, 10_000);

  test('is read to its end, however long it is', () => {
    expect(found(`${'Seen in clinic, doing well. '.repeat(2000)}New saddle numbness.`)).toContain('saddleNumbness');
    expect(found(`${'x'.repeat(100_000)} new saddle numbness`)).toContain('saddleNumbness');
  });
});
