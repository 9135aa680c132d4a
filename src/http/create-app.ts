/** The HTTP edge: routes, headers and errors. Knows nothing of medicine and does not listen. */
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { join } from 'node:path';
import { answerDiscovery } from './answer-discovery.ts';
import { answerError } from './answer-error.ts';
import { answerExplanation } from './answer-explanation.ts';
import { answerIcon } from './answer-icon.ts';
import { answerKnowledge } from './answer-knowledge.ts';
import { answerLeaflet } from './answer-leaflet.ts';
import { answerReadiness } from './answer-readiness.ts';
import { answerMetrics } from './answer-metrics.ts';
import { answerFhir } from './answer-fhir.ts';
import { answerRoot } from './answer-root.ts';
import { answerHook } from './answer-hook.ts';
import { authenticate, clientOf } from './authenticate.ts';
import { createBodyBudget } from './body-budget.ts';
import { noteCall, recordCall } from './call-record.ts';
import { addressOf, limitRate } from './limit-rate.ts';
import { openToBrowsers } from './open-to-browsers.ts';
import { outcomeOf } from './operation-outcome.ts';
import { servePlayground } from './playground/serve-playground.ts';
import { readJson } from './read-json.ts';
import { serveCompressed } from './serve-compressed.ts';
import { closeToOthers, pageHeaders, serveAssets, servePackageFile } from './serve-pages.ts';
import { setAlways } from './set-always.ts';
import { gatherMetrics } from './share-metrics.ts';
import { hookServices, type Services } from './services.ts';
import { createLoadShedder } from './shed-load.ts';
import { serveStewardship } from './stewardship/serve-stewardship.ts';
import { takeFeedback } from './take-feedback.ts';
import { traceCalls } from './trace-calls.ts';

/** Memory for bodies and what is made of them, by the largest body: room for seven charts of that size, or for two bodies of it that are made to fill memory. */
const HELD_BY_LARGEST = 24;

/** An Express application that serves the topics. Throws KnowledgeError when they cannot be served together. */
export function createApp(services: Services): Express {
  const { topics, library, config, log, webFolder, metrics } = services;
  const budget = createBodyBudget(HELD_BY_LARGEST * config.maxBodyBytes, () => performance.now());
  const load = createLoadShedder(config, (request) => (config.auth === 'required' && request.baseUrl !== '/playground' ? clientOf(request, services).id : undefined));
  const admit = [
    load.refuse,
    authenticate(services),
    ...(config.auth === 'required' ? [limitRate(config.ratePerClient, (request) => clientOf(request, services).id)] : []),
    readJson({ maxBytes: config.maxBodyBytes, budget, ...(metrics !== undefined && { metrics }) }),
    load.enter,
  ];
  const findService = requireService(topics.length > 0);
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', config.trustedProxies);
  // Advice is about this moment (CACHE-1); what may be kept says so itself.
  app.use(tidyPath, recordCall(log, metrics), setAlways(helmet({ crossOriginResourcePolicy: { policy: 'cross-origin' } }), { 'Cache-Control': 'no-store' }));
  const perAddress = limitRate(config.ratePerAddress, addressOf);
  // Before other origins are let in: these pages are for one's own browser.
  app.use('/stewardship', perAddress, serveStewardship(services));
  app.use('/playground', perAddress, servePlayground(services, load, readJson({ maxBytes: config.maxBodyBytes, budget })));
  app.use(...openToBrowsers(config), perAddress);

  // What is called most comes first: every path in front of it is looked at for every call.
  app.route('/cds-services/:service').post(traceCalls('/cds-services/:service', config)).all(findService).post(...admit, answerHook(services)).all(refuseMethod('POST, OPTIONS'));
  app.route('/cds-services').get(answerDiscovery(topics)).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.route('/cds-services/:service/feedback').post(traceCalls('/cds-services/:service/feedback', config)).all(findService).post(...admit, takeFeedback(services)).all(refuseMethod('POST, OPTIONS'));
  app.route('/').get(pageHeaders, answerRoot(services)).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.route('/healthz').get(answerHealth).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.route('/readyz').get(answerReadiness(services)).all(refuseMethod('GET, HEAD, OPTIONS'));
  if (metrics !== undefined) app.route('/metrics').get(closeToOthers, answerMetrics(gatherMetrics(metrics), metrics.registry.contentType, config)).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.route('/icon.png').get(answerIcon(webFolder)).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.get('/assets/chart.umd.min.js', servePackageFile(webFolder, 'chart.js/dist/chart.umd.min.js'));
  app.get('/assets/marked.js', serveCompressed(join(webFolder, '../../node_modules/marked/lib/marked.esm.js')));
  app.use('/assets', serveAssets(webFolder));
  app.route('/explain/:card').get(pageHeaders, closeToOthers, answerExplanation(services)).all(refuseMethod('GET, HEAD, OPTIONS'));
  if (library !== undefined) app.route('/knowledge{/*steps}').get(pageHeaders, answerKnowledge(library)).all(refuseMethod('GET, HEAD, OPTIONS'));
  if (library !== undefined) app.route('/fhir{/*steps}').get(answerFhir(library, config.publicUrl)).all(refuseMethod('GET, HEAD, OPTIONS'));
  app.route('/leaflet/:topic{/:language}').get(pageHeaders, closeToOthers, answerLeaflet(topics)).all(refuseMethod('GET, HEAD, OPTIONS'));

  app.use((_request: Request, response: Response) => {
    response.status(404).json(outcomeOf('not-found', 'There is nothing at this path. Discovery is at /cds-services.'));
  });
  app.use(answerError);
  return app;
}

/** Clients join paths carelessly: a typed trailing slash gives `/cds-services//imaging-advice` (DISC-15). */
function tidyPath(request: Request, _response: Response, next: NextFunction): void {
  // RFC 9112, 3.2.2: a request through a proxy may name the whole address.
  const [path = '', query] = request.url.replace(/^https?:\/\/[^/?]*/i, '').split(/(?=\?)/, 2);
  request.url = `${path === '' ? '/' : path.replace(/\/{2,}/g, '/')}${query ?? ''}`;
  next();
}

function answerHealth(_request: Request, response: Response): void {
  response.json({ status: 'ok' });
}

/** An unknown id is answered before its body is read. */
function requireService(isServing: boolean): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const service = hookServices.find(({ id }) => isServing && id === request.params['service']);
    if (service === undefined) {
      response.status(404).json(outcomeOf('not-found', `There is no such service. There are: ${hookServices.map(({ id }) => id).join(', ')}.`));
      return;
    }
    noteCall(response, { service: service.id });
    next();
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (_request: Request, response: Response) => {
    response.status(405).set('Allow', allowed).json(outcomeOf('not-supported', `The method is not supported here. Allowed: ${allowed}.`));
  };
}
