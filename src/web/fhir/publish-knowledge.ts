/** The knowledge as FHIR R4 resources, by type. */
import type { Library } from '../../knowledge/readable-topic.ts';
import { activityDefinitions } from './activity-definition.ts';
import { capabilityStatement } from './capability-statement.ts';
import { planDefinition } from './plan-definition.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Publication {
  readonly capability: Json;
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, Json>>;
}

/** `base` is the address of `/fhir`. What topics share is there once; ids are those of the knowledge. */
export function publishKnowledge({ topics }: Library, base: string): Publication {
  const byId = (list: readonly Json[]): ReadonlyMap<string, Json> => new Map(list.map((resource) => [String(resource['id']), resource]));
  const resources = new Map([
    ['ActivityDefinition', byId(topics.flatMap((topic) => activityDefinitions(topic, base)))],
    ['PlanDefinition', byId(topics.map((topic) => planDefinition(topic, base)))],
    ['ValueSet', byId(topics.flatMap(({ files }) => files.valueSets as unknown as readonly Json[]))],
  ]);
  const dates = topics.flatMap(({ files }) => files.valueSets.flatMap(({ date }) => date ?? [])).sort();
  return { resources, capability: capabilityStatement([...resources.keys()], base, { date: dates.at(-1) ?? '2026', version: topics.map(({ topic }) => topic.version).join(', ') }) };
}
