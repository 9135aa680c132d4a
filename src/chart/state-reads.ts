/** How far each read a topic asks for got, from what came under its own prefetch key (PF-1, HTTP-4). */
import type { Read } from '../decision/chart.ts';
import type { TopicRead } from '../decision/topic.ts';
import type { OpenedKey } from './collect-resources.ts';

/** One Read for every read of the topic, in its order. A key of somebody else's never completes one: its query may be narrower. */
export function stateReads(reads: readonly TopicRead[], keys: ReadonlyMap<string, OpenedKey>): readonly Read[] {
  return reads.map((read) => ({ id: read.id, ...stateOf(read, keys.get(read.id)) }));
}

function stateOf({ resourceType }: TopicRead, opened: OpenedKey | undefined): Omit<Read, 'id'> {
  if (opened === undefined) return { state: 'absent', reason: 'not sent by the client' };
  if (opened.kind !== 'read') return { state: opened.kind === 'failed' ? 'failed' : 'absent', reason: opened.shortfall! };
  const leftOut = opened.foreign === 0 ? undefined : `${opened.foreign} of another patient left out`;
  const isOfType = opened.types.has(resourceType);
  if (!isOfType && opened.types.size > 0) return { state: 'absent', reason: `what was sent holds no ${resourceType}` };
  // Nothing but another patient's data came: whether this patient has any is not known.
  if (!isOfType && leftOut !== undefined) return { state: 'absent', reason: leftOut };
  if (opened.shortfall !== undefined) return { state: 'incomplete', reason: [opened.shortfall, leftOut].filter((part) => part !== undefined).join('; ') };
  return { state: 'complete', ...(leftOut !== undefined && { reason: leftOut }) };
}
