/** The vignettes of two versions of the knowledge, each judged by both: which decisions change, and which vignettes are others. */
import { isDeepStrictEqual } from 'node:util';
import type { Chart } from '../../decision/chart.ts';
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';
import { openStories, type Stories } from '../../knowledge/open-stories.ts';
import type { Story } from '../../knowledge/story.ts';
import { storyChart } from '../../playground/story-chart.ts';
import { profiles } from '../../response/profile.ts';
import { writeResponse } from '../../response/write-response.ts';
import { decideBoth, type PartedAt } from './decide-both.ts';
import { groupChanges, type ChangeGroup } from './group-changes.ts';

export interface VignetteSide { readonly folder: string; readonly topics: readonly Topic[] }

export interface VignetteChange {
  /** Of a vignette with several orders, the number of the order behind it: `T12#2`. */
  readonly id: string;
  readonly title: string;
  readonly topic: string;
  readonly differences: readonly PartedAt[];
  /** Headlines of the card, where they are others; none is silence. */
  readonly summary?: { readonly before?: string; readonly after?: string };
}

export interface VignetteReport {
  /** Orders judged by both. */
  readonly compared: number;
  readonly changed: readonly VignetteChange[];
  readonly groups: readonly ChangeGroup[];
  /** With the reason. */
  readonly notComparable: readonly { readonly id: string; readonly because: string }[];
  /** Vignettes themselves. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly rewritten: readonly string[];
}

export interface VignetteSettings {
  /** Draws ids of cards, which nothing here shows. */
  readonly newId: () => string;
  readonly publicUrl: string;
  /** Then both decide the same, and nothing is judged. */
  readonly isSameKnowledge: boolean;
}

export function compareVignettes(before: VignetteSide, after: VignetteSide, settings: VignetteSettings): VignetteReport {
  const [had, has] = [before, after].map(({ folder, topics }) => openStories(folder, topics.map(({ id }) => id))) as [Stories, Stories];
  const [earlier, later] = [had, has].map((stories) => new Map(stories.list().map((entry) => [`${entry.topic}/${entry.id}`, entry])));
  const changed: VignetteChange[] = [];
  const notComparable: { id: string; because: string }[] = [];
  const rewritten: string[] = [];
  let compared = 0;
  for (const [key, { id, topic: name }] of new Map([...earlier!, ...later!])) {
    const [topicBefore, topicAfter] = [before, after].map(({ topics }) => topics.find((each) => each.id === name));
    if (topicBefore === undefined || topicAfter === undefined) { notComparable.push({ id, because: `the topic ${name} is on one side only` }); continue; }
    const isSame = earlier!.has(key) && later!.has(key) && had.written(id) === has.written(id);
    const [one, other] = [earlier!.has(key) ? had.read(id) : undefined, isSame || !later!.has(key) ? undefined : has.read(id)];
    if (one !== undefined && other !== undefined && !isDeepStrictEqual(one, other)) rewritten.push(id);
    if (settings.isSameKnowledge) continue;
    // One patient told differently is two patients.
    for (const { story, label, stories } of tellings(id, one, other, had, has)) {
      const missing = story.orders.find(({ study }) => study !== undefined && [topicBefore, topicAfter].some(({ studies }) => !studies.some((each) => each.id === study)));
      if (missing !== undefined) { notComparable.push({ id: label, because: `the study ${missing.study} is on one side only` }); continue; }
      for (const index of story.orders.keys()) {
        const chart = (topic: Topic): Chart => chartOf(topic, story, index, stories);
        const both = decideBoth({ before: { topic: topicBefore, chart: chart(topicBefore) }, after: { topic: topicAfter, chart: chart(topicAfter) } });
        const say = (topic: Topic, decision: Decision | undefined): string | undefined => (decision === undefined ? undefined : headline(topic, chart(topic), decision, settings));
        const [saidBefore, saidAfter] = [say(topicBefore, both.decisions[0]), say(topicAfter, both.decisions[1])];
        compared += 1;
        if (both.differences.length === 0 && saidBefore === saidAfter) continue;
        const summary = saidBefore === saidAfter ? {} : { summary: { ...(saidBefore !== undefined && { before: saidBefore }), ...(saidAfter !== undefined && { after: saidAfter }) } };
        changed.push({ id: story.orders.length === 1 ? label : `${label}#${index + 1}`, title: story.title, topic: name, differences: both.differences, ...summary });
      }
    }
  }
  const only = (side: ReadonlyMap<string, { readonly id: string }>, than: ReadonlyMap<string, unknown>): readonly string[] => [...side].filter(([key]) => !than.has(key)).map(([, { id }]) => id);
  return { compared, changed, groups: groupChanges(changed.map(withSummary)), notComparable, added: only(later!, earlier!), removed: only(earlier!, later!), rewritten };
}

/** The story; where the sides tell it differently, both. What it expects is no part of how it is told. */
function tellings(id: string, one: Story | undefined, other: Story | undefined, had: Stories, has: Stories): readonly { readonly story: Story; readonly label: string; readonly stories: Stories }[] {
  const told = (story: Story): object => ({ today: story.today, patient: story.patient, orders: story.orders, otherOrders: story.otherOrders, chart: story.chart, reads: story.reads });
  if (one === undefined || other === undefined) return one === undefined ? [{ story: other!, label: id, stories: has }] : [{ story: one, label: id, stories: had }];
  if (isDeepStrictEqual(told(one), told(other))) return [{ story: other, label: id, stories: has }];
  return [{ story: one, label: `${id} (as before)`, stories: had }, { story: other, label: `${id} (as now)`, stories: has }];
}

function chartOf(topic: Topic, story: Story, index: number, stories: Stories): Chart {
  const { orders, otherOrders, ...chart } = storyChart(topic, structuredClone(story), (name) => stories.systemOf(name));
  return { asOf: story.today, order: orders[index]!, otherOrders: [...orders.filter((_, each) => each !== index), ...otherOrders], ...chart };
}

function headline(topic: Topic, chart: Chart, decision: Decision, { newId, publicUrl }: VignetteSettings): string | undefined {
  return writeResponse([{ topic, chart, decision }], { profile: profiles.default, hook: 'order-sign', newId, publicUrl }).cards[0]?.summary;
}

/** Headlines name days and studies, so that they tell apart what changes in the same way: a group knows only that they changed. */
function withSummary({ id, differences, summary }: VignetteChange): { readonly id: string; readonly differences: readonly PartedAt[] } {
  return { id, differences: summary === undefined || differences.length > 0 ? differences : [{ at: '/summary' }] };
}
