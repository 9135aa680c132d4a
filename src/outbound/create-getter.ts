/** The only way out: GET, or POST of what only asks, over global `fetch` with an undici Agent that looks at every address before it connects (FHIR-1 to FHIR-3, JWT-9). */
import { isIP } from 'node:net';
import { Agent } from 'undici';
import { createAddressPolicy, type AddressRules } from './address-policy.ts';
import { OutboundError } from '../errors.ts';
import { guardedLookup } from './guarded-lookup.ts';

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the call, also while its body arrives. */
  readonly signal: AbortSignal;
  /** Largest body, decompressed, in bytes. */
  readonly maxBytes: number;
  /** Asked for every piece that comes: false when several calls together have taken enough. */
  readonly takes?: (bytes: number) => boolean;
  /** Sent by POST: for operations of FHIR that change nothing, as a call is made again where its connection breaks. */
  readonly body?: string;
}

export interface Got {
  readonly status: number;
  readonly body: string;
  /** Bytes of the body, decompressed. */
  readonly bytes: number;
}

/** Gets one URL. Throws OutboundError, never anything else; the URL and what was sent are in no message. */
export type Get = (url: URL, options: GetOptions) => Promise<Got>;

export interface GetterRules extends AddressRules {
  /** `http:` as well as `https:`, where the address is a loopback one: development and tests. */
  readonly allowsHttp: boolean;
}

/** One call reads some fifteen things at once, and a clinic's morning brings many calls. */
const CONNECTIONS_PER_SERVER = 512;
const CONNECT_MS = 1000;

/** A getter with its own pool of connections. Follows no redirect and keeps no cookie. */
export function createGetter(rules: GetterRules): Get {
  const isAllowed = createAddressPolicy(rules);
  const isLoopback = createAddressPolicy({ networks: [], allowsLoopback: true });
  const isPublic = createAddressPolicy({ networks: [], allowsLoopback: false });
  const isPlain = (address: string): boolean => isLoopback(address) && !isPublic(address);
  const agent = (isFine: (address: string) => boolean): Agent =>
    new Agent({ connections: CONNECTIONS_PER_SERVER, pipelining: 1, connect: { timeout: CONNECT_MS, lookup: guardedLookup(isFine) } });
  const secure = agent(isAllowed);
  const plain = agent((address) => isAllowed(address) && isPlain(address));

  return async (url, options) => {
    const isHttp = url.protocol === 'http:';
    if (url.protocol !== 'https:' && !(isHttp && rules.allowsHttp)) throw new OutboundError('refused', 'only https is called');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal never passes through a lookup.
    if (isIP(host) !== 0 && !(isAllowed(host) && (!isHttp || isPlain(host)))) throw new OutboundError('refused', 'its address may not be called');
    try {
      return await getOnce(url, options, isHttp ? plain : secure);
    } catch (error) {
      if (codeOf(error) !== 'ECONNRESET' && codeOf(error) !== 'UND_ERR_SOCKET') throw outboundError(error, options.signal);
      return await getOnce(url, options, isHttp ? plain : secure).catch((again: unknown) => { throw outboundError(again, options.signal); });
    }
  };
}

async function getOnce(url: URL, { headers, signal, maxBytes, takes, body }: GetOptions, dispatcher: Agent): Promise<Got> {
  // Node's `fetch` takes a dispatcher; its types, which the DOM's shadow, do not say so.
  const response = await fetch(url, { ...(body !== undefined && { method: 'POST', body }), headers, signal, redirect: 'manual', credentials: 'omit', dispatcher } as RequestInit);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes || takes?.(chunk.byteLength) === false) throw new OutboundError('too-large', 'the answer is too large');
    chunks.push(chunk);
  }
  return { status: response.status, body: new TextDecoder().decode(Buffer.concat(chunks)), bytes };
}

function outboundError(error: unknown, signal: AbortSignal): OutboundError {
  if (error instanceof OutboundError) return error;
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof OutboundError) return cause;
  const code = codeOf(error);
  if (signal.aborted || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return new OutboundError('timeout', 'no answer in time', { cause: error });
  return new OutboundError('unreachable', 'it could not be reached', { cause: error });
}

/** `fetch` wraps what failed in a TypeError. */
function codeOf(error: unknown): unknown {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  return cause?.code ?? code;
}
