/** POST /cds-services/{id}: one call through all stages (CDS Hooks 2.0, Calling a CDS Service). */
import type { Request, RequestHandler, Response } from 'express';
import { gatherCharts } from '../chart/gather-charts.ts';
import type { HookRequest } from '../chart/hook-request.ts';
import { createFhirReader, type FhirReader, type ReaderSettings } from '../chart/read-fhir.ts';
import type { Client } from '../clients/client.ts';
import { grantFhirAccess } from '../clients/grant-fhir-access.ts';
import { decide } from '../decision/decide.ts';
import { inLanguage } from '../decision/in-language.ts';
import type { Judged } from '../response/judged.ts';
import { profiles, type Profile } from '../response/profile.ts';
import { writeResponse } from '../response/write-response.ts';
import { clientOf, timeToProve } from './authenticate.ts';
import { noteCall } from './call-record.ts';
import { createCalendar } from './create-calendar.ts';
import { ownerOf } from './owner.ts';
import { parseHookRequest } from '../chart/parse-hook-request.ts';
import { createRecall } from './recall-earlier.ts';
import { recordDecisions, type Traced } from './record-decisions.ts';
import { sendJson } from './send-json.ts';
import type { Services } from './services.ts';
import { timeStages } from './time-stages.ts';
import { traceOf } from './trace-calls.ts';

/** A hookInstance of any other shape may hold anything, so it is not logged. */
const UUID_SHAPED = /^[0-9a-f-]{36}$/i;
/** What is left of the deadline when reading must have ended: deciding and writing take milliseconds, and a busy process some more. */
const RESERVE_MS = 300;

/** Answers either hook, whichever of the two services is called; each call is judged on its own (CACHE-2), and not told again what was answered. */
export function answerHook(services: Services): RequestHandler {
  const { topics, config, now, newId, metrics } = services;
  const recall = createRecall(services);
  const today = createCalendar(config.timeZone);
  return async (request: Request, response: Response) => {
    const start = performance.now();
    const trace = traceOf(request);
    const stage = timeStages(metrics, trace);
    const deadline = startDeadline(config.deadlineMs - timeToProve(request));
    try {
      const service = String(request.params['service']);
      const client = clientOf(request, services);
      noteCall(response, { client: client.id });
      const profile: Profile = { ...profiles[client.profile], ...client.capabilities };
      const call = parseHookRequest(request.body, { allowsNoOrders: profile.name === 'sandbox' });
      noteCall(response, { hook: call.hook, ...(UUID_SHAPED.test(call.hookInstance) && { hookInstance: call.hookInstance }), ...(call.oddities.length > 0 && { oddities: call.oddities }) });

      stage('understand');
      const { reader, refusal } = readerFor(client, call, { deadline: deadline.signal, trace });
      const spoken = inLanguage(topics, client.language);
      const { orders, foreign, fetched } = await gatherCharts(call, spoken, { today: today(now()), ...(reader !== undefined && { reader }) });
      stage('gather');
      const decided = orders.flatMap(({ topic, chart, drafted }): readonly Traced[] => {
        const decision = decide(topic, chart);
        return decision === undefined ? [] : [{ topic, chart: { ...chart, order: drafted }, decision, decidedOn: chart }];
      });
      stage('decide');
      const owner = ownerOf(client, response.locals['tenant']);
      const { judged, notRecalled } = await recall(decided, { call, client, owner, profile, service });
      stage('recall');
      const answer = writeResponse(judged, {
        profile, hook: call.hook, newId, publicUrl: config.publicUrl, ...(config.mechanismId !== undefined && { mechanismId: config.mechanismId }),
      });
      stage('write');
      noteCall(response, {
        orders: judged.map(outcomeOf), cards: answer.cards.length,
        ...(foreign > 0 && { foreign }), ...(fetched !== undefined && { fetched }), ...(refusal !== undefined && judged.length > 0 && { notFetched: refusal }), ...(notRecalled !== undefined && { notRecalled }), ...(client.mode === 'shadow' && { shadow: true }),
      });
      // A caller that has left by now, as one that waits no longer does, receives nothing.
      const isDelivered = !response.closed && !response.destroyed;
      if (spoken[0] !== undefined) response.set('Content-Language', spoken[0].words.language);
      sendJson(response, client.mode === 'shadow' ? { cards: [] } : answer);
      if (fetched !== undefined) metrics?.countReads(fetched);
      metrics?.countAnswer(judged, isDelivered && client.mode !== 'shadow' ? answer.cards : []);
      const answered = { judged, answer, call, client, owner, service, tenant: response.locals['tenant'], latencyMs: performance.now() - start };
      // A challenger costs as much as the decision: the answer is on its way first.
      setImmediate(() => recordDecisions({ ...answered, isDelivered }, services));
    } finally {
      deadline.clear();
    }
  };
}

function startDeadline(deadlineMs: number): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(deadlineMs - RESERVE_MS, deadlineMs / 2, 0));
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

function readerFor(client: Client, call: HookRequest, around: Pick<ReaderSettings, 'deadline' | 'trace'>): { readonly reader?: FhirReader; readonly refusal?: string } {
  const { access, refusal } = grantFhirAccess(client, call);
  return {
    ...(access !== undefined && { reader: createFhirReader({ access, tokens: call.tokens, get: client.get, ...around }) }),
    ...(refusal !== undefined && { refusal }),
  };
}

/** Which rows of which topic spoke: enough to look the reasons up, nothing about the patient. */
function outcomeOf({ decision, silence }: Judged): Readonly<Record<string, unknown>> {
  const { topic, study, scenario, rating, advice } = decision;
  return {
    topic: `${topic.id}@${topic.version}`,
    study: study.id,
    scenario: scenario.id,
    row: scenario.row,
    ...(rating !== undefined && { rating: rating.category }),
    advice: advice.row,
    ...(silence !== undefined && { silence: silence.because }),
  };
}
