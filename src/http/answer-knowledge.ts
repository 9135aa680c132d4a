/** GET /knowledge and everything below it: the knowledge for people as pages, for programs as JSON. */
import type { Request, RequestHandler, Response } from 'express';
import type { Library } from '../knowledge/readable-topic.ts';
import { createPageFinder } from '../web/knowledge/create-page-finder.ts';
import type { KnowledgePage } from '../web/knowledge/page.ts';
import { pageName } from '../web/knowledge/page-name.ts';
import { showPage } from '../web/knowledge/show-page.ts';
import { noKnowledgePage } from '../web/knowledge/no-page.ts';
import { createAnswerKeeper, type KeptAnswer } from './create-answer-keeper.ts';
import { outcomeOf } from './operation-outcome.ts';
import { sendKept } from './send-kept.ts';
import { wantsPage } from './serve-pages.ts';

/** A page for a browser, JSON for programs and with `?format=json`; what depends on what was typed is made anew each time. */
export function answerKnowledge(library: Library): RequestHandler {
  const findPage = createPageFinder(library);
  const { keep } = createAnswerKeeper();
  return async (request: Request, response: Response) => {
    // Links on a page are relative to an address without a slash at its end.
    if (request.path.endsWith('/')) return response.redirect(301, `../${request.path.split('/').at(-2)}${request.url.slice(request.path.length)}`);
    const isPage = request.query['format'] !== 'json' && wantsPage(request);
    const steps = ([request.params['steps'] ?? []].flat() as readonly string[]).filter((step) => step !== '');
    const write = (page: KnowledgePage) => (isPage ? { type: 'text/html; charset=utf-8', text: showPage(page) } : { type: 'application/json; charset=utf-8', text: JSON.stringify(page.view) });
    response.vary('Accept');
    const name = `${isPage ? 'page' : 'json'} ${pageName(steps, request.query)}`;
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
    if (isPage) response.type('html').send(noKnowledgePage(steps.length));
    else response.json(outcomeOf('not-found', 'The knowledge has no such page. It begins at /knowledge.'));
  };
}
