/** GET /playground/stories: the vignettes, by the variant their patients fit. */
import type { Request, RequestHandler, Response } from 'express';
import type { Topic } from '../../decision/topic.ts';
import type { StoryEntry } from '../../knowledge/story.ts';
import { tellIn } from '../../web/tell.ts';
import type { Services } from '../services.ts';
import { searchWords } from './search-words.ts';
import { topicsOf } from './topics-of.ts';

/** A list people can look through; more words make it shorter. */
const MOST = 60;

/** Stories that have all the words of `q` (in English, as their titles are), by the variant their patients fit, in the language of the page. */
export function listStories({ shelf, topics }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const words = searchWords(request).split(/\s+/);
    const all = shelf?.stories.list() ?? [];
    const found = all.filter(({ id, title }) => {
      const text = `${id} ${title}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const spoken = topicsOf(topics, request.query['lang']);
    response.json({
      total: all.length, found: found.length,
      stories: found.slice(0, MOST).map((entry) => ({ id: entry.id, title: entry.title, family: familyOf(entry, spoken), indicator: entry.indicator })),
    });
  };
}

function familyOf({ topic: id, scenario: name }: StoryEntry, topics: readonly Topic[]): string {
  const topic = topics.find((each) => each.id === id);
  const scenario = topic?.scenarios.get(name);
  if (topic === undefined || scenario === undefined) return name;
  const tell = tellIn(topic.pages);
  return scenario.number === undefined ? scenario.title : tell('playground.family', { number: scenario.number, title: scenario.title });
}
