/** CARD-3: words from a request are data. */
import { escapeMarkdown, escapePlain, shorten } from '../../src/response/escape.ts';

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['a & b', 'a &amp; b'],
  ['&lt;script&gt;', '&amp;lt;script&amp;gt;'],
  ['[click](https://evil.example)', '\\[click\\](https\\://evil.example)'],
  ['![x](y)', '\\!\\[x\\](y)'],
  ['see www.evil.example', 'see www\\.evil.example'],
  ['mail me@evil.example', 'mail me\\@evil.example'],
  ['`code` *bold* _it_ ~gone~', '\\`code\\` \\*bold\\* \\_it\\_ \\~gone\\~'],
  ['a | b', 'a \\| b'],
  ['# heading', '\\# heading'],
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
  ['back\\slash', 'back\\\\slash'],
  ['line\r\nbreak\u2028and\ttab', 'line break and tab'],
  ['right\u202Eto left\u2066', 'rightto left'],
  ['zero\u200Bwidth\uFEFF', 'zerowidth'],
  ['bell\u0007', 'bell'],
  ['lone \uD800 surrogate', 'lone  surrogate'],
])('CARD-3: %j is shown as words', (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

test('CARD-3: ordinary words keep their look', () => {
  expect(escapeMarkdown('L4-5 disc, 7.3 % (2026-05-03); T-score −2.8 ≥ x')).toBe('L4-5 disc, 7.3 % (2026-05-03); T-score −2.8 ≥ x');
});

test('CARD-3: plain text has no angle brackets for clients that show HTML', () => {
  expect(escapePlain('<b>CD4 < 200</b>')).toBe('‹b›CD4 ‹ 200‹/b›');
});

test('CARD-3: a long label is cut at a word and marked', () => {
  expect(escapePlain('Malignant neoplasm of overlapping sites of left female breast', 30)).toBe('Malignant neoplasm of…');
  expect(escapeMarkdown('x'.repeat(500))).toHaveLength(120);
});

test('CARD-2: a cut never splits a character', () => {
  expect(shorten('ab😀cd', 4)).toBe('ab…');
});
