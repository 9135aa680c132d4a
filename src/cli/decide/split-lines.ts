/** Cuts a stream of bytes into batches of whole lines. Of a line that is too long nothing is held. */

export interface LineBatch {
  /** Number of its first line, counted from 1. */
  readonly first: number;
  /** Whole lines; without bytes it is one line that was too long. */
  readonly bytes?: Uint8Array;
}

export interface LineSplitter {
  /** Takes in a chunk. Answers only where a line was too long: what stood before it, and itself. */
  add(chunk: Uint8Array): readonly LineBatch[];
  /** Bytes of whole lines on hand. */
  size(): number;
  /** The whole lines on hand. */
  take(): readonly LineBatch[];
  /** The same with a last line that nothing ends. */
  end(): readonly LineBatch[];
}

const LINE_FEED = 0x0a;

/** `maxBytes`: the longest line. A longer one inside a chunk may pass: who reads the lines looks again. */
export function createLineSplitter(maxBytes: number): LineSplitter {
  let ready: Uint8Array[] = [];
  let readyBytes = 0;
  let readyLines = 0;
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  let first = 1;

  const begin = (bytes: Uint8Array): void => {
    begunBytes += bytes.length;
    if (begunBytes > maxBytes) begun = [];
    else if (bytes.length > 0) begun.push(bytes);
  };
  const makeReady = (bytes: Uint8Array, lines: number): void => {
    ready.push(bytes);
    readyBytes += bytes.length;
    readyLines += lines;
  };
  const take = (): readonly LineBatch[] => {
    if (readyLines === 0) return [];
    const batch = { first, bytes: Buffer.concat(ready, readyBytes) };
    first += readyLines;
    [ready, readyBytes, readyLines] = [[], 0, 0];
    return [batch];
  };
  /** The line that was begun is whole. */
  const finish = (): readonly LineBatch[] => {
    if (begunBytes <= maxBytes) {
      for (const part of begun) makeReady(part, 0);
      readyLines += 1;
      [begun, begunBytes] = [[], 0];
      return [];
    }
    begunBytes = 0;
    return [...take(), { first: first++ }];
  };
  return {
    add(chunk) {
      const end = chunk.indexOf(LINE_FEED);
      if (end === -1) {
        begin(chunk);
        return [];
      }
      begin(chunk.subarray(0, end + 1));
      const outsized = finish();
      const last = chunk.lastIndexOf(LINE_FEED);
      if (last > end) makeReady(chunk.subarray(end + 1, last + 1), countLines(chunk, end + 1));
      begin(chunk.subarray(last + 1));
      return outsized;
    },
    size: () => readyBytes,
    take,
    end() {
      const outsized = begunBytes > 0 ? finish() : [];
      return [...outsized, ...take()];
    },
  };
}

function countLines(chunk: Uint8Array, from: number): number {
  let lines = 0;
  for (let at = chunk.indexOf(LINE_FEED, from); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** Each line as a batch of its own. */
export function linesOf({ first, bytes }: LineBatch): readonly LineBatch[] {
  const lines: LineBatch[] = [];
  for (let at = 0, line = first; bytes !== undefined && at < bytes.length; line += 1) {
    const found = bytes.indexOf(LINE_FEED, at);
    const end = found === -1 ? bytes.length : found + 1;
    lines.push({ first: line, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return lines;
}
