/** GET /: the way in. The playground for a browser, links for programs. */
import type { Request, RequestHandler, Response } from 'express';
import { languageSwitch } from '../web/language-switch.ts';
import { playgroundOffPage } from '../web/playground/playground-off-page.ts';
import { playgroundPage } from '../web/playground/playground-page.ts';
import { readPage } from './read-page.ts';
import { closeToOthers, wantsPage } from './serve-pages.ts';
import type { Services } from './services.ts';

/** Links are relative, so that they are right behind a proxy's prefix; what is off has none. */
export function answerRoot({ config, library, shelf, topics }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    response.vary('Accept');
    const hasStewardship = config.stewardshipToken !== undefined;
    if (!wantsPage(request)) {
      return void response.json({
        name: 'Backstop', description: 'CDS Hooks service that advises on imaging orders. Not for use with patients yet.', topics: topics.map(({ id, version, title }) => ({ id, version, title })),
        links: {
          discovery: 'cds-services', health: 'healthz', readiness: 'readyz', ...(library !== undefined && { knowledge: 'knowledge', fhir: 'fhir/metadata' }),
          ...(hasStewardship && { stewardship: 'stewardship' }), ...(config.playground && { playground: './', decide: 'playground/decide' }),
        },
      });
    }
    closeToOthers(request, response, () => undefined);
    const { tell, languages, query } = readPage(request, response, topics);
    const story = request.query['story'];
    const choice = languageSwitch(tell, languages, (language) => `?${new URLSearchParams({ ...(typeof story === 'string' && { story }), lang: language })}`);
    const ways = { hasStewardship: config.stewardshipToken !== undefined, query, languages: choice };
    response.type('html');
    if (!config.playground) return void response.status(404).send(playgroundOffPage(ways, tell));
    response.send(playgroundPage({ starters: shelf?.stories.starters() ?? [], callsHook: config.auth === 'off', ways, explain: config.explain, trace: config.trace }, tell));
  };
}
