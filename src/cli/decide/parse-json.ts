/** JSON from bytes as clients and files write it. */
import { isDeeperThan } from '../../chart/depth.ts';
import { BodyError } from '../../errors.ts';

/** As deep as over HTTP: a walk over what is left cannot exhaust the stack. */
const DEEPEST = 100;

/** A byte order mark is passed over. V8 quotes what it found where it failed: only the place goes on. Throws BodyError. */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const place = /at position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    throw new BodyError('no-json', `It is not valid JSON${place === undefined ? '' : ` (${place})`}.`);
  }
  if (isDeeperThan(value, DEEPEST)) throw new BodyError('too-complex', `It is nested deeper than ${DEEPEST} levels.`);
  return value;
}
