/** Hands what was decided to the store, after the answer is out: nobody waits for it, and a fault here changes no answer. */
import type { HookRequest } from '../chart/hook-request.ts';
import { isObject } from '../chart/shape/element.ts';
import type { Client } from '../clients/client.ts';
import type { Chart } from '../decision/chart.ts';
import { member } from '../decision/concept.ts';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { Topic } from '../decision/topic.ts';
import type { Card, CdsResponse, Suggestion } from '../response/cds-response.ts';
import type { Judged } from '../response/judged.ts';
import type { DecisionRecord, GivenCard } from '../store/decision-record.ts';
import { challenge } from './challenge.ts';
import { explainDecision } from './explain-decision.ts';
import { patientKey } from './owner.ts';
import type { Services } from './services.ts';
import { tellUnrated } from '../decision/tell-unrated.ts';

/** An order that was judged, with the chart as it was judged: in `chart` the order is the one that came. */
export interface Traced extends Judged {
  readonly decidedOn: Chart;
}

/** One call that was answered. */
export interface AnsweredCall {
  readonly judged: readonly Traced[];
  /** With the cards, though a client in shadow mode was not shown them. */
  readonly answer: CdsResponse;
  readonly call: HookRequest;
  readonly client: Client;
  /** Its name in the store, tenant included. */
  readonly owner: string;
  readonly service: string;
  readonly tenant?: unknown;
  readonly latencyMs: number;
  /** The caller was still there: cards nobody received were not shown. */
  readonly isDelivered: boolean;
}

/** What a card says of its own origin. */
const TRACE = 'org.backstop.decision';

/** One record for each order that was judged. */
export function recordDecisions(answered: AnsweredCall, services: Services): void {
  const { store, traces, config, now, newId, log } = services;
  try {
    const at = now().toISOString();
    const named = answered.judged.map((judged) => ({ id: newId(), judged, ...inSourceLanguage(judged, services) }));
    store.addDecisions(named.map(({ id, judged, topic, decision }) => {
      const challenged = challenge(judged.decidedOn, decision, services);
      return { id, at, ...recordOf(judged, answered), ...(challenged !== undefined && { challenge: challenged }), explanation: explainDecision(topic, decision, config.explain) };
    }));
    traces?.keep(named.map(({ id, judged: { decidedOn }, decision }) => ({ id, at, chart: decidedOn, decision })));
  } catch (error) {
    log.error({ name: error instanceof Error ? error.name : typeof error }, 'decisions are not recorded');
  }
}

/** What is kept is in one language, whoever was answered: pages over many clients read alike, and decisions can be compared. */
function inSourceLanguage({ topic, decision, decidedOn }: Traced, { topics }: Services): Pick<Judged, 'topic' | 'decision'> {
  const source = topics.find(({ id }) => id === topic.id) ?? topic;
  const again = source === topic ? undefined : decide(source, decidedOn);
  return again === undefined ? { topic, decision } : { topic: source, decision: again };
}

function recordOf({ topic, chart, decision, silence }: Judged, { answer, call, client, owner, service, tenant, latencyMs, isDelivered }: AnsweredCall): Omit<DecisionRecord, 'id' | 'at' | 'explanation'> {
  const { scenario, rating, advice } = decision;
  const requester = member(chart.order['requester'], 'reference');
  const encounter = call.tokens['context.encounterId'];
  const unrated = tellUnrated(topic, decision);
  return {
    client: owner, ...(typeof tenant === 'string' && { tenant }), service, hook: call.hook, mode: client.mode,
    topic: decision.topic.id, version: decision.topic.version, study: decision.study.id,
    variant: scenario.id, variantKind: scenario.kind, variantRow: scenario.row, ...(scenario.certainty !== undefined && { certainty: scenario.certainty }), ...(rating !== undefined && { rating: rating.category }), ...(unrated !== undefined && { unrated }),
    advice: advice.kind, adviceRow: advice.row, ...(advice.indicator !== undefined && { indicator: advice.indicator }), urgency: decision.urgency,
    findings: decision.findings.map(({ code, grade, answer: said, leadsTo }) => ({ code, grade, answer: said, leadsTo })),
    gaps: decision.gaps.map(({ read, state, hidesRedFlags }) => ({ read, state, hidesRedFlags })),
    wouldChange: decision.wouldChange.map(({ finding, ifPresent, ifAbsent }) => ({ finding, ifPresent, ifAbsent })),
    ...measureOf(topic, decision),
    cards: client.mode === 'shadow' || !isDelivered ? [] : answer.cards.filter((card) => isAbout(card, decision)).map((card) => givenCard(card, topic)),
    latencyMs: Math.round(latencyMs * 10) / 10,
    ...(silence !== undefined && { silence: { because: silence.because, decision: silence.decision } }),
    ...(typeof requester === 'string' && requester !== '' && { requester }), ...(encounter !== undefined && { encounter }),
    patient: patientKey(call), ...(chart.order.id !== undefined && { order: decision.order }),
  };
}

/** The first measure's status and window, without a date of the chart. */
function measureOf(topic: Topic, { measures }: Decision): Pick<DecisionRecord, 'measure' | 'measureDays'> {
  const [first] = measures;
  const definition = topic.measures.find(({ id }) => id === first?.id);
  return first === undefined || definition === undefined ? {} : { measure: first.status, measureDays: definition.windowDays };
}

function traceOf({ extension }: Card): Readonly<Record<string, unknown>> {
  const trace = extension[TRACE];
  return isObject(trace) ? trace : {};
}

/** Orders without an id are told apart by what was decided. */
function isAbout(card: Card, { order, topic, scenario, advice }: Decision): boolean {
  const trace = traceOf(card);
  const orders = trace['orders'];
  return Array.isArray(orders) && orders.includes(order) && trace['topic'] === topic.id && trace['scenario'] === scenario.id && trace['row'] === advice.row;
}

function givenCard(card: Card, topic: Topic): GivenCard {
  const template = String(traceOf(card)['card']);
  return { uuid: card.uuid, template, indicator: card.indicator, suggestions: (card.suggestions ?? []).map((each) => ({ uuid: each.uuid, kind: kindOf(each, topic, template) })), ...(isBeside(topic, template) && { isBeside: true as const }) };
}

/** A card that another one brings along. */
function isBeside(topic: Topic, template: string): boolean {
  return [...topic.cards.values()].some(({ second }) => second === template);
}

/** By the template whose label it bears; a client that takes one action at a time has labels of its own. */
function kindOf({ label, actions }: Suggestion, topic: Topic, template: string): string {
  const start = (text: string): string => text.split('{{')[0]!;
  const suggestions = topic.cards.get(template)?.suggestions ?? [];
  const made = suggestions.find((each) => start(each.label) !== '' && label.startsWith(start(each.label)));
  if (made !== undefined) return made.kind;
  const types = [...new Set(actions.map(({ type }) => type))].sort().join('+');
  // Half of a swap: the study goes because another one comes.
  const onlySwaps = suggestions.some(({ kind }) => kind === 'replace') && !suggestions.some(({ kind }) => kind === 'orderSet' || kind === 'remove');
  return types === 'delete' && onlySwaps ? 'replace' : types;
}
