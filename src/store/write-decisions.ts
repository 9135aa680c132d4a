/** Decisions become rows. The same decision twice is one, so a batch whose commit was not confirmed may be written again. */
import type { Identities } from './create-identities.ts';
import { insertRows, statement, type Statement } from './database.ts';
import type { DecisionRecord } from './decision-record.ts';

const ONCE = 'ON CONFLICT DO NOTHING';

/** Statements that keep the decisions, their details and cards, and what was said of those cards already. */
export function writeDecisions(decisions: readonly DecisionRecord[], identities: Identities): readonly Statement[] {
  const shown = decisions.filter(({ cards }) => cards.length > 0);
  return [
    ...insertRows('decisions', decisions.map((each) => rowOf(each, identities)), ONCE),
    ...insertRows('details', decisions.map(detailsOf), ONCE),
    ...insertRows('challenges', decisions.flatMap(challengeOf), ONCE),
    ...insertRows('cards', shown.flatMap(cardsOf), ONCE),
    ...(shown.length === 0 ? [] : [takeEarlyFeedback(shown)]),
  ];
}

function rowOf(decision: DecisionRecord, identities: Identities) {
  const { client, patient, order, requester, encounter, silence } = decision;
  return {
    id: decision.id, at: timeOf(decision), month: new Date(timeOf(decision)).toISOString().slice(0, 7), client, tenant: decision.tenant, service: decision.service, hook: decision.hook, mode: decision.mode,
    topic: decision.topic, version: decision.version, study: decision.study, variant: decision.variant, variant_kind: decision.variantKind, certainty: decision.certainty, variant_row: decision.variantRow,
    rating: decision.rating, advice: decision.advice, advice_row: decision.adviceRow, indicator: decision.indicator, urgency: decision.urgency,
    requester: requester === undefined ? undefined : identities.requester(client, requester), patient: identities.patient(client, patient), order_key: identities.order(client, patient, order),
    encounter: encounter === undefined ? undefined : identities.encounter(client, patient, encounter), silence: silence?.because, silenced_by: silence?.decision,
    latency_ms: decision.latencyMs, hedis: undefined, outcome: decision.cards.length > 0 ? 'ignored' : 'none', reason: undefined,
  };
}

function detailsOf(decision: DecisionRecord) {
  const { id, findings, gaps, wouldChange, explanation } = decision;
  return { decision: id, at: timeOf(decision), findings: JSON.stringify(findings), gaps: JSON.stringify(gaps), would_change: JSON.stringify(wouldChange), explanation: JSON.stringify(explanation) };
}

function challengeOf(decision: DecisionRecord) {
  const { id, client, challenge, rating, indicator } = decision;
  if (challenge === undefined) return [];
  return [{
    decision: id, at: timeOf(decision), month: new Date(timeOf(decision)).toISOString().slice(0, 7), client, live_version: decision.version, version: challenge.version, parting: challenge.parting,
    live_variant: decision.variant, variant: challenge.variant, live_rating: rating, rating: challenge.rating, live_advice: decision.advice, advice: challenge.advice,
    live_indicator: indicator, indicator: challenge.indicator, differences: JSON.stringify(challenge.differences),
  }];
}

function cardsOf(decision: DecisionRecord) {
  return decision.cards.map(({ uuid, template, indicator, suggestions }) => ({
    uuid: uuid.toLowerCase(), decision: decision.id, client: decision.client, at: timeOf(decision), template, indicator, suggestions: JSON.stringify(suggestions),
  }));
}

/** Another replica may hear of a card before the one that gave it has written it down. */
function takeEarlyFeedback(shown: readonly DecisionRecord[]): Statement {
  const about = (what: string): string => `(SELECT ${what} FROM cards c JOIN feedback f ON f.uuid = c.uuid AND f.client = c.client WHERE c.decision = decisions.id ORDER BY (CASE f.outcome WHEN 'accepted' THEN 0 ELSE 1 END), f.seq DESC LIMIT 1)`;
  return statement(
    `UPDATE decisions SET outcome = ${about('f.outcome')}, reason = ${about("CASE f.outcome WHEN 'overridden' THEN f.reason_code END")}
     WHERE id IN (SELECT c.decision FROM cards c JOIN feedback f ON f.uuid = c.uuid AND f.client = c.client WHERE c.decision IN (${shown.map((_, index) => `$${index + 1}`).join(', ')}))`,
    shown.map(({ id }) => id),
  );
}

function timeOf({ at }: DecisionRecord): number {
  return Date.parse(at);
}
