/** Earlier studies of the same region: which, when, and which of them used radiation. */
import type { Chart, Resource } from './chart.ts';
import { dayRange, writtenDate } from './calendar.ts';
import { list, member, referenceTo, statusCode } from './concept.ts';
import type { Evidence, Finding } from './decision.ts';
import type { ImagingFinding } from './finding-definition.ts';
import { recogniseStudy } from './recognise-study.ts';
import type { Study, Topic } from './topic.ts';

/** FHIR R4: what says that a study was done, and in which status. */
const DONE: Readonly<Record<string, readonly string[]>> = {
  ImagingStudy: ['available', 'unknown', ''],
  DiagnosticReport: ['final', 'amended', 'corrected', 'appended', 'preliminary', 'partial', ''],
  Procedure: ['completed', ''],
};

/** Types of resources in which studies are recorded. */
export const RECORDS_OF_IMAGING = Object.keys(DONE);

/**
 * Earlier studies the topic knows. `because` names those within the repeat window of their kind, `history` all that used radiation, the newest
 * first, those without a date last. `values`: `studies` counts all of them, `ionising` those with radiation. Doses are not added up: what a study
 * of another year and machine gave is not known.
 */
export function answerImaging(definition: ImagingFinding, topic: Topic, chart: Chart, asOf: number): Finding | undefined {
  const studies = [...distinct(chart.resources.filter(({ resourceType }) => resourceType in DONE).flatMap((resource) => seenStudy(topic, resource, asOf)))].sort((one, other) => (other.day ?? -Infinity) - (one.day ?? -Infinity) || 0);
  if (studies.length === 0) return undefined;
  const recent = studies.filter(({ study, day }) => day !== undefined && asOf - day <= (definition.repeatDays[study.modality] ?? definition.otherRepeatDays));
  const history = studies.filter(({ study }) => study.typicalDose !== undefined && study.typicalDose[1] > 0).map(({ evidence }) => evidence);
  return {
    code: definition.code,
    title: definition.title,
    because: recent.map(({ evidence }) => evidence),
    ...(history.length > 0 && { history }),
    values: { studies: studies.length, ionising: history.length },
  };
}

interface SeenStudy {
  readonly resource: Resource;
  readonly study: Study;
  /** The last day it can have been. */
  readonly day?: number;
  readonly evidence: Evidence;
}

/**
 * The images, the report and the procedure of one study and day are one study told three times; two of one type are two studies, so the type with
 * the most is taken. What has no day cannot be told to be the same.
 */
function distinct(seen: readonly SeenStudy[]): readonly SeenStudy[] {
  const byDay = new Map<string, Map<string, SeenStudy[]>>();
  // A resource that two reads gave is one; without an id it is known by itself.
  const once = new Map(seen.map((each) => [each.resource.id === undefined ? each.resource : `${each.evidence.reference} ${each.study.id} ${each.day}`, each]));
  for (const [index, each] of [...once.values()].entries()) {
    const { resourceType } = each.resource;
    const key = `${each.study.id} ${each.day ?? `undated ${index}`}`;
    const byType = byDay.get(key) ?? new Map<string, SeenStudy[]>();
    byDay.set(key, byType.set(resourceType, [...(byType.get(resourceType) ?? []), each]));
  }
  return [...byDay.values()].flatMap((byType) => [...byType.values()].reduce((most, each) => (each.length >= most.length ? each : most)));
}

function seenStudy(topic: Topic, resource: Resource, asOf: number): readonly SeenStudy[] {
  const statuses = DONE[resource.resourceType];
  if (statuses === undefined || !statuses.includes(statusCode(resource['status']) ?? '')) return [];
  const written = resource['started'] ?? resource['effectiveDateTime'] ?? member(resource['effectivePeriod'], 'start') ?? resource['performedDateTime'] ?? member(resource['performedPeriod'], 'start');
  const range = dayRange(written);
  if (range !== undefined && range.earliest > asOf) return [];
  const day = range === undefined ? undefined : Math.min(range.latest, asOf);
  const date = range === undefined ? undefined : writtenDate(written);
  const codes = resource.resourceType === 'ImagingStudy' ? list(resource['procedureCode']) : list(resource['code']);
  const described = typeof resource['description'] === 'string' ? [{ text: resource['description'] }] : [];
  for (const code of [...codes, ...described]) {
    const study = recogniseStudy(topic, { resourceType: 'ServiceRequest', code, bodySite: resource['bodySite'] });
    const known = study && topic.studies.find(({ id }) => id === study.id);
    if (known === undefined) continue;
    return [{ resource, study: known, ...(day !== undefined && { day }), evidence: { fact: 'earlierStudy', reference: referenceTo(resource), label: known.title, ...(date !== undefined && { date }), origin: 'value' } }];
  }
  return [];
}
