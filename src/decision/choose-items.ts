/** Which items of an order set fit the patient: left out, offered, ticked, with a changed draft, and why. */
import type { Chart } from './chart.ts';
import type { Caution, Evidence, Finding, OrderSetChoice } from './decision.ts';
import { evidenceOf } from './evidence.ts';
import { holdsOr, type Variables } from './expression.ts';
import { inherit } from './inherit.ts';
import { flaggedScenarios, type Answers } from './match-scenario.ts';
import type { OrderSet, OrderSetItem, Reservation } from './order-set.ts';
import type { Facts } from './recall-facts.ts';
import type { Topic } from './topic.ts';
import { say } from './words.ts';

/** What the choice rests on. */
export interface Grounds {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly answers: Answers;
}

type Outcome = 'ticked' | 'offered' | 'excluded';

/**
 * One choice for each item that is offered at all. A criterion may name facts (`%name`), findings (`%found.code.grade`), how sure a
 * scenario is by its red flags (`%flags.scenario`) and what became of an item before it (`%chosen.id`: ticked, offered, excluded).
 */
export function chooseItems(topic: Topic, chart: Chart, set: OrderSet, grounds: Grounds): readonly OrderSetChoice[] {
  const chosen: Record<string, Outcome> = {};
  const variables = inherit<unknown>(grounds.facts.variables, { found: byCode(grounds.findings), flags: flagsOf(topic, grounds.answers), chosen });
  const choices: OrderSetChoice[] = [];
  for (const item of set.items) {
    if (item.offer !== undefined && holdsOr(item.offer, {}, variables, false) !== true) continue;
    const choice = chooseItem(item, unreadTitles(topic, chart, item).map((read) => say(topic.words, 'note.unread', { read })), (reservations) => standing(reservations, topic, grounds, variables), variables);
    chosen[item.id] = choice.excluded !== undefined ? 'excluded' : choice.isTicked ? 'ticked' : 'offered';
    choices.push(choice);
  }
  return choices;
}

type Standing<Kind extends Reservation> = { readonly reservation: Kind; readonly evidence: readonly Evidence[] };

/** Leaving out goes before holding back, and both before changing the draft. */
function chooseItem(item: OrderSetItem, unread: readonly string[], find: <Kind extends Reservation>(all: readonly Kind[]) => readonly Standing<Kind>[], variables: Variables): OrderSetChoice {
  const excluded = find(item.exclude);
  if (excluded.length > 0) return { id: item.id, isTicked: false, excluded: cautionsOf(excluded) };
  const unticked = [...unread.map((because) => ({ because, evidence: [] })), ...cautionsOf(find(item.untick))];
  const changes = find(item.adjust);
  const isTicked = unticked.length === 0 && (item.isTicked || (item.tickWhen !== undefined && holdsOr(item.tickWhen, {}, variables, false) === true));
  const changed = cautionsOf(changes);
  return {
    id: item.id,
    isTicked,
    ...(unticked.length > 0 && { cautions: unticked }),
    ...(changed.length > 0 && { changed }),
    ...(changes.length > 0 && { draft: changes.reduce((draft, { reservation }) => merge(draft, reservation.draft), item.draft) }),
  };
}

/** Those that stand in the way, each with the evidence for it. Evidence is looked up first: a criterion costs more. */
function standing<Kind extends Reservation>(reservations: readonly Kind[], topic: Topic, grounds: Grounds, variables: Variables): readonly Standing<Kind>[] {
  return reservations.flatMap((reservation) => {
    const seen = reservation.evidence.map((name) => evidenceFor(name, topic, grounds)).filter((evidence) => evidence !== undefined);
    if (reservation.evidence.length > 0 && seen.length === 0) return [];
    if (reservation.when !== undefined && holdsOr(reservation.when, {}, variables, true) !== true) return [];
    return [{ reservation, evidence: seen.flat() }];
  });
}

/** The evidence behind a name; `undefined` where there is none. */
function evidenceFor(name: string, topic: Topic, { facts, findings }: Grounds): readonly Evidence[] | undefined {
  if (name.startsWith('flags.')) {
    const flags = findings.filter(({ leadsTo, grade }) => `flags.${leadsTo}` === name && grade !== 'C');
    return flags.length === 0 ? undefined : flags.flatMap(({ because }) => because);
  }
  const found = findings.find(({ code }) => code === name);
  if (found !== undefined) return found.because;
  const sightings = facts.sightings.get(name) ?? [];
  return sightings.length === 0 || topic.findings.some(({ code }) => code === name) ? undefined : sightings.map(evidenceOf);
}

function cautionsOf(standings: readonly Standing<Reservation>[]): readonly Caution[] {
  return standings.flatMap(({ reservation: { because }, evidence }) => (because === undefined ? [] : [{ because, evidence }]));
}

/** Needed reads that are not complete. One that was never sent is made good by its equivalent, one that failed or is cut short is not. */
function unreadTitles(topic: Topic, chart: Chart, { needs }: OrderSetItem): readonly string[] {
  const stateOf = (id: string | undefined): string => chart.reads.find((read) => read.id === id)?.state ?? 'absent';
  const isRead = ({ id, orElse }: Topic['reads'][number]): boolean => stateOf(id) === 'complete' || (stateOf(id) === 'absent' && stateOf(orElse) === 'complete');
  return topic.reads.filter((read) => needs.includes(read.id) && !isRead(read)).map(({ title }) => title);
}

function byCode(findings: readonly Finding[]): Readonly<Record<string, Finding>> {
  return Object.fromEntries(findings.map((finding) => [finding.code, finding]));
}

function flagsOf(topic: Topic, answers: Answers): Readonly<Record<string, string>> {
  return Object.fromEntries(flaggedScenarios(topic).map((id) => [id, answers[`flags.${id}`]!]));
}

type Json = Readonly<Record<string, unknown>>;

function merge(base: Json, change: Json): Json {
  return Object.entries(change).reduce<Json>((merged, [name, value]) => {
    const known = merged[name];
    return { ...merged, [name]: isObject(known) && isObject(value) ? merge(known, value) : value };
  }, base);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
