/** Asks one terminology server, and tells an answer from a refusal. */
import { OutboundError, TerminologyError } from '../../errors.ts';
import { createGetter, type Got } from '../../outbound/create-getter.ts';
import { isLoopback } from './is-loopback.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface TxSettings {
  /** `[base]` of its FHIR interface. */
  readonly base: URL;
  /** CIDR blocks beyond public addresses. */
  readonly networks: readonly string[];
  /** Sent as bearer, never shown. */
  readonly token?: string;
  readonly timeoutMs: number;
}

/** One resource that the server gives, by the path below its base. Rejects with TerminologyError. */
export type Ask = (path: string, body?: Json) => Promise<Json>;

const MAX_BYTES = 64 * 1_048_576;
const FHIR_JSON = 'application/fhir+json';
const LONGEST_WORDS = 400;

export function createTxClient({ base, networks, token, timeoutMs }: TxSettings): Ask {
  const isLocal = base.protocol === 'http:' || isLoopback(base.hostname);
  const get = createGetter({ networks, allowsLoopback: isLocal, allowsHttp: isLocal });
  return async (path, body) => {
    const url = new URL(`${base.href.replace(/\/+$/, '')}/${path}`);
    const headers = { Accept: FHIR_JSON, ...(body !== undefined && { 'Content-Type': FHIR_JSON }), ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const got = await get(url, { headers, signal: AbortSignal.timeout(timeoutMs), maxBytes: MAX_BYTES, ...(body !== undefined && { body: JSON.stringify(body) }) })
      .catch((error: unknown) => { throw failure(error, timeoutMs); });
    return resourceOf(got, (words) => (token === undefined ? words : words.replaceAll(token, '(token)')));
  };
}

function failure(error: unknown, timeoutMs: number): unknown {
  if (!(error instanceof OutboundError)) return error;
  const advice: Readonly<Record<OutboundError['kind'], string>> = {
    refused: 'A server inside a private network is named with --network CIDR.', timeout: `It had ${timeoutMs / 1000} s; more with --timeout.`,
    'too-large': 'Fewer codes at a time with --page-size.', unreachable: 'See whether --tx names it rightly and it is up.',
  };
  return new TerminologyError(`the server could not be asked: ${error.message}. ${advice[error.kind]}`, { cause: error });
}

function resourceOf({ status, body }: Got, hide: (words: string) => string): Json {
  const resource = parsed(body);
  const said = resource?.['resourceType'] === 'OperationOutcome' ? `: ${hide(outcomeWords(resource))}` : '';
  if (status >= 300 && status < 400) throw new TerminologyError(`the server answers with another address (${status}), which is not followed. Name the address itself with --tx.`);
  if (status === 401 || status === 403) throw new TerminologyError(`the server lets nobody in (${status})${said}. Set TX_TOKEN to a bearer token it takes.`);
  if (status !== 200) throw new TerminologyError(`the server answers ${status}${said}`);
  if (resource === undefined) throw new TerminologyError('the server answers with something that is no FHIR JSON. See whether --tx names the base of its FHIR interface.');
  if (said !== '') throw new TerminologyError(`the server refuses${said}`);
  return resource;
}

function parsed(body: string): Json | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null && typeof (value as Json)['resourceType'] === 'string' ? value as Json : undefined;
  } catch {
    // What it is instead is for the caller to say.
    return undefined;
  }
}

/** Words of a stranger: short, and nothing that a terminal obeys. */
function outcomeWords({ issue }: Json): string {
  const issues = (Array.isArray(issue) ? issue : []) as readonly { readonly code?: unknown; readonly diagnostics?: unknown; readonly details?: { readonly text?: unknown } }[];
  const words = issues.map(({ code, diagnostics, details }) => [code, details?.text ?? diagnostics].filter((each) => typeof each === 'string').join(', ')).join('; ');
  return words.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, LONGEST_WORDS);
}
