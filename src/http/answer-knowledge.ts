/** GET /knowledge and everything below it: the knowledge for people as pages, for programs as JSON. */
import type { Request, RequestHandler, Response } from 'express';
import type { PageTexts } from '../decision/page-texts.ts';
import { readIn } from '../knowledge/read-in.ts';
import type { Library } from '../knowledge/readable-topic.ts';
import { createPageFinder } from '../web/knowledge/create-page-finder.ts';
import type { KnowledgePage } from '../web/knowledge/page.ts';
import { pageName } from '../web/knowledge/page-name.ts';
import { showPage } from '../web/knowledge/show-page.ts';
import { tellIn } from '../web/tell.ts';
import { noKnowledgePage } from '../web/knowledge/no-page.ts';
import { createAnswerKeeper, type KeptAnswer } from './create-answer-keeper.ts';
import { outcomeOf } from './operation-outcome.ts';
import { pageLanguage, pageLanguages } from './page-language.ts';
import { sendKept } from './send-kept.ts';
import { wantsPage } from './serve-pages.ts';

/** A page for a browser, JSON for programs and with `?format=json`, in the reader's language; what depends on what was typed is made anew each time. */
export function answerKnowledge(library: Library): RequestHandler {
  const topics = library.topics.map(({ topic }) => topic);
  const languages = pageLanguages(topics);
  const readers = new Map(languages.map((texts) => [texts.language, openReader(library, texts)]));
  const { keep } = createAnswerKeeper();
  return async (request: Request, response: Response) => {
    // Links on a page are relative to an address without a slash at its end.
    if (request.path.endsWith('/')) return response.redirect(301, `../${request.path.split('/').at(-2)}${request.url.slice(request.path.length)}`);
    const isPage = request.query['format'] !== 'json' && wantsPage(request);
    const steps = ([request.params['steps'] ?? []].flat() as readonly string[]).filter((step) => step !== '');
    response.vary('Accept');
    const { language, isFixed } = pageLanguage(request, response, topics, isPage);
    const { tell, findPage } = readers.get(language)!;
    const reading = { tell, languages, isFixed };
    const write = (page: KnowledgePage) => (isPage ? { type: 'text/html; charset=utf-8', text: showPage(page, reading) } : { type: 'application/json; charset=utf-8', text: JSON.stringify(page.view) });
    // Links keep a language that the address names.
    const name = `${isPage ? `page${isFixed ? '?' : ''}` : 'json'} ${language} ${pageName(steps, request.query)}`;
    let asked: KnowledgePage | undefined;
    const answer: KeptAnswer | undefined = await keep(name, async () => {
      const page = await findPage(steps, request.query);
      if (page?.isAsked !== true) return page === undefined ? undefined : write(page);
      asked = page;
      return undefined;
    });
    if (answer !== undefined) return sendKept(request, response, answer);
    if (asked !== undefined) {
      const { type, text } = write(asked);
      response.set('Content-Type', type).end(text);
      return;
    }
    response.status(404);
    if (isPage) response.type('html').send(noKnowledgePage(steps.length, reading));
    else response.json(outcomeOf('not-found', tell('knowledge.nothing.outcome')));
  };
}

/** The library in a language, and what pages say around it. */
function openReader(library: Library, texts: PageTexts) {
  const tell = tellIn(texts);
  return { tell, findPage: createPageFinder(readIn(library, texts.language), tell) };
}
