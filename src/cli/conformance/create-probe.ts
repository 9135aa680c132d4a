/** Calls one service and remembers every exchange, so that all answers can be looked at in the end. */
import { OutboundError } from '../../errors.ts';
import type { Called, Caller } from '../../outbound/create-caller.ts';
import type { Evidence } from './check.ts';
import { parsed, type Json } from './json.ts';
import type { Described } from './neutral-request.ts';

/** One call and what became of it. */
export interface Exchange {
  readonly call: string;
  /** The body as it was meant; undefined where it was no request. */
  readonly request?: Json;
  /** Its beginning; empty where someone gave the request: that may be about a patient. */
  readonly sent: string;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Why none came. */
  readonly fault?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The answer, parsed; undefined for what is no JSON. */
  readonly body: unknown;
  readonly ms: number;
}

export interface Ask {
  readonly request?: Json;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly method?: string;
  readonly url?: URL;
  /** Beside the usual ones; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the good token, where that is not the address that is called. */
  readonly audience?: URL;
  /** In place of a good one; `undefined` as a value sends none. */
  readonly token?: { readonly value: string | undefined };
  /** False for calls that are made side by side: being turned away is an answer to those. */
  readonly isAlone?: boolean;
}

export interface Probe {
  readonly service: Described;
  readonly url: URL;
  /** What is varied. */
  readonly base: Json;
  /** Whether someone gave it: a generated one may not be enough for a service. */
  readonly isGiven: boolean;
  readonly timeoutMs: number;
  readonly newId: () => string;
  readonly exchanges: readonly Exchange[];
  readonly ask: (call: string, ask?: Ask) => Promise<Exchange>;
}

export interface ProbeOptions {
  readonly caller: Caller;
  readonly service: Described;
  readonly url: URL;
  readonly base: Json;
  readonly isGiven: boolean;
  readonly timeoutMs: number;
  readonly newId: () => string;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  /** A good token for that address; undefined where none is needed. */
  readonly tokenFor: (url: URL) => string | undefined;
}

const LONGEST_EXCERPT = 200;
const MOST_TRIES = 5;
const SHORTEST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2000;

export function createProbe({ caller, service, url, base, isGiven, timeoutMs, newId, clock, tokenFor }: ProbeOptions): Probe {
  const exchanges: Exchange[] = [];
  return { service, url, base, isGiven, timeoutMs, newId, exchanges, ask };

  async function ask(call: string, { request, raw, method = 'POST', url: at = url, headers = {}, audience = at, token, isAlone = true }: Ask = {}): Promise<Exchange> {
    const meant = raw === undefined && method === 'POST' ? { hookInstance: newId(), ...(request ?? base) } : undefined;
    const sent = raw ?? (meant === undefined ? undefined : JSON.stringify(meant));
    const body = sent === undefined ? undefined : typeof sent === 'string' ? Uint8Array.from(Buffer.from(sent)) : sent;
    let began = clock();
    const once = (): Promise<Called> => {
      // A token is good once: another try needs another.
      const bearer = token === undefined ? tokenFor(audience) : token.value;
      const all = { Accept: 'application/json', 'Content-Type': 'application/json', ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }), ...headers };
      began = clock();
      return caller(at, { method, headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')), timeoutMs, ...(body !== undefined && { body }) });
    };
    const about = { call, ...(meant !== undefined && { request: meant }), sent: typeof sent === 'string' && !isGiven ? sent.slice(0, LONGEST_EXCERPT) : '' };
    let exchange: Exchange;
    try {
      const { status, headers: got, body: text } = await patiently(once, isAlone);
      exchange = { ...about, status, headers: got, text, body: parsed(text), ms: clock() - began };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      exchange = { ...about, status: undefined, fault: error.kind === 'timeout' ? `no answer in ${timeoutMs / 1000} s` : error.message, headers: {}, text: '', body: undefined, ms: clock() - began };
    }
    exchanges.push(exchange);
    return exchange;
  }
}

/** A service that is busy and says when to come again is asked again: what is looked at is no question of load. */
async function patiently(call: () => Promise<Called>, isAlone: boolean): Promise<Called> {
  for (let tries = 1; ; tries += 1) {
    const called = await call();
    const isBusy = (called.status === 429 || called.status === 503) && called.headers['retry-after'] !== undefined;
    if (!isBusy || !isAlone || tries === MOST_TRIES) return called;
    await new Promise((resolve) => { setTimeout(resolve, Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, 1000 * (Number(called.headers['retry-after']) || 1)))); });
  }
}

/** What is wrong with it, as evidence. */
export function evidenceOf({ call, status, fault, sent }: Exchange, words: string, pointer?: string): Evidence {
  return { call, ...(status !== undefined && { status }), ...(pointer !== undefined && { pointer }), fault: fault ?? words, ...(sent !== '' && { sent }) };
}

/** Evidence against the exchange unless its status is as it should be. */
export function unless(exchange: Exchange, isFine: (status: number) => boolean, words: string): readonly Evidence[] {
  return exchange.status !== undefined && isFine(exchange.status) ? [] : [evidenceOf(exchange, `the answer is ${exchange.status}; ${words}`)];
}

export const isAnswered = (status: number): boolean => status === 200 || status === 412;
export const isRefused = (status: number): boolean => status >= 400 && status < 500;
