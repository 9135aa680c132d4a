/** POST /cds-services/{id}: one call through all stages (CDS Hooks 2.0, Calling a CDS Service). */
import type { Request, RequestHandler, Response } from 'express';
import { gatherCharts } from '../chart/gather-charts.ts';
import { identifyClient } from '../clients/identify-client.ts';
import { decide } from '../decision/decide.ts';
import type { Judged } from '../response/judged.ts';
import { profiles } from '../response/profile.ts';
import { writeResponse } from '../response/write-response.ts';
import { calendarDay } from './calendar-day.ts';
import { noteCall } from './call-record.ts';
import { parseHookRequest } from './parse-hook-request.ts';
import type { Services } from './services.ts';

/** A hookInstance of any other shape may hold anything, so it is not logged. */
const UUID_SHAPED = /^[0-9a-f-]{36}$/i;

/** Answers either hook, whichever of the two services is called; each call is judged on its own (CACHE-2). */
export function answerHook({ topics, config, now, newId }: Services): RequestHandler {
  return (request: Request, response: Response) => {
    const client = identifyClient({ config, ...(request.headers.authorization !== undefined && { authorization: request.headers.authorization }) });
    noteCall(response, { client: client.id });
    const profile = profiles[client.profile];
    const call = parseHookRequest(request.body, { allowsNoOrders: profile.name === 'sandbox' });
    noteCall(response, { hook: call.hook, ...(UUID_SHAPED.test(call.hookInstance) && { hookInstance: call.hookInstance }), ...(call.oddities.length > 0 && { oddities: call.oddities }) });

    const { orders, foreign } = gatherCharts(call, topics, { today: calendarDay(now(), config.timeZone) });
    const judged = orders.flatMap(({ topic, chart, drafted }): readonly Judged[] => {
      const decision = decide(topic, chart);
      return decision === undefined ? [] : [{ topic, chart: { ...chart, order: drafted }, decision }];
    });
    const answer = writeResponse(judged, {
      profile, hook: call.hook, newId, publicUrl: config.publicUrl, ...(config.mechanismId !== undefined && { mechanismId: config.mechanismId }),
    });
    noteCall(response, { orders: judged.map(outcomeOf), cards: answer.cards.length, ...(foreign > 0 && { foreign }) });
    response.json(answer);
  };
}

/** Which rows of which topic spoke: enough to look the reasons up, nothing about the patient. */
function outcomeOf({ decision }: Judged): Readonly<Record<string, unknown>> {
  const { topic, study, scenario, rating, advice } = decision;
  return {
    topic: `${topic.id}@${topic.version}`,
    study: study.id,
    scenario: scenario.id,
    row: scenario.row,
    ...(rating !== undefined && { rating: rating.category }),
    advice: advice.row,
  };
}
