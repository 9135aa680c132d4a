/** Reads what a client did not send (PF-1, PF-3): only that, all at once, and never again what it tried in vain. */
import type { Read } from '../decision/chart.ts';
import type { TopicRead } from '../decision/topic.ts';
import { shortfallOf, type Prefetched } from './open-prefetch.ts';
import type { FhirReader } from './read-fhir.ts';

/** What was asked of the FHIR server in one call, for the log. */
export interface Fetched {
  readonly asked: number;
  /** Those that gave nothing, or not all. */
  readonly short: number;
}

/**
 * The values with what was missing: reads that are absent, and pages that follow a first one. A value that turned out to be of no use for its key
 * stays under another name, as it may still tell something. `states` are the reads as the values alone have them.
 */
export async function completePrefetch(
  values: ReadonlyMap<string, Prefetched>, states: readonly Read[], reads: readonly TopicRead[], reader: FhirReader,
): Promise<{ readonly values: ReadonlyMap<string, Prefetched>; readonly fetched: Fetched }> {
  const isCut = (id: string): boolean => {
    const value = values.get(id);
    return value?.kind === 'read' && value.shortfall === undefined && value.next === undefined && shortfallOf(value) !== undefined;
  };
  // A first page that does not say where the next one is, is read again from its beginning.
  const absent = reads.filter(({ id }) => isCut(id) || states.some((read) => read.id === id && read.state === 'absent'));
  const unfinished = reads.flatMap(({ id }) => {
    const value = values.get(id);
    return value?.kind === 'read' && value.next !== undefined && !absent.some((read) => read.id === id) ? [{ id, value }] : [];
  });
  const answers: readonly (readonly [string, Prefetched])[] = await Promise.all([
    ...absent.map(async ({ id, query, isOptional }) => [id, asAsked(await reader.read(query), isOptional)] as const),
    ...unfinished.map(async ({ id, value }) => [id, await reader.readOn(value)] as const),
  ]);
  const whole = new Map<string, Prefetched>(answers);
  const kept = [...values].map(([key, value]) => [whole.has(key) && absent.some(({ id }) => id === key) ? `${key} as sent` : key, value] as const);
  return {
    values: new Map([...kept, ...answers]),
    fetched: { asked: answers.length, short: answers.filter(([, value]) => value.kind !== 'read' || value.shortfall !== undefined || value.next !== undefined).length },
  };
}

/** What a topic can do without is not missed where nobody sent it; asked for in vain it is named (FHIR-4). */
function asAsked(answer: Prefetched, isOptional: boolean): Prefetched {
  return isOptional && answer.kind === 'unusable' ? { kind: 'failed', reason: answer.reason } : answer;
}
