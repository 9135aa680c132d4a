/** Examines a running CDS service as an EHR would use it, and as none should. */
import { ConformanceError, OutboundError } from '../../errors.ts';
import type { Called, Caller } from '../../outbound/create-caller.ts';
import { checkAnswers } from './check-answers.ts';
import { checkBrowsers } from './check-browsers.ts';
import { checkCalls } from './check-calls.ts';
import { checkDiscovery, describedIn } from './check-discovery.ts';
import { checkFeedback } from './check-feedback.ts';
import { checkFhirAccess } from './check-fhir-access.ts';
import { checkTokens, type Issuer } from './check-tokens.ts';
import { judge, skip, type Check } from './check.ts';
import { createProbe, evidenceOf, unless, type Probe } from './create-probe.ts';
import { parsed, printable, type Json } from './json.ts';
import { neutralRequest, type Described } from './neutral-request.ts';
import { signToken } from './sign-token.ts';
import type { StandIn } from './start-stand-in.ts';

export interface ServiceSettings {
  /** Where `cds-services` is below; or its own address. */
  readonly url: URL;
  /** As the service calls itself in audiences, if not by `url`. */
  readonly audience?: URL;
  readonly service?: string;
  readonly hook?: string;
  /** Bodies someone gave, by the hook in them. */
  readonly requests: readonly Json[];
  readonly checksFhir: boolean;
  readonly timeoutMs: number;
}

export interface ServiceSurroundings {
  readonly caller: Caller;
  readonly standIn: StandIn;
  readonly issuer?: Issuer;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  readonly tell: (line: string) => void;
}

/** Rejects with ConformanceError where there is nothing to examine. */
export async function checkService(settings: ServiceSettings, surroundings: ServiceSurroundings): Promise<readonly Check[]> {
  const { url, timeoutMs } = settings;
  const discovery = new URL(`${url.href.replace(/\/+$/, '').replace(/\/cds-services$/, '')}/cds-services`);
  const discovered = await discover(discovery, settings, surroundings);
  let checks: readonly Check[] = [tlsCheck(discovery), ...discovered.checks];
  const services = describedIn(discovered.body).filter(({ id, hook }) => (settings.service ?? id) === id && (settings.hook ?? hook) === hook);
  if (services.length === 0 && (settings.service !== undefined || settings.hook !== undefined)) throw new ConformanceError('discovery lists no service of that id and hook (--service, --hook)');
  for (const service of services) checks = [...checks, ...await checkOne(service, discovery, settings, surroundings)];
  const again = await surroundings.caller(discovery, { method: 'GET', headers: { Accept: 'application/json' }, timeoutMs }).catch(asNothing);
  return [...checks, judge('DISC-1', 'discovery', again?.status === 200 ? [] : [{ call: 'GET discovery after all calls', ...(again !== undefined && { status: again.status }), fault: 'discovery is not what it was before' }])];
}

async function discover(url: URL, { timeoutMs, audience }: ServiceSettings, { caller, issuer }: ServiceSurroundings): Promise<{ readonly body: unknown; readonly checks: readonly Check[] }> {
  const bearer = issuer === undefined ? undefined : tokenOf(issuer, audienceOf(url, url, audience));
  const called = await caller(url, { method: 'GET', headers: { Accept: 'application/json', ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }) }, timeoutMs }).catch((error: unknown) => {
    if (!(error instanceof OutboundError)) throw error;
    throw new ConformanceError(`discovery cannot be read: ${error.message}. See whether the address is the one above cds-services${error.kind === 'refused' ? '; --insecure-http and --network allow more' : ''}.`, { cause: error });
  });
  if (called.status !== 200) throw new ConformanceError(`discovery answers ${called.status}. See whether the address is the one above cds-services.`);
  const body = parsed(called.body);
  return { body, checks: [...checkDiscovery(body), judge('JSON-1', 'discovery', body !== undefined && isJson(called) ? [] : [{ call: 'GET discovery', status: 200, fault: 'the answer is no JSON, or does not say so' }])] };
}

async function checkOne(service: Described, discovery: URL, { requests, checksFhir, timeoutMs, audience }: ServiceSettings, { caller, standIn, issuer, newId, now, clock, tell }: ServiceSurroundings): Promise<readonly Check[]> {
  const given = requests.filter(({ hook }) => hook === service.hook);
  const about = service.id;
  const bodies = given.length > 0 ? given : [neutralRequest(service)].filter((each) => each !== undefined);
  const [base] = bodies;
  if (base === undefined) return [skip('DISC-10', about, `what the hook ${printable(service.hook)} sends is not known: give a request (--request)`)];
  const url = new URL(`${discovery.href}/${encodeURIComponent(about)}`);
  const probe = createProbe({ caller, service, url, base: withoutInstance(base), isGiven: given.length > 0, timeoutMs, newId, clock, tokenFor: (at) => (issuer === undefined ? undefined : tokenOf(issuer, audienceOf(at, discovery, audience))) });
  tell(`${printable(about)} (${printable(service.hook)}): ${given.length > 0 ? `${given.length} requests given` : 'a neutral request'}`);
  const first = await probe.ask('a call');
  if (issuer === undefined && (first.status === 401 || first.status === 403)) throw new ConformanceError(`${printable(about)} answers ${first.status}: it wants a token. Give --key and --issuer, and register them there.`);
  for (const [index, request] of bodies.slice(1).entries()) await probe.ask(`request ${index + 2}`, { request: withoutInstance(request) });
  const reachable = judge('DISC-10', about, [...unless(first, (status) => status !== 404 && status !== 405, 'it should be there'), ...(first.status === undefined ? [] : probe.exchanges.slice(1).filter(({ status }) => status === undefined || status >= 500).map((each) => evidenceOf(each, `the answer is ${each.status}`)))]);
  return [
    reachable, ...await checkCalls(probe, first, standIn), ...await checkBrowsers(probe),
    ...(checksFhir ? await checkFhirAccess(probe, standIn) : (['HTTP-5', 'PF-4', 'PF-6'] as const).map((id) => skip(id, about, 'not asked for (--fhir)'))),
    ...await checkFeedback(probe, { now, isGuarded: issuer !== undefined }), ...await tokenChecks(probe, issuer && { ...issuer, claims: (at, changes) => issuer.claims(audienceOf(at, discovery, audience), changes) }), ...checkAnswers(probe),
  ];
}

async function tokenChecks(probe: Probe, issuer: Issuer | undefined): Promise<readonly Check[]> {
  if (issuer !== undefined) return checkTokens(probe, issuer);
  return (['JWT-1', 'JWT-2', 'JWT-4', 'JWT-6', 'JWT-7', 'JWT-9', 'JWT-10', 'JWT-11', 'JWT-13', 'JWT-16', 'JWT-17'] as const).map((id) => skip(id, probe.service.id, 'no key was given (--key)'));
}

function withoutInstance({ hookInstance: _, ...rest }: Json): Json {
  return rest;
}

function tokenOf({ key, claims, jku }: Issuer, audience: URL): string {
  return signToken(key, claims(audience), jku === undefined ? {} : { jku });
}

/** An address of the service under the name it has for itself; any other address is left as it is. */
function audienceOf(at: URL, discovery: URL, audience: URL | undefined): URL {
  const base = discovery.href.replace(/\/cds-services$/, '');
  return audience === undefined || !at.href.startsWith(base) ? at : new URL(`${audience.href.replace(/\/+$/, '')}${at.href.slice(base.length)}`);
}

function isJson({ headers }: Called): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? '');
}

function tlsCheck({ protocol }: URL): Check {
  return protocol === 'https:' ? judge('TLS-1', 'discovery', []) : skip('TLS-1', 'discovery', 'called over http on request (--insecure-http)');
}

function asNothing(error: unknown): undefined {
  if (!(error instanceof OutboundError)) throw error;
  return undefined;
}
