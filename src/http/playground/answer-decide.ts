/** POST /playground/decide: a hook request judged in full view, also as if a finding were otherwise. Nothing is recorded, and nobody else is asked. */
import type { Request, RequestHandler, Response } from 'express';
import { gatherCharts } from '../../chart/gather-charts.ts';
import { isObject } from '../../chart/shape/element.ts';
import { assumableAnswers, type Assumed } from '../../decision/assume-findings.ts';
import { decide } from '../../decision/decide.ts';
import type { Topic } from '../../decision/topic.ts';
import { RequestError, type Problem } from '../../errors.ts';
import { profiles, type ProfileName } from '../../response/profile.ts';
import type { Judged } from '../../response/judged.ts';
import { writeResponse } from '../../response/write-response.ts';
import { calendarDay } from '../../chart/calendar-day.ts';
import { noteCall } from '../call-record.ts';
import { parseHookRequest } from '../../chart/parse-hook-request.ts';
import type { Services } from '../services.ts';
import { topicsOf } from './topics-of.ts';

/** Three members more than a hook request has: `assume` (by finding), `profile` and `language` (of the decisions and the cards). A FHIR server is never asked, whatever the request names. */
export function answerDecide({ topics, config, now, newId }: Services): RequestHandler {
  return async (request: Request, response: Response) => {
    const body: unknown = request.body;
    const call = parseHookRequest(body, { allowsNoOrders: true });
    const { assumed, profile, spoken } = parseSettings(body as Readonly<Record<string, unknown>>, topics);
    const { orders } = await gatherCharts(call, spoken, { today: calendarDay(now(), config.timeZone) });
    const judged = orders.flatMap(({ topic, chart, drafted }): readonly Judged[] => {
      const decision = decide(topic, chart, assumed);
      return decision === undefined ? [] : [{ topic, chart: { ...chart, order: drafted }, decision }];
    });
    const answer = writeResponse(judged, { profile: profiles[profile], hook: call.hook, newId, publicUrl: config.publicUrl });
    noteCall(response, { playground: true, cards: answer.cards.length });
    if (spoken[0] !== undefined) response.set('Content-Language', spoken[0].words.language);
    response.json({ decisions: judged.map(({ decision }) => decision), ...answer });
  };
}

interface Settings {
  readonly assumed?: Assumed;
  readonly profile: ProfileName;
  /** The topics in the language that was asked for. */
  readonly spoken: readonly Topic[];
}

/** Throws RequestError for a finding, an answer or a profile that there is not. */
function parseSettings({ assume = {}, profile = 'sandbox', language }: Readonly<Record<string, unknown>>, topics: readonly Topic[]): Settings {
  const problems: Problem[] = [];
  if (typeof profile !== 'string' || !Object.hasOwn(profiles, profile)) problems.push({ pointer: '/profile', kind: 'value', message: `profile must be one of ${Object.keys(profiles).join(', ')}.` });
  if (language !== undefined && typeof language !== 'string') problems.push({ pointer: '/language', kind: 'structure', message: 'language must be a language tag such as es.' });
  if (!isObject(assume)) throw new RequestError([...problems, { pointer: '/assume', kind: 'structure', message: 'assume must be an object of findings and what to assume of them.' }]);
  const entries = Object.entries(assume);
  for (const [code, value] of entries) {
    const allowed = topics.flatMap((topic) => topic.findings.filter((each) => each.code === code).flatMap((each) => assumableAnswers(topic, each)));
    if (typeof value === 'string' && allowed.includes(value)) continue;
    const pointer = `/assume/${code.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 80)}`;
    problems.push({ pointer, kind: 'value', message: allowed.length === 0 ? 'There is no such finding, or nothing can be assumed of it.' : `It may be assumed to be ${allowed.join(', ')}.` });
    if (problems.length > 20) break;
  }
  if (problems.length > 0) throw new RequestError(problems);
  return { ...(entries.length > 0 && { assumed: assume as Assumed }), profile: profile as ProfileName, spoken: topicsOf(topics, language) };
}
