/** Calls one foreign service as its client would, rightly or wrongly: any method, header and body, one attempt, every status is an answer. */
import { isIP } from 'node:net';
import { Agent } from 'undici';
import { OutboundError } from '../errors.ts';
import { createAddressPolicy, type AddressRules } from './address-policy.ts';
import { guardedLookup } from './guarded-lookup.ts';

export interface Call {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
}

export interface Called {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Throws OutboundError, never anything else. Follows no redirect. */
export type Caller = (url: URL, call: Call) => Promise<Called>;

export interface CallerRules extends AddressRules {
  /** `http:` as well, to this machine and to the networks that are listed. */
  readonly allowsHttp: boolean;
}

const CONNECT_MS = 5000;
const LARGEST_BYTES = 16_777_216;

export function createCaller(rules: CallerRules): Caller {
  const isAllowed = createAddressPolicy(rules);
  const isPublic = createAddressPolicy({ networks: [], allowsLoopback: false });
  const isPlain = (address: string): boolean => isAllowed(address) && !isPublic(address);
  const agent = (isFine: (address: string) => boolean): Agent => new Agent({ connections: 32, pipelining: 1, connect: { timeout: CONNECT_MS, lookup: guardedLookup(isFine) } });
  const secure = agent(isAllowed);
  const plain = agent(isPlain);

  return async (url, { method, headers, body, timeoutMs }) => {
    const isHttp = url.protocol === 'http:';
    if (url.protocol !== 'https:' && !(isHttp && rules.allowsHttp)) throw new OutboundError('refused', 'only https is called');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal never passes through a lookup.
    if (isIP(host) !== 0 && !(isHttp ? isPlain(host) : isAllowed(host))) throw new OutboundError('refused', 'its address may not be called');
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      // Node's `fetch` takes a dispatcher; its types, which the DOM's shadow, do not say so.
      const response = await fetch(url, { method, headers, signal, redirect: 'manual', credentials: 'omit', dispatcher: isHttp ? plain : secure, ...(body !== undefined && { body }) } as RequestInit);
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await readBody(response) };
    } catch (error) {
      throw asOutbound(error, signal);
    }
  };
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BYTES) throw new OutboundError('too-large', 'the answer is too large');
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function asOutbound(error: unknown, signal: AbortSignal): OutboundError {
  if (error instanceof OutboundError) return error;
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof OutboundError) return cause;
  if (signal.aborted) return new OutboundError('timeout', 'no answer in time', { cause: error });
  return new OutboundError('unreachable', 'the connection broke, or there was none', { cause: error });
}
