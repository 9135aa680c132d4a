import { describe, expect, test } from '@jest/globals';
import { StoreError } from '../../src/errors.ts';
import { createWriteQueue, type Gap } from '../../src/store/create-write-queue.ts';

/** A queue over a list, which can be out of order. */
function queueOver({ waiting = 100, batch = 10 } = {}) {
  const kept: number[] = [];
  const gaps: Gap[] = [];
  const sizes: number[] = [];
  const state: { fault?: StoreError; refuses?: number } = {};
  const queue = createWriteQueue<number>({
    write: async (items) => {
      if (state.fault !== undefined) throw state.fault;
      if (state.refuses !== undefined && items.includes(state.refuses)) throw new StoreError('refused', 'no such number');
      sizes.push(items.length);
      for (const item of items) kept.push(item);
    },
    report: (gap) => gaps.push(gap),
    limits: { waiting, batch, flushMs: 1, retryMs: 1 },
  });
  return { queue, kept, gaps, sizes, state };
}
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

describe('the queue', () => {
  test('writes by itself, many at a time, in order', async () => {
    const { queue, kept, sizes } = queueOver();
    queue.add(upTo(25));
    while (kept.length < 25) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(kept).toEqual(upTo(25));
    expect(sizes).toEqual([10, 10, 5]);
  });

  test('keeps what waits while the store is down, says so once, and writes it when it is back', async () => {
    const { queue, kept, gaps, state } = queueOver();
    state.fault = new StoreError('unavailable', 'down');
    queue.add(upTo(5));
    await expect(queue.flush()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(queue.flush()).rejects.toMatchObject({ kind: 'unavailable' });
    delete state.fault;
    while (kept.length < 5) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(kept).toEqual(upTo(5));
    expect(gaps).toEqual([{ dropped: 0, waiting: 5, because: 'down' }, { dropped: 0, waiting: 0, because: 'The store can be written again.' }]);
  });

  test('drops what does not fit, counts it, and reports now and then', async () => {
    const { queue, kept, gaps, state } = queueOver({ waiting: 10 });
    state.fault = new StoreError('unavailable', 'down');
    queue.add(upTo(2510));
    expect(gaps.map(({ dropped, because }) => [dropped, because])).toEqual([[1, 'The queue is full.'], [1000, 'The queue is full.'], [1000, 'The queue is full.']]);
    delete state.fault;
    await queue.flush();
    expect(kept).toEqual(upTo(10));
    expect(gaps.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(2500);
  });

  test('one record the database does not take holds up no other', async () => {
    const { queue, kept, gaps, state } = queueOver();
    state.refuses = 3;
    queue.add(upTo(20));
    await queue.flush();
    expect(kept).toEqual(upTo(20).filter((each) => each !== 3));
    expect(gaps).toContainEqual(expect.objectContaining({ dropped: 1, because: 'no such number' }));
  });
});

test('large items wait and are written by their bytes', async () => {
  const written: (readonly string[])[] = [];
  const gaps: Gap[] = [];
  const queue = createWriteQueue<string>({
    write: async (items) => void written.push(items), report: (gap) => gaps.push(gap), sizeOf: (item) => item.length,
    limits: { waiting: 100, batch: 100, flushMs: 1000, retryMs: 1000, waitingBytes: 10, batchBytes: 4 },
  });
  queue.add(['aaaa', 'b', 'cccc', 'dd', 'e']);
  await queue.flush();
  expect(written).toEqual([['aaaa'], ['b'], ['cccc'], ['e']]);
  expect(gaps[0]).toMatchObject({ dropped: 1, because: 'The queue is full.' });
  queue.add(['ffffffffff']);
  await queue.flush();
  expect(written.at(-1)).toEqual(['ffffffffff']);
});
