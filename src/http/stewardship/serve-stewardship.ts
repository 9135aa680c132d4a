/** The stewardship pages and exports, behind their door; off unless a token is set. */
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { BodyError, StoreError } from '../../errors.ts';
import { knownOf } from '../../stewardship/known.ts';
import { wordsOf } from '../../stewardship/words.ts';
import { html } from '../../web/html.ts';
import { messagePage } from '../../web/stewardship/message-page.ts';
import { noteCall } from '../call-record.ts';
import { outcomeOf } from '../operation-outcome.ts';
import { closeToOthers, pageHeaders, wantsPage } from '../serve-pages.ts';
import type { Services } from '../services.ts';
import { answerExport } from './answer-export.ts';
import { answerOrder, answerOrders } from './answer-orders.ts';
import { answerReportCard } from './answer-report-card.ts';
import { answerStatistics } from './answer-statistics.ts';
import { createSessions } from './create-sessions.ts';
import { pageRoot } from './page-root.ts';
import { signIn } from './sign-in.ts';

/** Everything below `/stewardship`. */
export function serveStewardship(services: Services): Router {
  const { config, topics, now } = services;
  const router = express.Router();
  router.use(pageHeaders, closeToOthers);
  if (config.stewardshipToken === undefined) return router.use(answerOff);
  const words = wordsOf(topics);
  const known = knownOf(topics);
  router.use(withoutSlash, signIn(createSessions(config.stewardshipToken), config, now));
  router.get('/', answerStatistics(services, words, known));
  router.get('/orders', answerOrders(services, words));
  router.get('/orders/:order', answerOrder(services, words));
  router.get('/report-card', answerReportCard(services, words, known));
  router.get('/:file', answerExport(services, words, known));
  router.use((request, response) => answerWith(request, response, 404, 'not-found', 'There is no such page', 'Look again from the start.'));
  router.use(answerFault);
  return router;
}

/** How to switch it on, for who can do so. */
function answerOff(request: Request, response: Response): void {
  response.status(404);
  if (!wantsPage(request)) return void response.json(outcomeOf('not-found', 'The stewardship pages are off. Set STEWARDSHIP_TOKEN to a secret of 32 characters or more.'));
  response.send(messagePage('Stewardship is off', html`<p>These pages show how imaging orders are rated and what became of advice. They are off because nobody has said who may see them.</p>
<p>To switch them on, set <code>STEWARDSHIP_TOKEN</code> to a secret of 32 characters or more (<code>openssl rand -base64 33</code> makes one) and start the service again.</p>`, pageRoot(request)));
}

/** Links are relative, so an address with a slash at its end would lead them astray. */
function withoutSlash(request: Request, response: Response, next: NextFunction): void {
  const [path = '', query = ''] = request.originalUrl.replace(/^https?:\/\/[^/?]*/i, '').split(/(?=\?)/, 2);
  const last = /\/([\w.-]+)\/+$/.exec(path)?.[1];
  if (last === undefined || request.method !== 'GET') return next();
  response.redirect(308, `../${last}${query}`);
}

function answerFault(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  if (error instanceof StoreError) {
    response.set('Retry-After', '5');
    return answerWith(request, response, 503, 'transient', 'The numbers cannot be read now', 'The database does not answer. Advice to clinicians goes on without it. Try again in a minute; if it lasts, whoever runs this service finds the reason in its log.');
  }
  const status = (error as { readonly status?: unknown } | undefined)?.status;
  if (error instanceof BodyError || (typeof status === 'number' && status >= 400 && status < 500)) return answerWith(request, response, status === 413 ? 413 : 400, 'structure', 'This cannot be understood', 'The address or the form is not well formed.');
  return next(error);
}

function answerWith(request: Request, response: Response, status: number, code: 'not-found' | 'transient' | 'structure', title: string, text: string): void {
  if (status !== 404) noteCall(response, { refused: [code] });
  response.status(status);
  const root = pageRoot(request);
  if (wantsPage(request)) response.send(messagePage(title, html`<p>${text}</p><p><a href="${root}/stewardship">Stewardship</a></p>`, root));
  else response.json(outcomeOf(code, `${title}. ${text}`));
}
