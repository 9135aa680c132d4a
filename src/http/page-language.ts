/** In which language a page is read: the one its address names, as links on cards do for a client's language, else the browser's own. */
import type { Request, Response } from 'express';
import { inLanguage } from '../decision/in-language.ts';
import { languageTag } from '../decision/language-tag.ts';
import type { PageTexts } from '../decision/page-texts.ts';
import type { Topic } from '../decision/topic.ts';

export interface PageLanguage {
  /** BCP 47, one the knowledge speaks. */
  readonly language: string;
  /** Named in the address (`?lang=es`): links on the page keep it. */
  readonly isFixed: boolean;
}

/** What pages say in each language there is, that of the knowledge first. */
export function pageLanguages(topics: readonly Topic[]): readonly PageTexts[] {
  return topics.slice(0, 1).flatMap(({ pages, translations }) => [pages, ...[...translations.values()].map((translated) => translated.pages)]);
}

/** What pages say in that language. */
export function pageTexts(topics: readonly Topic[], language: string): PageTexts {
  return inLanguage(topics, language)[0]!.pages;
}

/** Sets `Content-Language`, and `Vary` where the browser chose. Programs that ask for JSON get the language of the knowledge unless they name another. */
export function pageLanguage(request: Request, response: Response, topics: readonly Topic[], isPage: boolean): PageLanguage {
  const [first] = topics;
  if (first === undefined) return { language: 'en', isFixed: false };
  const asked = request.query['lang'];
  const spoken = [first.pages.language, ...first.translations.keys()];
  // What the knowledge does not speak was not chosen here: the browser's own choice stands.
  const tag = typeof asked === 'string' ? languageTag(asked) : undefined;
  const named = spoken.find((language) => language === tag) ?? spoken.find((language) => language === tag?.split('-')[0]);
  if (isPage && named === undefined) response.vary('Accept-Language');
  const language = named ?? (isPage ? request.acceptsLanguages([...spoken]) || first.pages.language : first.pages.language);
  response.set('Content-Language', language);
  return { language, isFixed: named !== undefined };
}
