/** GET /playground/stories/{id}: a vignette as a request. */
import type { Request, RequestHandler, Response } from 'express';
import { moveStory } from '../../playground/move-story.ts';
import { storyChart } from '../../playground/story-chart.ts';
import { storyRequest } from '../../playground/story-request.ts';
import { calendarDay } from '../../chart/calendar-day.ts';
import { outcomeOf } from '../operation-outcome.ts';
import type { Services } from '../services.ts';

/** The story as a request of today, about a patient nobody has asked about before. */
export function readStory({ shelf, topics, config, now, newId }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const id = String(request.params['story']);
    const entry = shelf?.stories.list().find((each) => each.id === id);
    const topic = topics.find((each) => each.id === entry?.topic);
    const story = shelf?.stories.read(id);
    if (entry === undefined || topic === undefined || story === undefined) return void response.status(404).json(outcomeOf('not-found', 'There is no such story.'));
    const moved = moveStory(story, calendarDay(now(), config.timeZone), `${id.toLowerCase()}-${newId()}`);
    const body = storyRequest(topic, storyChart(topic, moved, (name) => shelf?.stories.systemOf(name)), { hook: 'order-select', hookInstance: newId() });
    response.json({ id, title: entry.title, topic: entry.topic, expected: { scenario: entry.scenario, indicator: entry.indicator }, today: moved.today, request: body });
  };
}
