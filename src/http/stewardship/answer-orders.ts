/** GET /stewardship/orders and /stewardship/orders/{order}: the orders behind a number, and each by itself. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { narrowingWords, readNarrowing } from '../../stewardship/narrowing.ts';
import type { Words } from '../../stewardship/words.ts';
import { knowledgeLinks } from '../../web/knowledge-links.ts';
import { recordedIn } from '../../web/recorded.ts';
import { orderPage } from '../../web/stewardship/order-page.ts';
import { ordersPage } from '../../web/stewardship/orders-page.ts';
import { tellIn } from '../../web/tell.ts';
import type { Services } from '../services.ts';
import { selectOrders } from './select-orders.ts';

const ON_A_PAGE = 50;
/** As the store writes the place where a page starts; anything else starts at the newest. */
const PLACE = /^\d{1,15}-[\w-]{1,100}$/;

/** The list, a page at a time. */
export function answerOrders(services: Services, words: Words): RequestHandler {
  return async (request: Request, response: Response) => {
    const { selection: { from, to, client, mode }, links, filter } = await selectOrders(request, services);
    const where = readNarrowing(request.query as Record<string, unknown>);
    const asked = request.query['after'];
    const after = typeof asked === 'string' && PLACE.test(asked) ? asked : undefined;
    const page = await services.store.listOrders({ from, to, mode, ...(client !== undefined && { client }), where, limit: ON_A_PAGE, ...(after !== undefined && { after }) });
    response.send(ordersPage({ page, where, narrowed: narrowingWords(where, words), isFirst: after === undefined, words, filter, links }));
  };
}

/** One order; 404 for an id nobody knows. */
export function answerOrder(services: Services, words: Words): RequestHandler {
  const { topics, library } = services;
  const { pages } = topics[0]!;
  return async (request: Request, response: Response, next: NextFunction) => {
    const { links } = await selectOrders(request, services);
    const decisions = await services.store.decisionsOf(String(request.params['order']));
    if (decisions.length === 0) return next();
    const view = { tell: tellIn(pages), recorded: recordedIn(topics, pages.language), addressOf: (card: string) => `${links.root}/explain/${card}`, link: knowledgeLinks(library, `${links.root}/`) };
    response.send(orderPage({ decisions, words, links, view }));
  };
}
