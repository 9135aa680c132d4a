/** A decision in the columns it is kept in, people and orders as hashes. */
import type { Identities } from './create-identities.ts';
import { keepable, type Row, type Value } from './database.ts';
import type { DecisionRecord } from './decision-record.ts';

/** `decision` lacks the order it belongs to and what became of it: that is found when it is written. */
export interface DecisionRows {
  readonly decision: Row;
  readonly details: Row;
  readonly cards: readonly Row[];
  /** One, where a challenger was asked. */
  readonly challenges: readonly Row[];
}

export function rowsOfDecision(decision: DecisionRecord, identities: Identities): DecisionRows {
  return { decision: tidy(columnsOf(decision, identities)), details: tidy(detailsOf(decision)), cards: cardsOf(decision).map(tidy), challenges: challengesOf(decision).map(tidy) };
}

/** As a database gives it back. */
function tidy(row: Readonly<Record<string, Value | undefined>>): Row {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(row)) kept[name] = typeof value === 'string' ? keepable(value) : value ?? null;
  return kept;
}

function columnsOf(decision: DecisionRecord, identities: Identities) {
  const { id, client, patient, order, requester, encounter, silence } = decision;
  const at = Date.parse(decision.at);
  return {
    id, at, month: new Date(at).toISOString().slice(0, 7), client, tenant: decision.tenant, service: decision.service, hook: decision.hook, mode: decision.mode,
    topic: decision.topic, version: decision.version, study: decision.study, variant: decision.variant, variant_kind: decision.variantKind, certainty: decision.certainty, variant_row: decision.variantRow,
    rating: decision.rating, unrated: decision.unrated, advice: decision.advice, advice_row: decision.adviceRow, indicator: decision.indicator, urgency: decision.urgency,
    requester: requester === undefined ? undefined : identities.requester(client, requester), patient: identities.patient(client, patient),
    // An order without an id is like no other; no reference begins with a number sign and names an order.
    order_key: identities.order(client, patient, order ?? `#${id}`),
    encounter: encounter === undefined ? undefined : identities.encounter(client, patient, encounter), silence: silence?.because, silenced_by: silence?.decision,
    latency_ms: decision.latencyMs, measure: decision.measure, measure_days: decision.measureDays,
  };
}

function detailsOf({ id, at, findings, gaps, wouldChange, explanation }: DecisionRecord) {
  return { decision: id, at: Date.parse(at), findings: JSON.stringify(findings), gaps: JSON.stringify(gaps), would_change: JSON.stringify(wouldChange), explanation: JSON.stringify(explanation) };
}

function cardsOf(decision: DecisionRecord) {
  return decision.cards.map(({ uuid, template, indicator, suggestions, isBeside }) => ({
    uuid: uuid.toLowerCase(), decision: decision.id, client: decision.client, at: Date.parse(decision.at), template, indicator, suggestions: JSON.stringify(suggestions), beside: isBeside === true ? 1 : 0,
  }));
}

function challengesOf({ id, at, client, version, variant, rating, advice, indicator, challenge }: DecisionRecord) {
  if (challenge === undefined) return [];
  return [{
    decision: id, at: Date.parse(at), month: new Date(at).toISOString().slice(0, 7), client, live_version: version, version: challenge.version, parting: challenge.parting,
    live_variant: variant, variant: challenge.variant, live_rating: rating, rating: challenge.rating, live_advice: advice, advice: challenge.advice,
    live_indicator: indicator, indicator: challenge.indicator, differences: JSON.stringify(challenge.differences),
  }];
}
