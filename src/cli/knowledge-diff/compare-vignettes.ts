/** The vignettes of two versions of the knowledge, each judged by both: which decisions change, and which vignettes are others. */
import { isDeepStrictEqual } from 'node:util';
import type { Chart } from '../../decision/chart.ts';
import type { Decision } from '../../decision/decision.ts';
import type { Topic } from '../../decision/topic.ts';
import { openStories, type Stories } from '../../knowledge/open-stories.ts';
import type { Story, StoryEntry } from '../../knowledge/story.ts';
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
  const entries = (stories: Stories): ReadonlyMap<string, StoryEntry> => new Map(stories.list().map((entry) => [`${entry.topic}/${entry.id}`, entry]));
  const [earlier, later] = [entries(had), entries(has)];
  const [changed, notComparable, rewritten]: [VignetteChange[], { id: string; because: string }[], string[]] = [[], [], []];
  let compared = 0;
  for (const [key, { id, topic: name }] of new Map([...earlier, ...later])) {
    const [one, other] = [before, after].map(({ topics }) => topics.find((each) => each.id === name));
    if (one === undefined || other === undefined) { notComparable.push({ id, because: `the topic ${name} is on one side only` }); continue; }
    const isSame = earlier.has(key) && later.has(key) && had.written(id) === has.written(id);
    const [former, latter] = [earlier.has(key) ? had.read(id) : undefined, isSame || !later.has(key) ? undefined : has.read(id)];
    if (former !== undefined && latter !== undefined && !isDeepStrictEqual(former, latter)) rewritten.push(id);
    if (settings.isSameKnowledge) continue;
    for (const telling of tellings(id, former, latter, had, has)) {
      const missing = telling.story.orders.find(({ study }) => study !== undefined && [one, other].some(({ studies }) => !studies.some((each) => each.id === study)));
      if (missing !== undefined) { notComparable.push({ id: telling.label, because: `the study ${missing.study} is on one side only` }); continue; }
      compared += telling.story.orders.length;
      for (const change of telling.story.orders.flatMap((_, index) => judgeOrder(telling, index, [one, other], settings))) changed.push(change);
    }
  }
  const only = (side: ReadonlyMap<string, StoryEntry>, than: ReadonlyMap<string, StoryEntry>): readonly string[] => [...side].filter(([key]) => !than.has(key)).map(([, { id }]) => id);
  return { compared, changed, groups: groupChanges(changed.map(withSummary)), notComparable, added: only(later, earlier), removed: only(earlier, later), rewritten };
}

/** A story as one side tells it. */
interface Telling { readonly story: Story; readonly label: string; readonly stories: Stories }

/** One patient told differently is two patients. What a story expects is no part of how it is told. */
function tellings(id: string, one: Story | undefined, other: Story | undefined, had: Stories, has: Stories): readonly Telling[] {
  const told = (story: Story): object => ({ today: story.today, patient: story.patient, orders: story.orders, otherOrders: story.otherOrders, chart: story.chart, reads: story.reads });
  if (one === undefined || other === undefined) return one === undefined ? [{ story: other!, label: id, stories: has }] : [{ story: one, label: id, stories: had }];
  if (isDeepStrictEqual(told(one), told(other))) return [{ story: other, label: id, stories: has }];
  return [{ story: one, label: `${id} (as before)`, stories: had }, { story: other, label: `${id} (as now)`, stories: has }];
}

/** One order by both; nothing where they agree. */
function judgeOrder({ story, label, stories }: Telling, index: number, [one, other]: readonly [Topic, Topic], settings: VignetteSettings): readonly VignetteChange[] {
  const chart = (topic: Topic): Chart => chartOf(topic, story, index, stories);
  const { decisions, differences } = decideBoth({ before: { topic: one, chart: chart(one) }, after: { topic: other, chart: chart(other) } });
  const [before, after] = [one, other].map((topic, side) => (decisions[side] === undefined ? undefined : headline(topic, chart(topic), decisions[side], settings)));
  if (differences.length === 0 && before === after) return [];
  const summary = before === after ? {} : { summary: { ...(before !== undefined && { before }), ...(after !== undefined && { after }) } };
  return [{ id: story.orders.length === 1 ? label : `${label}#${index + 1}`, title: story.title, topic: one.id, differences, ...summary }];
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
