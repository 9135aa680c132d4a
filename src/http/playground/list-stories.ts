/** GET /playground/stories: the vignettes, by the variant their patients fit. */
import type { Request, RequestHandler, Response } from 'express';
import type { StoryEntry } from '../../knowledge/story.ts';
import type { Services } from '../services.ts';
import { searchWords } from './search-words.ts';

/** A list people can look through; more words make it shorter. */
const MOST = 60;

/** Stories that have all the words of `q`, by the variant their patients fit. */
export function listStories({ shelf, topics }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const words = searchWords(request).split(/\s+/);
    const all = shelf?.stories.list() ?? [];
    const found = all.filter(({ id, title }) => {
      const text = `${id} ${title}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const scenario = (entry: StoryEntry) => topics.find(({ id }) => id === entry.topic)?.scenarios.get(entry.scenario);
    response.json({
      total: all.length, found: found.length,
      stories: found.slice(0, MOST).map((entry) => ({ id: entry.id, title: entry.title, family: familyOf(scenario(entry)), indicator: entry.indicator })),
    });
  };
}

function familyOf(scenario: { readonly title: string; readonly number?: string } | undefined): string {
  if (scenario === undefined) return 'Others';
  return scenario.number === undefined ? scenario.title : `Variant ${scenario.number}: ${scenario.title}`;
}
