/** GET /explain/{card}: why a card says what it says. Whoever has the id of a card was shown it: nobody could guess one. */
import type { Request, RequestHandler, Response } from 'express';
import { StoreError } from '../errors.ts';
import type { KeptDecision } from '../store/decision-record.ts';
import type { Store } from '../store/store.ts';
import { explainPage } from '../web/explain-page.ts';
import type { ExplainedCard } from '../web/explained.ts';
import { knowledgeLinks } from '../web/knowledge-links.ts';
import { noExplanationPage } from '../web/no-explanation-page.ts';
import { readExplanation } from '../web/read-explanation.ts';
import { tellIn } from '../web/tell.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf } from './operation-outcome.ts';
import { pageLanguage, pageTexts } from './page-language.ts';
import { wantsPage } from './serve-pages.ts';
import type { Services } from './services.ts';

/** A page for a browser, JSON for programs and with `?format=json`; 404 for a card that is not kept, 503 while the store is away. */
export function answerExplanation({ store, topics, library }: Pick<Services, 'store' | 'topics' | 'library'>): RequestHandler {
  const link = knowledgeLinks(library, '../');
  return async (request: Request, response: Response) => {
    const card = String(request.params['card']);
    const isPage = request.query['format'] !== 'json' && wantsPage(request);
    response.vary('Accept');
    const { language } = pageLanguage(request, response, topics, isPage);
    const decisions = await find(store, card, response);
    if (decisions === undefined) {
      response.status(503).set('Retry-After', '5');
      if (isPage) response.type('html').send(noExplanationPage('unavailable'));
      else response.json(outcomeOf('transient', 'What was decided cannot be read now. Try again some seconds later.'));
      return;
    }
    if (decisions.length === 0) {
      response.status(404);
      if (isPage) response.type('html').send(noExplanationPage('unknown'));
      else response.json(outcomeOf('not-found', 'No card with this id is kept here.'));
      return;
    }
    if (isPage) response.type('html').send(explainPage(decisions, tellIn(pageTexts(topics, language)), link));
    else response.json({ card: card.toLowerCase(), decisions: decisions.map(readExplanation) } satisfies ExplainedCard);
  };
}

/** Nothing while the store is away: a person gets a page then, which only this answer can give. */
async function find(store: Pick<Store, 'findCard'>, card: string, response: Response): Promise<readonly KeptDecision[] | undefined> {
  try {
    return await store.findCard(card);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    noteCall(response, { refused: [error.code], because: error.message });
    return undefined;
  }
}
