/** POST /cds-services/{id}/feedback: what became of a card (CDS Hooks 2.0, Feedback; FB-1 to FB-7). */
import type { Request, RequestHandler, Response } from 'express';
import { ANONYMOUS } from '../clients/identify-client.ts';
import { clientOf } from './authenticate.ts';
import { noteCall } from './call-record.ts';
import { ownerOf } from './owner.ts';
import { parseFeedback, type Told } from './parse-feedback.ts';
import type { Feedback } from '../store/store.ts';
import type { Services } from './services.ts';
import { withinTime } from './within-time.ts';

/** Keeps what can be used, and answers once it is kept; comments and reasons are not logged (FB-7). */
export function takeFeedback(services: Services): RequestHandler {
  const { config, store, now, topics, metrics } = services;
  const offered = new Set(topics.flatMap(({ overrideReasons }) => [...overrideReasons.values()].map(({ code }) => code)));
  return async (request: Request, response: Response) => {
    const { id: client } = clientOf(request, services);
    const isUnknown = config.auth === 'off' && client === ANONYMOUS;
    noteCall(response, { client });
    const { told, unusable } = parseFeedback(request.body);
    const service = String(request.params['service']);
    const receivedAt = now().toISOString();
    const own = ownerOf({ id: client }, response.locals['tenant']);
    // A report names no FHIR server, so a client that nobody verifies (AUTH=off) is known by its cards.
    const owners = isUnknown ? await withinTime(Promise.all(told.map(async ({ card }) => (await store.findCard(card))[0]?.client)), config.deadlineMs) : [];
    // Kept after all, it is the same report when it comes again.
    const taken = await withinTime(store.addFeedback(told.map((each, index) => ({ ...each, ...countedReason(each, offered), client: owners[index] ?? own, service, receivedAt }))), config.deadlineMs);
    const count = (outcome: string): number => told.filter((each) => each.outcome === outcome).length;
    const feedback = { accepted: count('accepted'), overridden: count('overridden'), unusable, repeated: taken.repeated, unmatched: taken.unmatched };
    metrics?.countFeedback(feedback);
    noteCall(response, { feedback });
    response.json({});
  };
}

/** What a reason is counted as when it is no code that a card offers: such a code may hold whatever somebody wrote (FB-7). */
const OTHER = 'other';

function countedReason({ reason }: Told, offered: ReadonlySet<string>): Pick<Feedback, 'countedReason'> {
  if (reason === undefined) return {};
  return { countedReason: reason.code !== undefined && offered.has(reason.code) ? reason.code : OTHER };
}
