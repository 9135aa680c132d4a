/** GET /stewardship: the page of numbers. */
import type { Request, RequestHandler, Response } from 'express';
import { gatherStatistics } from '../../stewardship/gather-statistics.ts';
import type { Known } from '../../stewardship/known.ts';
import { statisticsTables } from '../../stewardship/statistics-tables.ts';
import { suggestActions } from '../../stewardship/suggest-actions.ts';
import type { Words } from '../../stewardship/words.ts';
import { html } from '../../web/html.ts';
import { frame } from '../../web/stewardship/frame.ts';
import { statisticsPage } from '../../web/stewardship/statistics-page.ts';
import type { Services } from '../services.ts';
import { selectOrders } from './select-orders.ts';

export function answerStatistics(services: Services, words: Words, known: Known): RequestHandler {
  return async (request: Request, response: Response) => {
    const { selection, links, filter, isEmpty } = await selectOrders(request, services);
    if (isEmpty) {
      response.send(frame({
        title: 'Stewardship',
        main: html`<div class="message"><p><strong>Nothing is recorded yet.</strong> The first imaging order that is judged shows here within a second or two.</p>
<p>Is an EHR calling? Its log lines say <code>call</code> with <code>orders</code>. To try it out, send one of the requests in <code>fixtures/requests</code> as the README shows.</p></div>`,
      }, links));
      return;
    }
    const statistics = await gatherStatistics(services.store, selection, known);
    response.send(statisticsPage({ statistics, tables: statisticsTables(statistics, words), actions: suggestActions(statistics, words), words, filter: { ...filter, visitsFor: services.topics.map(({ title }) => title) }, links }));
  };
}
