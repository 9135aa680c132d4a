/** GET /stewardship/{name}.csv, /statistics and /measure-report: the numbers of the page for programs. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { csvLine } from '../../stewardship/csv-line.ts';
import { gatherStatistics } from '../../stewardship/gather-statistics.ts';
import type { Known } from '../../stewardship/known.ts';
import { measureReport } from '../../stewardship/measure-report.ts';
import { readNarrowing } from '../../stewardship/narrowing.ts';
import { ORDER_COLUMNS, orderCells } from '../../stewardship/order-table.ts';
import { statisticsTables } from '../../stewardship/statistics-tables.ts';
import { tableAsCsv } from '../../stewardship/table-as-csv.ts';
import { withholdSmall } from '../../stewardship/withhold-small.ts';
import type { Words } from '../../stewardship/words.ts';
import type { OrdersPage, OrdersQuery } from '../../store/statistics.ts';
import type { Store } from '../../store/store.ts';
import { noteCall } from '../call-record.ts';
import { outcomeOf } from '../operation-outcome.ts';
import type { Services } from '../services.ts';
import { selectOrders } from './select-orders.ts';

const ON_A_PAGE = 1000;

export function answerExport(services: Services, words: Words, known: Known): RequestHandler {
  const { store, config, topics, now } = services;
  return async (request: Request, response: Response, next: NextFunction) => {
    const file = String(request.params['file']);
    const table = /^([a-z]+)\.csv$/.exec(file)?.[1];
    if (table === undefined && file !== 'statistics' && file !== 'measure-report') return next();
    const { selection } = await selectOrders(request, services);
    if (table === 'orders') {
      const { from, to, client, mode } = selection;
      const query = { from, to, mode, ...(client !== undefined && { client }), where: readNarrowing(request.query as Record<string, unknown>), limit: ON_A_PAGE };
      // Before the first line is sent, so that a store that is down can still be answered with 503.
      const first = await store.listOrders(query);
      asCsv(response, file);
      return void (await pipeline(Readable.from(orderLines(store, query, first, known)), response));
    }
    if (file === 'measure-report' && selection.mode === 'shadow') {
      // Nobody was shown a card: a score of nothing withdrawn would be untrue.
      noteCall(response, { refused: ['shadow'] });
      return void response.status(400).type('application/fhir+json').send(JSON.stringify(outcomeOf('not-supported', 'Clients in shadow mode are shown no card, so nothing can be withdrawn after advice. Ask for mode=live.')));
    }
    const statistics = await gatherStatistics(store, selection, known);
    if (file === 'statistics') return void response.json(withholdSmall(statistics));
    if (file === 'measure-report') {
      const measure = `${config.publicUrl}/measures/${topics.find(({ measures }) => measures.length > 0)?.id ?? 'none'}`;
      return void response.type('application/fhir+json').send(JSON.stringify(measureReport(statistics, { measure, date: now().toISOString() })));
    }
    const found = statisticsTables(withholdSmall(statistics), words).get(table!);
    if (found === undefined) return next();
    asCsv(response, file);
    response.send(tableAsCsv(found));
  };
}

function asCsv(response: Response, file: string): void {
  response.set({ 'Content-Type': 'text/csv; charset=utf-8; header=present', 'Content-Disposition': `attachment; filename="${file}"` });
}

/** Page by page, as fast as it is taken: a million orders need no memory. */
async function* orderLines(store: Store, query: OrdersQuery, first: OrdersPage, known: Known): AsyncGenerator<string> {
  yield csvLine(ORDER_COLUMNS);
  for (let page = first; ; page = await store.listOrders({ ...query, after: page.next })) {
    yield page.orders.map((order) => csvLine(orderCells(order, known))).join('');
    if (page.next === undefined) return;
  }
}
