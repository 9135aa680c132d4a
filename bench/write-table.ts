/** Rows as a table a person reads, in Markdown, with the machine above it. */
import type { Row } from './row.ts';

/** Where and when it was measured. */
export interface Circumstances {
  readonly at: string;
  readonly commit: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** Of the minute before the start, and before the end, the run itself included. */
  readonly loadAtStart: number;
  readonly loadAtEnd: number;
  readonly isFull: boolean;
}

/** The table; a machine that others keep busy is said to be so. */
export function writeTable(rows: readonly Row[], { at, commit, node, cpu, cores, loadAtStart, loadAtEnd, isFull }: Circumstances): string {
  const lines = rows.map(({ work, goal, measured, isMet }) => [work, goal, measured, isMet === undefined ? '–' : isMet ? 'met' : 'NOT MET']);
  return [
    `${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, Node ${node}, ${cores} × ${cpu}, load ${loadAtStart.toFixed(1)} at the start and ${loadAtEnd.toFixed(1)} at the end${isFull ? '' : '; quick run'}`,
    ...(isBusy({ cores, loadAtStart }) ? ['WARNING: other work kept this machine busy before the run began. Ratios and processor times bear that, to a degree; times, latencies and what needs both processors do not.'] : []),
    '',
    ...aligned([['Work', 'Goal', 'Measured', ''], ...lines]),
  ].join('\n');
}

/** True when more wanted to run than there are processors, before the run itself began. */
export function isBusy({ cores, loadAtStart }: Pick<Circumstances, 'cores' | 'loadAtStart'>): boolean {
  return loadAtStart > cores;
}

function aligned(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const [head, ...rest] = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  return [head!, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest];
}
