/** Earlier studies of the same region: which, when, and what radiation they add up to. */
import type { Chart, Resource } from './chart.ts';
import { dayOf, dayRange } from './calendar.ts';
import { list, member, referenceTo, statusCode } from './concept.ts';
import type { Evidence, Finding } from './decision.ts';
import type { ImagingFinding } from './finding-definition.ts';
import { recogniseStudy } from './recognise-study.ts';
import type { Study, Topic } from './topic.ts';

const DONE: Readonly<Record<string, readonly string[]>> = {
  ImagingStudy: ['available', 'unknown', ''],
  DiagnosticReport: ['final', 'amended', 'corrected', 'appended', 'preliminary', 'partial', ''],
  Procedure: ['completed', ''],
};

/**
 * Earlier studies the topic knows. `because` names those within the repeat window of their kind, the newest first. `values`: `studies`
 * counts all of them, `ionising` those with radiation, `lowDose` and `highDose` the sum of their typical doses in millisievert.
 */
export function answerImaging(definition: ImagingFinding, topic: Topic, chart: Chart, asOf: number): Finding | undefined {
  const seen = new Map(chart.resources.flatMap((resource) => seenStudy(topic, resource, asOf)).map((each) => [`${each.study.id} ${each.day}`, each]));
  const studies = [...seen.values()].sort((one, other) => other.day - one.day);
  if (studies.length === 0) return undefined;
  const recent = studies.filter(({ study, day }) => asOf - day <= (definition.repeatDays[study.modality] ?? definition.otherRepeatDays));
  const ionising = studies.filter(({ study }) => study.typicalDose !== undefined && study.typicalDose[1] > 0);
  const sum = (bound: 0 | 1): number => tenths(ionising.reduce((total, { study }) => total + study.typicalDose![bound], 0));
  return {
    code: definition.code,
    title: definition.title,
    because: recent.map(({ evidence }) => evidence),
    values: { studies: studies.length, ionising: ionising.length, ...(ionising.length > 0 && { lowDose: sum(0), highDose: sum(1) }) },
  };
}

interface SeenStudy {
  readonly study: Study;
  readonly day: number;
  readonly evidence: Evidence;
}

function seenStudy(topic: Topic, resource: Resource, asOf: number): readonly SeenStudy[] {
  const statuses = DONE[resource.resourceType];
  if (statuses === undefined || !statuses.includes(statusCode(resource['status']) ?? '')) return [];
  const day = dayRange(resource['started'] ?? resource['effectiveDateTime'] ?? member(resource['effectivePeriod'], 'start') ?? resource['performedDateTime'] ?? member(resource['performedPeriod'], 'start'))?.latest;
  if (day === undefined || day > asOf) return [];
  const codes = resource.resourceType === 'ImagingStudy' ? list(resource['procedureCode']) : list(resource['code']);
  const described = typeof resource['description'] === 'string' ? [{ text: resource['description'] }] : [];
  for (const code of [...codes, ...described]) {
    const study = recogniseStudy(topic, { resourceType: 'ServiceRequest', code, bodySite: resource['bodySite'] });
    const known = study && topic.studies.find(({ id }) => id === study.id);
    if (known === undefined) continue;
    return [{ study: known, day, evidence: { fact: 'earlierStudy', reference: referenceTo(resource), label: known.title, date: dayOf(day), origin: 'value' } }];
  }
  return [];
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
