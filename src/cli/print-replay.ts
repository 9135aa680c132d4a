/** What a replay found, for a person or for a program. Nothing of the chart, unless that is asked for. */
import type { Change } from './list-changes.ts';
import { hideChart } from './hide-chart.ts';
import type { Replayed } from './replay.ts';

export interface PrintOptions {
  readonly isJson: boolean;
  readonly showsChart: boolean;
}

/** Text, one block a decision; or JSON, `{"decisions": […]}`. */
export function printReplay(replayed: readonly Replayed[], { isJson, showsChart }: PrintOptions): string {
  const shown = replayed.map(({ chart, differences, ...rest }) => ({
    ...rest,
    differences: showsChart ? differences : differences.map(withoutChart),
    ...(showsChart && chart !== undefined && { chart }),
  }));
  return isJson ? `${JSON.stringify({ decisions: shown }, null, 2)}\n` : shown.map(inWords).join('\n');
}

function withoutChart({ pointer, kind, before, after }: Change): Change {
  return { pointer, kind, ...(before !== undefined && { before: hideChart(before, pointer) }), ...(after !== undefined && { after: hideChart(after, pointer) }) };
}

function inWords({ decision, at, topic, then, now, result, differences, problem, chart }: Replayed): string {
  const lines = [
    `Decision ${decision} of ${at}, ${topic} ${then}`,
    problem === undefined ? RESULTS[result](now === then ? `version ${then}, the same that decided then,` : `version ${now}`) : problem.message,
    ...differences.map(({ pointer, kind, before, after }) => `  ${pointer === '' ? '(the whole decision)' : pointer}  ${kind === 'reordered' ? 'the same in another order' : `${written(before)} → ${written(after)}`}`),
    ...(chart === undefined ? [] : ['Chart:', JSON.stringify(chart, null, 2)]),
  ];
  return `${lines.join('\n')}\n`;
}

const RESULTS: Readonly<Record<Replayed['result'], (version: string) => string>> = {
  identical: (version) => `identical: ${version} decides the same, byte for byte`,
  different: (version) => `different: ${version} decides otherwise. The knowledge was changed without a new version, or the program decides otherwise.`,
  revised: (version) => `revised: ${version} decides otherwise`,
  failed: () => 'not made again',
};

function written(value: unknown): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value);
}
