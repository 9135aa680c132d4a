/** GET /playground/topics: what the page has to know, and what it says, in the language it is read in (`?lang=es`). */
import type { Request, RequestHandler, Response } from 'express';
import { outlineTopic } from '../../playground/outline.ts';
import type { Services } from '../services.ts';
import { topicsOf } from './topics-of.ts';

/** Texts that the page's modules ask for begin with one of these. */
const ASKED = ['rating.', 'grade.', 'gap.', 'indicator.', 'advice.', 'sure.', 'playground.'];

/** Topics in outline, and the texts. */
export function outlineTopics({ topics }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const spoken = topicsOf(topics, request.query['lang']);
    const { locale = 'en', texts = {} } = spoken[0]?.pages ?? {};
    response.json({ locale, texts: Object.fromEntries(Object.entries(texts).filter(([id]) => ASKED.some((start) => id.startsWith(start)))), topics: spoken.map(outlineTopic) });
  };
}
