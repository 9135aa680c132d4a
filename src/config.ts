/** What the environment says about how to run: read once at start, checked wholly, then handed around as data. */
import { ConfigError } from './errors.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How the process runs; every member is documented in README. */
export interface Config {
  /** `PORT`: TCP port; 0 takes any free one. */
  readonly port: number;
  /** `HOST`: address to listen on. This machine only by default; a container sets `0.0.0.0`. */
  readonly host: string;
  /** `PROCESSES`: how many serve side by side; one for each core where left out, one with `memory:`. */
  readonly processes?: number;
  /** `PUBLIC_URL`: base of links and of JWT audiences, without a trailing slash; never taken from request headers (TLS-3). */
  readonly publicUrl: string;
  /** Further bases under which clients know this service, after the first of `PUBLIC_URL`. */
  readonly otherPublicUrls: readonly string[];
  /** `AUTH`: whether callers must prove who they are. */
  readonly auth: 'off' | 'required';
  /** `NODE_ENV=production`. */
  readonly isProduction: boolean;
  /** `PLAYGROUND`: whether the page to try things out on is served; it answers anybody. */
  readonly playground: boolean;
  /** `ALLOWED_ORIGINS`: web origins that may call from a browser, or all of them (CORS-2). */
  readonly allowedOrigins: '*' | readonly string[];
  /** `MAX_BODY_MB`, in bytes (JSON-6). */
  readonly maxBodyBytes: number;
  /** `MAX_CONNECTIONS`: open at a time. */
  readonly maxConnections: number;
  /** `MAX_IN_FLIGHT`: calls under way at a time; more are told to come back. */
  readonly maxInFlight: number;
  /** `MAX_LAG_MS`: an event loop that is late by so much turns calls away. */
  readonly maxLagMs: number;
  /** `RATE_PER_CLIENT`, `RATE_PER_ADDRESS`: calls a second. */
  readonly ratePerClient: number;
  readonly ratePerAddress: number;
  /** `TRUST_PROXY`: proxies in front whose `X-Forwarded-For` is believed, counted from here. */
  readonly trustedProxies: number;
  /** `LOG_LEVEL`. */
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** `TIME_ZONE`: IANA zone of the calendar day on which the service decides. */
  readonly timeZone: string;
  /** `CLIENTS`: path of the JSON file that lists the clients; none by default. */
  readonly clientsFile?: string;
  /** `ALLOW_INSECURE_HTTP`: servers on this machine may be called, over http too. Development and tests. */
  readonly allowInsecureHttp: boolean;
  /** `DEADLINE_MS`: longest time until an answer, reads from a FHIR server included (HTTP-6). */
  readonly deadlineMs: number;
  /** `MECHANISM_ID`: identifier of a qualified mechanism (PAMA-5); never made up, so absent by default. */
  readonly mechanismId?: string;
  /** `STORE`: where decisions and feedback are kept. */
  readonly store: { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };
  /** `HASH_KEY`: makes hashes of patients, orders and requesters; a secret. */
  readonly hashKey?: string;
  /** `STEWARDSHIP_TOKEN`: opens the stewardship pages, which are off without it; a secret. */
  readonly stewardshipToken?: string;
  /** `METRICS_TOKEN`: opens `/metrics`, which is open without it; a secret. */
  readonly metricsToken?: string;
  /** `REQUESTERS`: how the one who ordered is kept. */
  readonly requesters: 'plain' | 'hashed';
  /** `EXPLAIN`: whether references into the chart (`Condition/123`) are kept with a decision. */
  readonly explain: 'codes' | 'references';
  /** `KNOWLEDGE`: folder of the knowledge, a release or its `cards`; this release's own where left out. */
  readonly knowledgeFolder?: string;
  /** `TOPICS`: which topics of the knowledge are served; all that are no drafts where left out. */
  readonly topics?: readonly string[];
  /** `CHALLENGER`: folder of a second version of the knowledge, asked beside the live one and heard by nobody. */
  readonly challengerFolder?: string;
  /** `RETENTION_DAYS`: how long decisions and feedback are kept. */
  readonly retentionDays: number;
  /** `TRACE`: whether what a decision was made from is kept, encrypted. Patient data. */
  readonly trace: 'off' | 'full';
  /** `TRACE_KEY`: encrypts it; a secret. */
  readonly traceKey?: string;
  /** `TRACE_DAYS`: how long it is kept, at most as long as decisions. */
  readonly traceDays: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws one ConfigError that names every setting that cannot be used, its value, and what is allowed. */
export function readConfig(environment: Environment): Config {
  const faults: string[] = [];
  const setting = <Value>(name: string, otherwise: Value, allowed: string, parse: (text: string) => Value | undefined, isSecret = false): Value => {
    const text = environment[name]?.trim() ?? '';
    if (text === '') return otherwise;
    const value = parse(text);
    if (value !== undefined) return value;
    faults.push(`${name}${isSecret ? '' : `=${text}`}: must be ${allowed}`);
    return otherwise;
  };

  const isProduction = environment['NODE_ENV']?.trim().toLowerCase() === 'production';
  const port = setting('PORT', 3000, 'a whole number from 0 to 65535', (text) => numberWithin(text, /^\d{1,5}$/, 0, 65_535));
  const mechanismId = setting('MECHANISM_ID', undefined, 'letters, digits and hyphens, 40 at most', (text) => (/^[A-Za-z0-9-]{1,40}$/.test(text) ? text : undefined));
  const clientsFile = environment['CLIENTS']?.trim() ?? '';
  const knowledge = environment['KNOWLEDGE']?.trim() ?? '';
  const challengerFolder = environment['CHALLENGER']?.trim() ?? '';
  const processes = setting('PROCESSES', undefined, 'a whole number from 1 to 256', (text) => numberWithin(text, /^\d{1,3}$/, 1, 256));
  const topics = setting('TOPICS', undefined, 'names of topics with commas between', topicNames);
  const hashKey = setting('HASH_KEY', undefined, 'at least 32 characters', (text) => (text.length >= 32 ? text : undefined), true);
  const traceKey = setting('TRACE_KEY', undefined, 'at least 32 characters', (text) => (text.length >= 32 ? text : undefined), true);
  const metricsToken = setting('METRICS_TOKEN', undefined, 'at least 32 characters', (text) => (text.length >= 32 ? text : undefined), true);
  const stewardshipToken = setting('STEWARDSHIP_TOKEN', undefined, 'at least 32 characters', (text) => (text.length >= 32 ? text : undefined), true);
  const [publicUrl, ...otherPublicUrls] = setting('PUBLIC_URL', [`http://localhost:${port}`], 'an absolute http or https URL without query, fragment or password, or several with commas between', baseUrls);
  const count = (name: string, otherwise: number, most: number): number => setting(name, otherwise, `a whole number from 1 to ${most}`, (text) => numberWithin(text, /^\d{1,7}$/, 1, most));
  const config: Omit<Config, 'playground'> = {
    port,
    host: setting('HOST', '127.0.0.1', 'a host name or an IP address', (text) => (/^[A-Za-z0-9.:_-]+$/.test(text) ? text : undefined)),
    publicUrl: publicUrl!,
    otherPublicUrls,
    auth: setting('AUTH', isProduction ? 'required' : 'off', 'off or required', (text) => (text === 'off' || text === 'required' ? text : undefined)),
    isProduction,
    allowedOrigins: setting<Config['allowedOrigins']>('ALLOWED_ORIGINS', '*', '* or a comma-separated list of origins such as https://ehr.example.org', origins),
    maxBodyBytes: Math.round(1_048_576 * setting('MAX_BODY_MB', 10, 'a number above 0, at most 200', (text) => numberWithin(text, /^\d+(\.\d+)?$/, 0.001, 200))),
    maxConnections: count('MAX_CONNECTIONS', 2000, 100_000),
    maxInFlight: count('MAX_IN_FLIGHT', 256, 100_000),
    maxLagMs: count('MAX_LAG_MS', 250, 600_000),
    ratePerClient: count('RATE_PER_CLIENT', 3000, 1_000_000),
    ratePerAddress: count('RATE_PER_ADDRESS', 3000, 1_000_000),
    trustedProxies: setting('TRUST_PROXY', 0, 'a whole number of proxies from 0 to 10', (text) => numberWithin(text, /^\d{1,2}$/, 0, 10)),
    logLevel: setting('LOG_LEVEL', 'info', `one of ${LOG_LEVELS.join(', ')}`, (text) => LOG_LEVELS.find((level) => level === text)),
    allowInsecureHttp: setting('ALLOW_INSECURE_HTTP', false, 'yes or no', yesOrNo),
    deadlineMs: setting('DEADLINE_MS', 2000, 'a whole number of milliseconds from 200 to 10000', (text) => numberWithin(text, /^\d{1,5}$/, 200, 10_000)),
    timeZone: setting('TIME_ZONE', Intl.DateTimeFormat().resolvedOptions().timeZone, 'an IANA time zone such as America/New_York', timeZone),
    store: setting<Config['store']>('STORE', { kind: 'sqlite', path: 'data/backstop.db' }, 'memory:, sqlite: with a path, or a postgres: URL', storeOf, true),
    requesters: setting('REQUESTERS', 'hashed', 'plain or hashed', (text) => (text === 'plain' || text === 'hashed' ? text : undefined)),
    explain: setting('EXPLAIN', 'codes', 'codes or references', (text) => (text === 'codes' || text === 'references' ? text : undefined)),
    retentionDays: setting('RETENTION_DAYS', 730, 'a whole number of days from 1 to 36500', (text) => numberWithin(text, /^\d{1,5}$/, 1, 36_500)),
    ...(processes !== undefined && { processes }),
    ...(topics !== undefined && { topics }),
    ...(knowledge !== '' && { knowledgeFolder: knowledge }),
    ...(challengerFolder !== '' && { challengerFolder }),
    trace: setting('TRACE', 'off', 'off or full', (text) => (text === 'off' || text === 'full' ? text : undefined)),
    traceDays: setting('TRACE_DAYS', 30, 'a whole number of days from 1 to 36500', (text) => numberWithin(text, /^\d{1,5}$/, 1, 36_500)),
    ...(traceKey !== undefined && { traceKey }),
    ...(hashKey !== undefined && { hashKey }),
    ...(metricsToken !== undefined && { metricsToken }),
    ...(stewardshipToken !== undefined && { stewardshipToken }),
    ...(clientsFile !== '' && { clientsFile }),
    ...(mechanismId !== undefined && { mechanismId }),
  };
  if (config.auth === 'required' && clientsFile === '') faults.push(`${isProduction ? 'NODE_ENV=production' : 'AUTH=required'}: nobody could call, as CLIENTS names no file of clients`);
  const playground = setting('PLAYGROUND', config.auth === 'off' && !isProduction, 'yes or no', yesOrNo);
  const isToldTwice = setting('ALLOW_ANONYMOUS', false, 'yes or no', yesOrNo);
  if (config.auth === 'off' && isProduction && !isToldTwice) faults.push('AUTH=off with NODE_ENV=production: anybody could call and learn from the cards. If that is meant, as behind a gateway that lets nobody else through, set ALLOW_ANONYMOUS=yes too');
  if (config.store.kind === 'postgres' && hashKey === undefined) faults.push('HASH_KEY: must be set with STORE=postgres:, the same for every replica; else the same patient would have another hash in each');
  if (config.store.kind === 'memory' && (processes ?? 1) > 1) faults.push(`PROCESSES=${processes} with STORE=memory: each process would remember its own calls only. Set PROCESSES=1, or another STORE`);
  if (config.trace === 'full' && traceKey === undefined) faults.push('TRACE_KEY: must be set with TRACE=full, 32 characters or more: whole charts are kept then, and never without encryption');
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return { ...config, playground };
}

function numberWithin(text: string, pattern: RegExp, least: number, most: number): number | undefined {
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function yesOrNo(text: string): boolean | undefined {
  if (/^(?:yes|true|1|on)$/i.test(text)) return true;
  return /^(?:no|false|0|off)$/i.test(text) ? false : undefined;
}

function storeOf(text: string): Config['store'] | undefined {
  if (text === 'memory:') return { kind: 'memory' };
  if (/^sqlite:(?!:memory:).+/.test(text)) return { kind: 'sqlite', path: text.slice('sqlite:'.length) };
  return /^postgres(?:ql)?:\/\/./.test(text) && URL.canParse(text) ? { kind: 'postgres', url: text } : undefined;
}

function topicNames(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => /^[a-z0-9-]+$/.test(name)) ? names : undefined;
}

function baseUrls(text: string): readonly string[] | undefined {
  const urls = text.split(',').map((each) => baseUrl(each.trim()));
  return urls.every((url) => url !== undefined) ? urls : undefined;
}

function baseUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (`${url.search}${url.hash}${url.username}${url.password}` !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

function origins(text: string): Config['allowedOrigins'] | undefined {
  if (text === '*') return '*';
  const written = text.split(',').map((origin) => origin.trim().replace(/\/$/, '')).filter((origin) => origin !== '');
  return written.length > 0 && written.every((origin) => URL.parse(origin)?.origin === origin) ? written : undefined;
}

function timeZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
