/** Reads from the FHIR server of a call, as far as leave, time and size allow (PF-4 to PF-6, FHIR-1 to FHIR-5). Nothing is kept. */
import { OutboundError } from '../errors.ts';
import type { Get } from '../outbound/create-getter.ts';
import { untraced, type CallTrace } from '../tracing/call-trace.ts';
import { isDeeperThan } from './depth.ts';
import { fillQuery, isBelow } from './fill-query.ts';
import type { FhirAccess } from './hook-request.ts';
import { openPrefetch, type Opened, type Prefetched, type Unopened } from './open-prefetch.ts';

/** What one call may take of a FHIR server. */
export interface ReadLimits {
  /** Longest single request, in milliseconds. */
  readonly requestMs: number;
  /** Pages of one search. */
  readonly pages: number;
  /** Bytes of one answer, decompressed. */
  readonly answerBytes: number;
  /** Bytes of all answers to one call, decompressed. */
  readonly callBytes: number;
}

export const readLimits: ReadLimits = { requestMs: 1000, pages: 20, answerBytes: 5_242_880, callBytes: 10_485_760 };

/** Reads for one call. */
export interface FhirReader {
  /** What the server has under a prefetch template. Never rejects. */
  read(template: string): Promise<Prefetched>;
  /** The same value with the pages that follow it. Never rejects. */
  readOn(first: Opened): Promise<Opened>;
}

export interface ReaderSettings {
  readonly access: FhirAccess;
  readonly tokens: Readonly<Record<string, string>>;
  readonly get: Get;
  /** Ends all reading: the deadline of the call. */
  readonly deadline: AbortSignal;
  /** The call's, for the server to go on with. */
  readonly trace?: Pick<CallTrace, 'startRead'>;
  readonly limits?: ReadLimits;
}

const ACCEPT = 'application/fhir+json, application/json;q=0.9, application/json+fhir;q=0.8';
const NO_TIME = 'the FHIR server did not answer in time';

/** A reader for one call: its limits are counted over all its reads. */
export function createFhirReader({ access, tokens, get, deadline, trace = untraced, limits = readLimits }: ReaderSettings): FhirReader {
  let bytesLeft = limits.callBytes;
  const takes = (bytes: number): boolean => (bytesLeft -= bytes) >= 0;

  /** One answer, opened; what went wrong is a reason without patient data. */
  async function ask(url: URL, template?: string): Promise<Prefetched> {
    if (deadline.aborted) return failed(NO_TIME);
    const signal = AbortSignal.any([deadline, AbortSignal.timeout(limits.requestMs)]);
    const traced = trace.startRead(url, template);
    const headers = { ...traced.headers, Accept: ACCEPT, ...(access.token !== undefined && { Authorization: `Bearer ${access.token}` }) };
    try {
      const { status, body } = await get(url, { headers, signal, maxBytes: limits.answerBytes, takes });
      traced.end(status);
      return status === 200 ? openAnswer(body) : refusal(status);
    } catch (error) {
      traced.end(error instanceof OutboundError ? error.kind : 'unknown');
      if (!(error instanceof OutboundError)) throw error;
      return failed(reasons[error.kind]);
    }
  }

  async function readOn(first: Opened): Promise<Opened> {
    let whole = first;
    const seen = new Set<string>();
    for (let page = 2; whole.next !== undefined; page += 1) {
      const url = whole.next === '' ? null : URL.parse(whole.next, `${access.base}/`);
      if (url === null || !isBelow(url, access.base)) return ended(whole, 'its next page is not on the same server');
      if (seen.has(url.href)) return ended(whole, 'its pages lead in a circle');
      if (page > limits.pages) return ended(whole, `only ${limits.pages} pages were read`);
      seen.add(url.href);
      const more = await ask(url);
      if (more.kind !== 'read') return ended(whole, `a later page could not be read: ${more.reason}`);
      whole = joined(whole, more);
    }
    return whole;
  }

  async function read(template: string): Promise<Prefetched> {
    const url = fillQuery(template, tokens, access.base);
    if (url === undefined) return { kind: 'unusable', reason: 'its query cannot be formed for this patient' };
    const first = await ask(url, template);
    return first.kind === 'read' ? await readOn(first) : first;
  }

  return { read, readOn };
}

const MOST_LEVELS = 100;

function openAnswer(body: string): Prefetched {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return failed('the FHIR server answered with something that is no JSON');
  }
  if (value === null || isDeeperThan(value, MOST_LEVELS)) return failed('the FHIR server answered with something that is no resource');
  const opened = openPrefetch(value);
  if (opened.kind === 'read') return opened;
  return failed(opened.kind === 'failed' ? 'the FHIR server answered with an error' : 'the FHIR server answered with something that is no resource');
}

function joined(first: Opened, more: Opened): Opened {
  const { next: _, ...rest } = first;
  const shortfall = first.shortfall ?? more.shortfall;
  return {
    ...rest, sent: [...first.sent, ...more.sent], matches: first.matches + more.matches,
    ...(more.next !== undefined && { next: more.next }), ...(shortfall !== undefined && { shortfall }),
  };
}

function ended({ next: _, ...whole }: Opened, shortfall: string): Opened {
  return { ...whole, shortfall: whole.shortfall ?? shortfall };
}

function failed(reason: string): Unopened {
  return { kind: 'failed', reason };
}

const reasons: Readonly<Record<OutboundError['kind'], string>> = {
  refused: 'the FHIR server may not be called at its address',
  timeout: NO_TIME,
  'too-large': 'the FHIR server answered with more than is read',
  unreachable: 'the FHIR server could not be reached',
};

/** FHIR-4: every status but 200 means that it is not known, never that there is nothing. What a server does not have (404: a type it does not know) is as if it had not been sent. */
function refusal(status: number): Unopened {
  if (status === 404 || status === 410) return { kind: 'unusable', reason: `the FHIR server does not have it (${status})` };
  if (status === 401 || status === 403) return failed(`the FHIR server does not allow it (${status})`);
  if (status >= 300 && status < 400) return failed(`the FHIR server points elsewhere (${status})`);
  return failed(`the FHIR server answered ${status}`);
}
