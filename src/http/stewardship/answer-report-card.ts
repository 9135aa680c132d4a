/** GET /stewardship/report-card: one clinician against peers, or the form that finds one. */
import type { Request, RequestHandler, Response } from 'express';
import { caseGuidance } from '../../stewardship/case-guidance.ts';
import { countRequesters } from '../../stewardship/count-requesters.ts';
import type { Known } from '../../stewardship/known.ts';
import { reportCard, type ReportCard, type ReportCardOf } from '../../stewardship/report-card.ts';
import type { Words } from '../../stewardship/words.ts';
import type { KeptOrder } from '../../store/statistics.ts';
import type { Store } from '../../store/store.ts';
import { findCardPage } from '../../web/stewardship/find-card-page.ts';
import { reportCardPage } from '../../web/stewardship/report-card-page.ts';
import type { Services } from '../services.ts';
import { selectOrders } from './select-orders.ts';

const ON_A_PAGE = 500;
/** Nobody orders more in ten years. */
const MOST_ORDERS = 20_000;
const LONGEST = 300;

export function answerReportCard(services: Services, words: Words, known: Known): RequestHandler {
  const { store } = services;
  return async (request: Request, response: Response) => {
    const { selection, links, clients } = await selectOrders(request, services);
    const { from, to, client, mode } = selection;
    const reference = text(request.query['reference']).trim();
    const requester = text(request.query['requester']);
    if (client !== undefined && requester === '' && reference !== '') {
      return void response.redirect(303, links.reportCard(store.requesterHash(client, reference), client));
    }
    if (client === undefined || requester === '') {
      return void response.send(findCardPage({ selection, clients, links, reference, ...((requester !== '' || reference !== '') && { problem: 'Choose the client too: two sites may call two people the same.' }) }));
    }
    const card = await readReportCard(store, { requester, client, from, to, mode }, known);
    if (card.seen === 0) return void response.status(404).send(findCardPage({ selection, clients, links, problem: 'Nobody of this client is referred to like that in these months. Copy the reference as orders have it, or choose other months.' }));
    response.send(reportCardPage({ card, words, links, guidance: (each) => caseGuidance(each, words, known) }));
  };
}

async function readReportCard(store: Store, of: ReportCardOf, known: Known): Promise<ReportCard> {
  const { requester, client, from, to, mode } = of;
  const orders: KeptOrder[] = [];
  let after: string | undefined;
  do {
    const page = await store.listOrders({ from, to, client, mode, where: { requester }, limit: ON_A_PAGE, ...(after !== undefined && { after }) });
    for (const order of page.orders) orders.push(order);
    after = page.next;
  } while (after !== undefined && orders.length < MOST_ORDERS);
  // Peers are those of the same client: they see patients like these.
  const rows = await store.tally('requesters', { from, to, client, mode, groupBy: ['client', 'requester', 'rating', 'taken'] });
  return reportCard(of, orders, countRequesters(rows), known);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
}
