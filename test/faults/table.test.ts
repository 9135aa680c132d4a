/** docs/faults.md: every row names a test that there is, and alerts, metrics and log lines the service has. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const text = read('docs/faults.md');
const rows = text.split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => read(`src/${name}`)).join('\n');

test('the table has a row for each kind of fault', () => {
  expect(rows.length).toBeGreaterThanOrEqual(30);
  expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.trim() === ''))).toEqual([]);
});

describe.each(rows.map((cells) => [cells[0]!, cells] as const))('%s', (_, [, , operator, named]) => {
  test('has a test of that name in that file', () => {
    const [, file, name] = /^`(test\/[\w/-]+\.test\.ts)`: `([^`]+)`$/.exec(named!) ?? [];
    expect(namesIn(read(file!)).filter((each) => each === name || each.startsWith(`${name} `))).not.toEqual([]);
  });
  test('names alerts and metrics that there are', () => {
    const alerts = [...operator!.matchAll(/`(Backstop\w+)`/g)].map(([, alert]) => alert!);
    expect(alerts.filter((alert) => !read('deploy/prometheus/alerts.yaml').includes(`alert: ${alert}\n`))).toEqual([]);
    const metrics = [...operator!.matchAll(/`(backstop_\w+)/g)].map(([, metric]) => metric!);
    expect(metrics.filter((metric) => !source.includes(`'${metric}'`))).toEqual([]);
  });
});

test('log lines it quotes are lines the service writes', () => {
  const lines = ['decisions are not recorded', 'a process that serves has ended; another one takes its place', 'call refused', 'the keys of a client cannot be fetched: its calls are refused until they can'];
  expect(lines.filter((line) => !text.includes(`\`${line}\``) || !source.includes(`'${line}'`))).toEqual([]);
});

test('the check sees a test that there is not', () => {
  expect(namesIn("test('a, it\\'s b', () => {})\n  test.each([[1, 'x']])('c %i', () => {})\ntestSmallDisk('d', f)")).toEqual(["a, it's b", 'c %i', 'd']);
});

/** Of tests that are written in a file, whichever way they are declared. */
function namesIn(code: string): readonly string[] {
  return [...code.matchAll(/^\s*(?:test\w*(?:\.each\b.*\)|\.each\b[\s\S]*?\n\s*\](?: as const)?\))?)\('((?:[^'\\]|\\.)*)'/gm)].map(([, name]) => name!.replaceAll("\\'", "'"));
}
