/** A draft of an order set as a FHIR R4 ActivityDefinition: what is asked for, without what is filled in for a patient. */
import type { ReadableTopic } from '../../knowledge/readable-topic.ts';
import type { OrderSetItemFile } from '../../knowledge/topic-files.ts';
import { draftLines } from '../knowledge/draft-lines.ts';
import { citedSource } from '../knowledge/sources.ts';
import { canonicalOf } from './canonical.ts';

type Json = Readonly<Record<string, unknown>>;

/** The items of every order set, and the single drafts as the set `drafts`. */
export function activityDefinitions(readable: ReadableTopic, base: string): readonly Json[] {
  const { files } = readable;
  return [
    ...files.orderSets.flatMap(({ id, items, source }) => items.map((item) => define(readable, base, id, item, source))),
    ...files.drafts.map((item) => define(readable, base, 'drafts', item, undefined)),
  ];
}

function define(readable: ReadableTopic, base: string, set: string, { id, title, draft }: OrderSetItemFile, source: Parameters<typeof citedSource>[0]): Json {
  const { topic, files } = readable;
  const url = canonicalOf(readable, base)('ActivityDefinition', `${set}.${id}`);
  const cited = citedSource(source ?? files.topic.source)!;
  const code = draft['code'] ?? [draft['category']].flat()[0];
  const { intent, priority, medicationCodeableConcept, dosageInstruction, occurrenceTiming, doNotPerform } = draft;
  return {
    resourceType: 'ActivityDefinition', id: `${set}.${id}`, url, version: topic.version, name: nameOf(`${set}-${id}`), title, status: 'draft', experimental: false, publisher: 'Backstop',
    description: `${draftLines(draft).join('. ')}.`,
    purpose: `An item of “${topic.orderSets.get(set)?.title ?? 'single drafts'}” (${topic.title}). ${files.topic.reviewed}`,
    relatedArtifact: [{ type: 'citation', label: cited.label, ...(cited.url !== undefined && { url: cited.url }) }],
    kind: draft['resourceType'],
    ...(code !== undefined && draft['medicationCodeableConcept'] === undefined && { code: filled(code) }),
    ...(typeof intent === 'string' && { intent }), ...(typeof priority === 'string' && { priority }), ...(typeof doNotPerform === 'boolean' && { doNotPerform }),
    ...(occurrenceTiming !== undefined && { timingTiming: filled(occurrenceTiming) }),
    ...(medicationCodeableConcept !== undefined && { productCodeableConcept: filled(medicationCodeableConcept) }),
    ...(Array.isArray(dosageInstruction) && { dosage: filled(dosageInstruction) }),
  };
}

/** Without members that wait for a patient. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled).filter((each) => each !== undefined);
  if (typeof value === 'string') return value.includes('{{') ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each)]).filter(([, each]) => each !== undefined));
}

/** FHIR R4 inv-0: a name that a machine can use. */
function nameOf(id: string): string {
  return id.split(/[^A-Za-z0-9]+/).map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join('');
}
