/** Asks the store what was said about a patient before; whoever cannot be asked in time has said nothing, and the card is shown. */
import type { HookRequest } from '../chart/hook-request.ts';
import type { Client } from '../clients/client.ts';
import { maySilence, staySilent, type EarlierAdvice } from '../decision/stay-silent.ts';
import { StoreError } from '../errors.ts';
import type { Judged } from '../response/judged.ts';
import type { Profile } from '../response/profile.ts';
import type { Earlier } from '../store/store.ts';
import { calendarDay } from '../chart/calendar-day.ts';
import { patientKey } from './owner.ts';
import type { Services } from './services.ts';
import { withinTime } from './within-time.ts';

export interface Recalling {
  readonly call: HookRequest;
  readonly client: Client;
  /** Its name in the store, tenant included. */
  readonly owner: string;
  readonly profile: Profile;
  /** The one that is asked. */
  readonly service: string;
}

export interface Recalled<Each extends Judged> {
  /** The orders again, those whose advice was given and answered before marked so. */
  readonly judged: readonly Each[];
  /** Why the store was not heard; for the log. */
  readonly notRecalled?: string;
}

/** A store in the house answers within a millisecond or two; a slow one costs a moment, never the answer. */
const PATIENCE_MS = 100;
const REST_MS = 2000;
const DAY_MS = 86_400_000;
/** From selecting an order to signing it. */
const ONE_ORDER_MS = DAY_MS;
/** The longest that knowledge may ask for, and the day an order may lie before the server's. */
const LONGEST_MS = 366 * DAY_MS;

/** Reads only where a card could be held back. After a failure the store is left alone for a while, or calls would queue up behind it. */
export function createRecall(services: Services): <Each extends Judged>(judged: readonly Each[], recalling: Recalling) => Promise<Recalled<Each>> {
  let askAgainAt = 0;
  return async (judged, recalling) => {
    if (recalling.client.mode === 'shadow' || !judged.some(({ topic, decision }) => maySilence(topic, decision))) return { judged };
    if (performance.now() < askAgainAt) return { judged, notRecalled: 'The store did not answer a moment ago.' };
    try {
      return { judged: await withinTime(silence(judged, recalling, services), PATIENCE_MS) };
    } catch (error) {
      // Whatever it is: memory is no reason to give no answer.
      askAgainAt = performance.now() + REST_MS;
      return { judged, notRecalled: error instanceof StoreError ? error.message : error instanceof Error ? error.name : 'unknown' };
    }
  };
}

async function silence<Each extends Judged>(judged: readonly Each[], { call, owner, profile, service }: Recalling, { store, now, config }: Services): Promise<readonly Each[]> {
  const encounter = call.tokens['context.encounterId'];
  const about = { client: owner, patient: patientKey(call), ...(encounter !== undefined && { encounter }) };
  const since = (ms: number): Date => new Date(now().getTime() - ms);
  const dayOf = (time: string): string => calendarDay(new Date(time), config.timeZone);
  const isSigning = call.hook === 'order-sign' && !profile.repeatsAtSigning;
  const overridden = (await store.overridesOf({ ...about, since: since(LONGEST_MS) })).map((each) => adviceOf(each, { isSameOrder: false, service, dayOf }));
  return Promise.all(judged.map(async (each) => {
    const { topic, chart, decision } = each;
    if (!maySilence(topic, decision)) return each;
    const shown = isSigning && chart.order.id !== undefined ? await store.shownTo({ ...about, order: decision.order, since: since(ONE_ORDER_MS) }) : [];
    const found = staySilent(topic, decision, call.hook, [...shown.map((earlier) => adviceOf(earlier, { isSameOrder: true, service, dayOf })), ...overridden]);
    return found === undefined ? each : { ...each, silence: found };
  }));
}

interface Viewpoint {
  readonly isSameOrder: boolean;
  readonly service: string;
  readonly dayOf: (time: string) => string;
}

function adviceOf(earlier: Earlier, { isSameOrder, service, dayOf }: Viewpoint): EarlierAdvice {
  const { decision, hook, topic, version, study, variant, adviceRow: row, outcome, outcomeAt, reason, hidden, isSameEncounter } = earlier;
  return {
    decision, hook: hook === 'order-sign' ? 'order-sign' : 'order-select', isFromOtherService: earlier.service !== service, topic, version, study, variant, row, isSameOrder, isOverridden: outcome === 'overridden', hidden,
    ...(outcomeAt !== undefined && { overriddenOn: dayOf(outcomeAt) }), ...(reason !== undefined && { reason }), ...(isSameEncounter !== undefined && { isSameEncounter }),
  };
}
