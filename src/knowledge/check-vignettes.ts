/** Gate "vignettes": what vignettes and starters name exists. It is run by those who run vignettes; a service that starts reads none. */
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import type { Topic } from '../decision/topic.ts';
import { resourceTypes } from './fhir-names.ts';
import { nameSystem } from './name-system.ts';
import { nearestName } from './nearest-name.ts';
import { openSchemas } from './open-schemas.ts';
import type { TopicFiles } from './topic-files.ts';
import { EXPECTED_MEMBERS, type PlacedVignette, type Vignette } from './vignette.ts';

const TYPES = resourceTypes();
/** How a read may end (see `ReadState`). */
const STATES = ['complete', 'incomplete', 'failed', 'absent'];

/** Shape first: of a vignette whose shape is wrong no name is looked at. */
export function checkVignettes(folder: string, topic: Topic, files: TopicFiles, placed: readonly PlacedVignette[]): readonly Problem[] {
  const schemas = openSchemas(join(folder, 'schema'));
  const problems = placed.flatMap(({ vignette, file, line }) => {
    const at = `${file}#/${String((vignette as { readonly id?: unknown }).id ?? `line-${line}`)}`;
    const shape = schemas.problemsOf('vignette', vignette) ?? [];
    if (shape.length > 0) return shape.map(({ pointer, message }) => ({ pointer: `${at}${pointer}`, message }));
    return namesOf(vignette, topic, files).map(({ pointer, message }) => ({ pointer: `${at}${pointer}`, message }));
  });
  const ids = placed.map(({ vignette }) => vignette.id);
  const twice = placed.filter(({ vignette: { id } }, index) => ids.indexOf(id) !== index).map(({ vignette: { id }, file, line }) => ({ pointer: `${file}#/${id}`, message: `the id is taken already (this one is in line ${line})` }));
  const strays = files.starters.flatMap(({ story }, index) => unknown(`${files.name}/starters.yaml#/starters/${index}/story`, 'vignette', [story], ids));
  return [...problems, ...twice, ...strays];
}

function namesOf({ today, orders, otherOrders = [], chart, reads = {}, expect, nearMissOf }: Vignette, topic: Topic, { codeSystems: { systems } }: TopicFiles): readonly Problem[] {
  const studies = topic.studies.map(({ id }) => id);
  const codes = topic.findings.map(({ code }) => code);
  const problems = (chart ?? []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  const named = Object.keys(expect).filter((name) => !EXPECTED_MEMBERS.includes(name));
  const answers = new Map(topic.scenarioTable.columns.map(({ name, values }) => [name, values]));
  const resources = [['chart', chart ?? []], ['otherOrders', otherOrders]] as const;
  return [
    ...(isDay(today) ? [] : [{ pointer: '/today', message: `${today} is no day of the calendar` }]),
    ...orders.flatMap(({ study, reason, resource }, index) => [
      ...unknown(`/orders/${index}/study`, 'study', study === undefined ? [] : [study], studies),
      ...(resource !== undefined && resource.resourceType !== 'ServiceRequest' ? [{ pointer: `/orders/${index}/resource/resourceType`, message: 'must be ServiceRequest: other orders stand in otherOrders' }] : []),
      ...([reason ?? []].flat() as readonly Readonly<Record<string, string>>[]).flatMap(({ text: _, problem, ...coded }) => [
        ...unknown(`/orders/${index}/reason/problem`, 'entry of the chart with the id', problem === undefined ? [] : [problem], problems),
        ...Object.keys(coded).filter((name) => nameSystem(systems, name) === undefined).map((name) => ({ pointer: `/orders/${index}/reason/${name}`, message: `no code system of common/code-systems.yaml begins with ${name}` })),
      ]),
    ]),
    ...resources.flatMap(([key, all]) => all.flatMap(({ resourceType }, index) => unknown(`/${key}/${index}/resourceType`, 'resource type of FHIR R4', [resourceType], TYPES))),
    ...Object.entries(reads).flatMap(([read, state]) => [...unknown('/reads', 'read', [read], topic.reads.map(({ id }) => id)), ...unknown(`/reads/${read}`, 'state', [state], STATES)]),
    ...unknown('/nearMissOf', 'finding', nearMissOf === undefined ? [] : [nearMissOf], codes),
    ...unknown('/expect/study', 'study', expect.study === undefined ? [] : [expect.study], studies),
    ...unknown('/expect/scenario', 'scenario', [expect.scenario], [...topic.scenarios.keys()]),
    ...unknown('/expect/findings', 'finding', Object.keys(expect.findings ?? {}), codes),
    ...unknown('/expect', 'finding', named, codes),
    ...named.flatMap((name) => (answers.has(name) ? unknown(`/expect/${name}`, `answer of ${name}`, [[expect[name]].flat().join('|')], answers.get(name)!) : [])),
  ];
}

function isDay(written: string): boolean {
  const midnight = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(written);
}

function unknown(pointer: string, kind: string, used: readonly string[], defined: readonly string[]): readonly Problem[] {
  return used.filter((each) => !defined.includes(each)).map((each) => ({ pointer, message: `there is no ${kind} ${each}${nearestName(each, defined)}` }));
}
