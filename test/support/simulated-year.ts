/** A year of orders and feedback, poured through HTTP into the real app; all that was sent and answered is kept as a raw log. Always the same year. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'node:http';
import { randomFrom } from '../../bench/random-from.ts';
import { readConfig } from '../../src/config.ts';
import { createApp } from '../../src/http/create-app.ts';
import { createLog } from '../../src/http/create-log.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { CARDS, WEB } from './app.ts';
import { registered, registryOf } from './client.ts';
import { PATTERNS, STUDIES, bodyOf, type Pattern, type Study } from './year-patterns.ts';

/** One look at one order, as it was sent and answered. */
export interface Look {
  readonly at: string;
  readonly client: string;
  readonly isShadow: boolean;
  readonly patient: string;
  readonly order: string;
  readonly requester: string | undefined;
  readonly pattern: Pattern;
  readonly study: Study;
  /** Cards of the whole answer; those of an order name it in their trace. */
  readonly cards: readonly AnsweredCard[];
}

export interface AnsweredCard {
  readonly uuid: string;
  readonly indicator: string;
  readonly suggestions?: readonly { readonly uuid: string; readonly label: string }[];
  readonly overrideReasons?: readonly { readonly code: string }[];
  readonly extension: Readonly<Record<string, { readonly card: string; readonly orders: readonly string[]; readonly scenario: string }>>;
}

export interface Report {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestions: readonly string[];
  readonly reason?: string;
}

export interface Year {
  readonly looks: readonly Look[];
  readonly reports: readonly Report[];
  readonly store: Store;
  readonly url: string;
  close(): Promise<void>;
}

export const YEAR_TOKEN = 'a-token-of-the-stewardship-pages-for-tests';
/** The requester whose MRIs stand out, and one who knows better than most. */
export const HEAVY = ['Practitioner/d3', 'Practitioner/d17', 'Practitioner/d31'];
export const LIGHT = ['Practitioner/d8', 'Practitioner/d22'];

const START = Date.parse('2026-01-01T06:00:00Z');
const DAY_MS = 86_400_000;

/** The year; `size` is the number of visits that led to an order or two, `requesters` of people who order. */
export async function simulateYear({ size = 1900, requesters = 60, store = createMemoryStore() }: { readonly size?: number; readonly requesters?: number; readonly store?: Store } = {}): Promise<Year> {
  const random = randomFrom(20_260_101);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  let clock = START;
  let ids = 0;
  const config = { ...readConfig({ LOG_LEVEL: 'silent', TIME_ZONE: 'UTC', MAX_LAG_MS: '600000', STEWARDSHIP_TOKEN: YEAR_TOKEN }), publicUrl: 'http://localhost:3000' };
  const clients = ['north', 'south', 'trial'].map((id) => registered({ id, iss: `https://${id}.example.org`, mode: id === 'trial' ? 'shadow' : 'live', openFhirServers: [`https://${id}.example.org/fhir`] }));
  const app = createApp({
    topics: loadTopics(CARDS), config, registry: registryOf(clients), store, webFolder: WEB, log: createLog(config), now: () => new Date(clock),
    newId: () => `00000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}`,
  });
  const server: Server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (path: string, body: unknown): Promise<any> => new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const call = request({ port, host: '127.0.0.1', method: 'POST', path, agent, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { answer += chunk; }).on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(answer)) : reject(new Error(`${response.statusCode}: ${answer}`))));
    });
    call.on('error', reject).end(text);
  });

  const looks: Look[] = [];
  const reports: Report[] = [];
  const later: { readonly due: number; readonly report: Report; readonly times: number }[] = [];
  const look = async (of: Omit<Look, 'at' | 'cards' | 'isShadow'>[], hook: 'order-select' | 'order-sign'): Promise<readonly AnsweredCard[]> => {
    const { cards } = await send(`/cds-services/imaging-advice${hook === 'order-sign' ? '-sign' : ''}`, bodyOf(of, hook, new Date(clock)));
    for (const each of of) looks.push({ ...each, at: new Date(clock).toISOString(), isShadow: each.client === 'trial', cards });
    return cards;
  };
  const tell = async ({ card, outcome, acceptedSuggestions, reason }: Report): Promise<void> => {
    await send('/cds-services/imaging-advice/feedback', { feedback: [{ card, outcome, outcomeTimestamp: new Date(clock).toISOString(), ...(outcome === 'accepted' && { acceptedSuggestions: acceptedSuggestions.map((id) => ({ id })) }), ...(reason !== undefined && { overrideReason: { reason: { code: reason } } }) }] });
    reports.push({ card, outcome, acceptedSuggestions, ...(reason !== undefined && { reason }) });
  };
  const answerCards = async (cards: readonly AnsweredCard[], willTake: number): Promise<boolean> => {
    let isWithdrawn = false;
    for (const { uuid, suggestions = [], overrideReasons = [] } of cards) {
      const dice = random();
      const isTaken = dice < willTake && suggestions.length > 0;
      if (!isTaken && dice > 0.7 + willTake / 4) continue;
      const suggestion = suggestions[random() < 0.8 ? 0 : suggestions.length - 1];
      const reason = overrideReasons[Math.min(overrideReasons.length - 1, Math.floor(random() ** 2 * overrideReasons.length))]?.code;
      const report: Report = isTaken ? { card: uuid, outcome: 'accepted', acceptedSuggestions: [suggestion!.uuid] } : { card: uuid, outcome: 'overridden', acceptedSuggestions: [], ...(random() < 0.85 && reason !== undefined && { reason }) };
      // One in ten comes days later, one in eight is told again.
      if (random() < 0.1) later.push({ due: clock + 3 * DAY_MS, report, times: random() < 0.5 ? 2 : 1 });
      else {
        await tell(report);
        if (random() < 0.125) await tell(report);
      }
      isWithdrawn ||= isTaken;
    }
    return isWithdrawn;
  };

  for (let visit = 0; visit < size; visit += 1) {
    clock = START + Math.floor((visit / size) * 360 * DAY_MS) + Math.floor(random() * 3_600_000);
    while (later[0] !== undefined && later[0].due <= clock) {
      const { report, times } = later.shift()!;
      for (let time = 0; time < times; time += 1) await tell(report);
    }
    const doctor = `Practitioner/d${Math.floor(requesters * random() ** 1.6)}`;
    const client = visit % 23 === 7 ? 'trial' : Number(doctor.slice(14)) % 3 === 0 ? 'south' : 'north';
    const lean = HEAVY.includes(doctor) ? 'heavy' : LIGHT.includes(doctor) ? 'light' : 'usual';
    // Advice works a little better every month, and hardly with those whose MRIs stand out.
    const month = visit / size;
    const pattern = weighted(PATTERNS, ({ weight, isLowValue }) => weight * (isLowValue ? { heavy: 9, light: 0.25, usual: 1.25 - month * 0.5 }[lean] : 1), random);
    const study = weighted(STUDIES, ({ weight }) => weight, random).id;
    const requester = random() < 0.03 ? undefined : doctor;
    const of = { client, patient: `p${visit}`, order: `o${visit}`, requester, pattern, study };
    const isSelectFirst = random() < 0.55;
    // Some draft two studies at a time.
    const drafts = random() < 0.04 ? [of, { ...of, order: `o${visit}b`, study: study === 'XR' ? 'MR_WO' as const : 'XR' as const }] : [of];
    const cards = await look(drafts, isSelectFirst ? 'order-select' : 'order-sign');
    const isWithdrawn = await answerCards(cards, lean === 'heavy' ? 0.05 : 0.2 + month * 0.25);
    if (!isSelectFirst || isWithdrawn) continue;
    clock += 15 * 60_000;
    // Before signing some choose another study, and of some patients more is known.
    const changed = random() < 0.15 ? { ...of, study: pick(STUDIES).id } : random() < 0.06 ? { ...of, pattern: PATTERNS.find(({ id }) => id === 'cancer')! } : of;
    await answerCards(await look([changed, ...drafts.slice(1).map((draft) => ({ ...draft, pattern: changed.pattern }))], 'order-sign'), 0.15);
    // The same draft again after days is another order.
    if (random() < 0.01) {
      clock += 3 * DAY_MS;
      await look([changed], 'order-sign');
    }
  }
  // About cards nobody was shown.
  for (const card of ['10000000-0000-4000-8000-000000000001', 'no uuid']) await send('/cds-services/imaging-advice/feedback', { feedback: [{ card, outcome: 'accepted' }] });
  clock = Date.parse('2026-12-31T12:00:00Z');
  return {
    looks, reports, store, url: `http://127.0.0.1:${port}`,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number, random: () => number): Item {
  let left = random() * items.reduce((sum, item) => sum + weightOf(item), 0);
  return items.find((item) => (left -= weightOf(item)) < 0) ?? items.at(-1)!;
}
