/** GET /explain/{card}: why a card says what it says. Whoever has the id of a card was shown it: nobody could guess one. */
import type { Request, RequestHandler, Response } from 'express';
import { StoreError } from '../errors.ts';
import type { KeptDecision } from '../store/decision-record.ts';
import type { Store } from '../store/store.ts';
import { explainPage } from '../web/explain-page.ts';
import type { ExplainedCard } from '../web/explained.ts';
import { knowledgeLinks } from '../web/knowledge-links.ts';
import { languageSwitch } from '../web/language-switch.ts';
import { noExplanationPage } from '../web/no-explanation-page.ts';
import { readExplanation } from '../web/read-explanation.ts';
import { recordedIn } from '../web/recorded.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf } from './operation-outcome.ts';
import { readPage } from './read-page.ts';
import { wantsPage } from './serve-pages.ts';
import type { Services } from './services.ts';

/** A page for a browser, in its language; JSON as it was recorded for programs and with `?format=json`; 404 for a card that is not kept, 503 while the store is away. */
export function answerExplanation({ store, topics, library }: Pick<Services, 'store' | 'topics' | 'library'>): RequestHandler {
  return async (request: Request, response: Response) => {
    const card = String(request.params['card']);
    response.vary('Accept');
    const decisions = await find(store, card, response);
    const missing = decisions === undefined ? 'unavailable' : decisions.length === 0 ? 'unknown' : undefined;
    if (missing === 'unavailable') response.status(503).set('Retry-After', '5');
    if (missing === 'unknown') response.status(404);
    if (request.query['format'] === 'json' || !wantsPage(request)) {
      if (missing === 'unavailable') return void response.json(outcomeOf('transient', 'What was decided cannot be read now. Try again some seconds later.'));
      if (missing === 'unknown') return void response.json(outcomeOf('not-found', 'No card with this id is kept here.'));
      return void response.json({ card: card.toLowerCase(), decisions: decisions!.map(readExplanation) } satisfies ExplainedCard);
    }
    const { tell, languages, query } = readPage(request, response, topics);
    const navigation = languageSwitch(tell, languages, (language) => `?lang=${language}`);
    response.type('html');
    if (missing !== undefined) return void response.send(noExplanationPage(missing, { tell, navigation }));
    response.send(explainPage(decisions!, {
      tell, recorded: recordedIn(topics, tell.language), addressOf: (other) => `./${other}${query}`, link: knowledgeLinks(library, '../', query), navigation,
    }));
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
