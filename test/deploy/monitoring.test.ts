/** Alerts and the dashboard ask for what the service counts, by labels it sets; the runbook says what each alert means. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { countDeaths } from '../../src/http/count-deaths.ts';
import { createMetrics } from '../../src/http/create-metrics.ts';
import { gaugeKeys } from '../../src/http/gauge-keys.ts';
import { gaugeWaiting } from '../../src/http/gauge-waiting.ts';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { groups: [{ rules }] } = parse(read('deploy/prometheus/alerts.yaml'));
const dashboard = JSON.parse(read('deploy/grafana/dashboard.json'));
const questions: readonly (readonly [string, string])[] = [
  ...rules.map(({ alert, expr }: { alert: string; expr: string }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }: { title: string; targets: { expr: string }[] }) => targets.map(({ expr }) => [title, expr] as const)),
];
/** What Prometheus adds itself. */
const OF_PROMETHEUS = ['up'];
const OF_TARGET = ['job', 'instance'];
let labels: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const { registry: counted } = createMetrics({ topics: [] }, { ofProcess: true });
  gaugeKeys(counted, { current: () => [] });
  gaugeWaiting(counted, { waiting: () => ({ decisions: 0, traces: 0 }) });
  const registries = [counted, countDeaths().registry];
  const all = registries.flatMap((registry) => registry.getMetricsAsArray()) as unknown as readonly { readonly name: string; readonly labelNames?: readonly string[] }[];
  labels = new Map(all.flatMap(({ name, labelNames = [] }) => [name, ...['bucket', 'count', 'sum'].map((part) => `${name}_${part}`)].map((each) => [each, [...labelNames, ...(each.endsWith('_bucket') ? ['le'] : [])]] as const)));
});

/** Names of metrics in a question, and of the labels it asks of them. */
function namesIn(expression: string): { readonly metrics: readonly string[]; readonly asked: readonly string[] } {
  const bare = expression.replace(/"[^"]*"/g, '""');
  return {
    metrics: [...bare.matchAll(/\b(up|(?:backstop|nodejs|process)_\w+)\b/g)].map(([, name]) => name!),
    asked: [...[...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside]) => [...inside!.matchAll(/(\w+)\s*[=!]/g)].map(([, name]) => name!)), ...[...bare.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inside]) => inside!.split(',').map((name) => name.trim()))],
  };
}

test.each(questions)('%s asks for what there is', (_, expression) => {
  const { metrics, asked } = namesIn(expression);
  expect(metrics.length).toBeGreaterThan(0);
  expect(metrics.filter((name) => !OF_PROMETHEUS.includes(name) && !labels.has(name))).toEqual([]);
  const known = [...OF_TARGET, ...metrics.flatMap((name) => labels.get(name) ?? [])];
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
});

test('the check sees a metric and a label that do not exist', () => {
  expect(labels.has('backstop_call_total')).toBe(false);
  expect(namesIn('sum by (servce) (rate(backstop_calls_total{statu="500"}[5m]))')).toEqual({ metrics: ['backstop_calls_total'], asked: ['statu', 'servce'] });
  expect(labels.get('backstop_calls_total')).toEqual(['service', 'status']);
});

test('reasons that alerts name are reasons the service gives', () => {
  const codes = [...read('src/errors.ts').matchAll(/readonly code = '([\w-]+)'/g)].map(([, code]) => code!);
  const named = rules.flatMap(({ expr }: { expr: string }) => [...expr.matchAll(/because=~?"([^"]+)"/g)].flatMap(([, list]) => list!.split('|')));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((reason: string) => ![...codes, 'rate'].includes(reason))).toEqual([]);
});

describe('the runbook', () => {
  const runbook = read('docs/runbook.md');
  test.each(rules.map(({ alert }: { alert: string }) => [alert]))('says what %s means and what to do', (alert) => {
    expect(runbook).toMatch(new RegExp(`^\\| \`${alert}\` \\| [^|]{20,} \\| [^|]{20,} \\|$`, 'm'));
  });
  test('and names no alert that there is not', () => {
    const named = [...runbook.matchAll(/^\| `(Backstop\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(rules.map(({ alert }: { alert: string }) => alert).sort());
  });
});

test('panels of the dashboard do not lie on each other', () => {
  const places = dashboard.panels.map(({ gridPos: { x, y } }: { gridPos: { x: number; y: number } }) => `${x},${y}`);
  expect(new Set(places).size).toBe(places.length);
});
