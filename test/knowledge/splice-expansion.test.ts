/** An expansion goes into a file that people wrote, and nothing else in it changes. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { KnowledgeError } from '../../src/errors.ts';
import { spliceExpansion } from '../../src/knowledge/splice-expansion.ts';

const OLD = { timestamp: '2025-01-01T00:00:00Z', total: 1, contains: [{ system: 's', code: '1' }] };
const NEW = { timestamp: '2026-11-26T00:00:00Z', total: 2, contains: [{ system: 's', code: '1', display: 'One, "quoted": yes # no comment' }, { system: 's', code: '2' }] };

describe('JSON', () => {
  const TEXT = '{\n  "id": "a",\n  "compose": {"include": [\n    {"system": "s"}\n  ]}\n}\n';

  test.each([
    ['none before', TEXT],
    ['one at the end', TEXT.replace('  ]}\n}', `  ]},\n  "expansion": ${JSON.stringify(OLD, undefined, 2)}\n}`)],
    ['one in the middle', TEXT.replace('  "compose"', `  "expansion": ${JSON.stringify(OLD)},\n  "compose"`)],
    ['one at the start', TEXT.replace('  "id"', `  "expansion": ${JSON.stringify(OLD)},\n  "id"`)],
  ])('%s', (_, text) => {
    expect(spliceExpansion(text, 'a/value-sets/a.json', NEW)).toBe([
      '{', '  "id": "a",', '  "compose": {"include": [', '    {"system": "s"}', '  ]},', '  "expansion": {', '    "timestamp": "2026-11-26T00:00:00Z",', '    "total": 2,', '    "contains": [',
      '      {"system":"s","code":"1","display":"One, \\"quoted\\": yes # no comment"},', '      {"system":"s","code":"2"}', '    ]', '  }', '}', '',
    ].join('\n'));
  });

  test('lines end as they did', () => {
    const spliced = spliceExpansion(TEXT.replaceAll('\n', '\r\n'), 'a.json', NEW);
    expect(spliced.replaceAll('\r\n', '')).not.toContain('\n');
    expect(JSON.parse(spliced).expansion).toEqual(NEW);
  });
});

describe('YAML', () => {
  const TEXT = '# A set.\nid: a  # its name\ncompose:\n  include:\n    # The first.\n    - {system: s}\n';
  const ADDED = 'expansion:\n  timestamp: "2026-11-26T00:00:00Z"\n  total: 2\n  contains:\n    - {"system":"s","code":"1","display":"One, \\"quoted\\": yes # no comment"}\n    - {"system":"s","code":"2"}\n';

  test.each([
    ['none before', TEXT, `${TEXT}${ADDED}`],
    ['one at the end', `${TEXT}expansion:\n  timestamp: "2025-01-01T00:00:00Z"\n  total: 1\n  contains:\n    - {system: s, code: "1"}\n`, `${TEXT}${ADDED}`],
    ['one in the middle', TEXT.replace('compose:', `expansion: ${JSON.stringify(OLD)}\ncompose:`), `${TEXT}${ADDED}`],
    ['no line feed at the end', TEXT.trimEnd(), `${TEXT}${ADDED}`],
  ])('%s', (_, text, expected) => {
    const spliced = spliceExpansion(text, 'a/value-sets/a.yaml', NEW);
    expect(spliced).toBe(expected);
    expect(parse(spliced)).toEqual({ id: 'a', compose: { include: [{ system: 's' }] }, expansion: NEW });
  });
});

test.each([['a list', '- a\n'], ['two documents', 'id: a\n---\nid: b\n'], ['a map in one line', '{id: a, compose: {}}\n']])('is refused by a file that holds %s', (_, text) => {
  expect(() => spliceExpansion(text, 'a.yaml', NEW)).toThrow(KnowledgeError);
});
