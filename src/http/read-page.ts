/** How a page is read: in which language, in which others it could be, and what its links keep of that. */
import type { Request, Response } from 'express';
import type { PageTexts } from '../decision/page-texts.ts';
import type { Topic } from '../decision/topic.ts';
import { tellIn, type Tell } from '../web/tell.ts';
import { pageLanguage, pageLanguages, pageTexts } from './page-language.ts';

export interface PageReading {
  readonly tell: Tell;
  /** All there are, this one among them. */
  readonly languages: readonly PageTexts[];
  /** `?lang=es` where the address named the language, else empty. */
  readonly query: string;
}

/** Sets `Content-Language`, and `Vary` where the browser chose. */
export function readPage(request: Request, response: Response, topics: readonly Topic[]): PageReading {
  const { language, isFixed } = pageLanguage(request, response, topics, true);
  const languages = pageLanguages(topics);
  return { tell: tellIn(pageTexts(topics, language)), languages, query: isFixed ? `?lang=${language}` : '' };
}
