/** The chart by which one order of a vignette is judged. */
import type { Chart } from '../decision/chart.ts';
import type { Topic } from '../decision/topic.ts';
import type { Story } from '../knowledge/story.ts';
import { storyChart, type SystemOf } from './story-chart.ts';

/** As of the vignette's day; its other orders are drafted beside the one judged. */
export function vignetteChart(topic: Topic, story: Story, index: number, systemOf: SystemOf): Chart {
  const { orders, otherOrders, ...chart } = storyChart(topic, story, systemOf);
  return { asOf: story.today, order: orders[index]!, otherOrders: [...orders.filter((_, each) => each !== index), ...otherOrders], ...chart };
}
