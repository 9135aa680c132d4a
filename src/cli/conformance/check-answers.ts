/** All answers of a run, against what every answer has to be. */
import { answerSchemas } from './answer-schemas.ts';
import { checkAnswer } from './check-answer.ts';
import { judge, skip, type Check, type Evidence } from './check.ts';
import { evidenceOf, type Exchange, type Probe } from './create-probe.ts';
import { isObject, listOf, objectOf } from './json.ts';
import type { RequirementId } from './requirements.ts';

const IDS: readonly RequirementId[] = [...answerSchemas.map(({ id }) => id), 'JSON-2', 'CARD-3', 'ACT-6'];
const SLOW_MS = 500;

export function checkAnswers({ service, exchanges, isGiven }: Probe): readonly Check[] {
  const about = service.id;
  const answered = exchanges.filter(({ status, request }) => status === 200 && request !== undefined);
  const found = answered.map((exchange) => ({ exchange, ...checkAnswer(exchange.body, exchange.request!) }));
  const seen = new Set(found.flatMap((each) => [...each.seen]));
  const why = answered.length === 0 ? 'no call was answered with 200' : `no answer had one${isGiven ? '' : ': give a request that the service has something to say to (--request)'}`;
  const shape = IDS.map((id) => {
    if (!seen.has(id)) return skip(id, about, why);
    return judge(id, about, found.flatMap(({ exchange, faults }) => faults.filter((fault) => fault.id === id).map(({ pointer, words }) => evidenceOf(exchange, words, pointer))));
  });
  return [...shape, judge('JSON-1', about, answered.flatMap(notJson)), ...(answered.length === 0 ? [] : [
    judge('CACHE-1', about, answered.slice(0, 1).filter(({ headers }) => !/no-store/.test(headers['cache-control'] ?? '')).map((each) => evidenceOf(each, 'Cache-Control does not say no-store'))),
    judge('HTTP-6', about, slowest(answered)),
  ]), judge('HTTP-3', about, exchanges.filter(({ status }) => status !== undefined && status >= 400).flatMap(checkRefusal))];
}

function notJson(exchange: Exchange): readonly Evidence[] {
  if (exchange.body === undefined) return [evidenceOf(exchange, 'the answer is no JSON, or nested deeper than 200 levels')];
  return /^application\/(?:[\w.-]+\+)?json\b/.test(exchange.headers['content-type'] ?? '') ? [] : [evidenceOf(exchange, 'Content-Type does not say application/json')];
}

/** Of the calls that were made alone, the one in the middle: a first call may find a service asleep. */
function slowest(answered: readonly Exchange[]): readonly Evidence[] {
  const alone = answered.filter(({ call }) => !/side by side|FHIR server|MB/.test(call)).toSorted((left, right) => left.ms - right.ms);
  const middle = alone[Math.floor(alone.length / 2)];
  return middle === undefined || middle.ms <= SLOW_MS ? [] : [evidenceOf(middle, `half of the answers took ${Math.round(middle.ms)} ms or more`)];
}

/** A 401 says nothing, on purpose. */
function checkRefusal(exchange: Exchange): readonly Evidence[] {
  // In JSON its lines are one.
  if (/^\s*at .+:\d+:\d+\)?|Traceback \(most recent|^\s*at [\w.$]+\([\w.]+:\d+\)/m.test(exchange.text.replaceAll('\\n', '\n'))) return [evidenceOf(exchange, 'the answer has a stack trace')];
  if (exchange.status === 401 || exchange.status === 403) return [];
  const { resourceType, issue } = objectOf(exchange.body);
  const isOutcome = resourceType === 'OperationOutcome' && listOf(issue).length > 0 && listOf(issue).every((each) => isObject(each) && typeof each['severity'] === 'string' && typeof each['code'] === 'string');
  return isOutcome ? [] : [evidenceOf(exchange, 'the answer is no OperationOutcome with severity and code')];
}
