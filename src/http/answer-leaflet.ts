/** GET /leaflet/{topic}: what a patient takes home. The address says which topic and which language, and nothing about anybody. */
import type { Request, RequestHandler, Response } from 'express';
import type { Leaflet, Topic } from '../decision/topic.ts';
import { leafletPage } from '../web/leaflet-page.ts';
import { outcomeOf } from './operation-outcome.ts';

/** Kept by a browser for an hour, so that it opens without a network too; then it may have been corrected. */
const KEPT = 'public, max-age=3600';

/** The page in the language of the address, else in the one the browser asks for, else in the topic's first. */
export function answerLeaflet(topics: readonly Topic[]): RequestHandler {
  return (request: Request, response: Response) => {
    const topic = topics.find(({ id }) => id === request.params['topic']);
    const leaflets = topic === undefined ? [] : [...topic.leaflets.values()];
    const fixed = request.params['language'];
    const named = leaflets.find(({ language }) => language === request.query['lang']);
    const leaflet = fixed === undefined ? named ?? preferred(request, leaflets) : topic?.leaflets.get(String(fixed));
    if (topic === undefined || leaflet === undefined) {
      response.status(404).json(outcomeOf('not-found', `There is no such leaflet. There are: ${pathsOf(topics).join(', ')}.`));
      return;
    }
    if (fixed === undefined && named === undefined) response.vary('Accept-Language');
    // Seen from /leaflet/{topic} and from /leaflet/{topic}/{language}.
    const [path, assets] = fixed === undefined ? [`./${topic.id}`, '../assets'] : [`../${topic.id}`, '../../assets'];
    response.set({ 'Cache-Control': KEPT, 'Content-Language': leaflet.language }).type('html');
    response.send(leafletPage(leaflet, { edition: `${topic.id} ${topic.version}`, leaflets, path, assets }));
  };
}

function preferred(request: Request, leaflets: readonly Leaflet[]): Leaflet | undefined {
  const wanted = request.acceptsLanguages(leaflets.map(({ language }) => language));
  return leaflets.find(({ language }) => language === wanted) ?? leaflets[0];
}

function pathsOf(topics: readonly Topic[]): readonly string[] {
  const paths = topics.flatMap(({ id, leaflets }) => [...leaflets.keys()].map((language) => `/leaflet/${id}/${language}`));
  return paths.length > 0 ? paths : ['none'];
}
