/** The numbers that runs are summed up with, and what is said of them. */
import { describe, expect, test } from '@jest/globals';
import { drawProfile } from '../../bench/draw-profile.ts';
import { median } from '../../bench/middle.ts';
import { processCost, processCount } from '../../bench/process-cost.ts';
import { quantile } from '../../bench/quantile.ts';
import { isBusy, writeTable, type Circumstances } from '../../bench/write-table.ts';

const circumstances: Circumstances = { at: '2026-11-26T01:02:03Z', commit: 'abcdef0123', node: '24.21.0', cpu: 'Some Processor', cores: 2, loadAtStart: 0.4, loadAtEnd: 2.1, isFull: true };

describe('the median', () => {
  test.each([[[3], 3], [[9, 1, 5], 5], [[4, 1, 3, 2], 2.5], [[10, 9, 100], 10]])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  test('leaves the order of what it is given, and there is none of nothing', () => {
    const values = [3, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  test.each([[0.5, 50], [0.99, 99], [1, 100], [0, 1], [0.985, 99]])('%d of 1 to 100 is %d', (share, value) => {
    expect(quantile(hundred, share)).toBe(value);
  });

  test('is a value that was measured', () => {
    expect(quantile([1, 2, 30], 0.99)).toBe(30);
    expect(quantile([7], 0.5)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('the table', () => {
  test('says which goals are met, which not, and which this run cannot tell', () => {
    const row = { goal: '≤ 1 s', measured: '0.5 s', numbers: {} };
    const lines = writeTable([{ ...row, id: 'a', work: 'one', isMet: true }, { ...row, id: 'b', work: 'two', isMet: false }, { ...row, id: 'c', work: 'three' }], circumstances).split('\n');
    expect(lines[0]).toBe('2026-11-26 01:02 UTC, commit abcdef0123, Node 24.21.0, 2 × Some Processor, load 0.4 at the start and 2.1 at the end');
    expect(lines.slice(-3)).toEqual(['| one   | ≤ 1 s | 0.5 s    | met     |', '| two   | ≤ 1 s | 0.5 s    | NOT MET |', '| three | ≤ 1 s | 0.5 s    | –       |']);
  });

  test('warns where others kept the machine busy before the run', () => {
    expect(isBusy({ cores: 2, loadAtStart: 2 })).toBe(false);
    expect(isBusy({ cores: 2, loadAtStart: 2.1 })).toBe(true);
    expect(writeTable([], { ...circumstances, loadAtStart: 9 })).toContain('WARNING');
    expect(writeTable([], circumstances)).not.toContain('WARNING');
  });
});

(process.platform === 'linux' ? describe : describe.skip)('the cost of a process', () => {
  test('has its memory and its time on the processor', () => {
    const before = processCost(process.pid);
    const start = process.cpuUsage();
    let sum = 0;
    while (process.cpuUsage(start).user < 100_000) sum += Math.sqrt(sum + 1);
    const after = processCost(process.pid);
    expect(after.cpuMs - before.cpuMs).toBeGreaterThanOrEqual(80);
    expect(after.memoryBytes).toBeGreaterThan(20_000_000);
    expect(processCount(process.pid)).toBeGreaterThanOrEqual(1);
  });

  test('is nothing for one that is gone', () => {
    expect(processCost(2 ** 30)).toEqual({ cpuMs: 0, memoryBytes: 0 });
  });
});

describe('the picture of a profile', () => {
  const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 5, 6] }, { id: 2, callFrame: frame('serve', 'file:///here/src/http/serve.ts', 9), children: [3, 4] },
      { id: 3, callFrame: frame('decide<T>', 'file:///here/src/decision/decide.ts', 4) }, { id: 4, callFrame: frame('decide<T>', 'file:///here/src/decision/decide.ts', 4) },
      { id: 5, callFrame: frame('(idle)') }, { id: 6, callFrame: frame('(garbage collector)') },
    ],
    startTime: 500_000, samples: [2, 3, 4, 5, 6], timeDeltas: [1000, 2000, 4000, 90_000, 1000],
  };
  const picture = drawProfile(profile, { root: '/here', title: 'a run' });

  test('adds up what is called by the same, leaves idle time out, and names places', () => {
    expect(picture).toContain('a run: 8 ms of work');
    expect(picture).toContain('<title>serve src/http/serve.ts:10 7.0 ms, 87.5 %</title><rect x="0.0" y="34" width="1400.0"');
    expect(picture).toContain('<title>decide&lt;T&gt; src/decision/decide.ts:5 6.0 ms, 75.0 %</title><rect x="0.0" y="51" width="1200.0"');
    expect(picture).not.toContain('idle');
  });

  test('leaves out what came before', () => {
    expect(drawProfile(profile, { root: '/here', title: 'a run', since: 503_500 })).toContain('a run: 5 ms of work');
  });
});
