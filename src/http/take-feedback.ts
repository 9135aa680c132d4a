/** POST /cds-services/{id}/feedback: what became of a card (CDS Hooks 2.0, Feedback; FB-1 to FB-7). */
import type { Request, RequestHandler, Response } from 'express';
import { ANONYMOUS } from '../clients/identify-client.ts';
import { clientOf } from './authenticate.ts';
import { noteCall } from './call-record.ts';
import { parseFeedback } from './parse-feedback.ts';
import type { Services } from './services.ts';

/** Keeps what can be used, and answers once it is kept; comments and reasons are not logged (FB-7). */
export function takeFeedback(services: Services): RequestHandler {
  const { config, store, now } = services;
  return async (request: Request, response: Response) => {
    const { id: client } = clientOf(request, services);
    const isUnknown = config.auth === 'off' && client === ANONYMOUS;
    noteCall(response, { client });
    const { told, unusable } = parseFeedback(request.body);
    const service = String(request.params['service']);
    const receivedAt = now().toISOString();
    // A report names no FHIR server, so a client that nobody verifies (AUTH=off) is known by its cards.
    const owners = isUnknown ? await Promise.all(told.map(async ({ card }) => (await store.findCard(card))[0]?.client)) : [];
    const taken = await store.addFeedback(told.map((each, index) => ({ ...each, client: owners[index] ?? client, service, receivedAt })));
    const count = (outcome: string): number => told.filter((each) => each.outcome === outcome).length;
    noteCall(response, { feedback: { accepted: count('accepted'), overridden: count('overridden'), unusable, repeated: taken.repeated, unmatched: taken.unmatched } });
    response.json({});
  };
}
