/** What the environment says about how to run: read once at start, checked wholly, then handed around as data. */
import { ConfigError } from './errors.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How the process runs; every member is documented in README. */
export interface Config {
  /** `PORT`: TCP port; 0 takes any free one. */
  readonly port: number;
  /** `HOST`: address to listen on. This machine only by default; a container sets `0.0.0.0`. */
  readonly host: string;
  /** `PUBLIC_URL`: base of links and of JWT audiences, without a trailing slash; never taken from request headers (TLS-3). */
  readonly publicUrl: string;
  /** `AUTH`: whether callers must prove who they are. */
  readonly auth: 'off' | 'required';
  /** `ALLOWED_ORIGINS`: web origins that may call from a browser, or all of them (CORS-2). */
  readonly allowedOrigins: '*' | readonly string[];
  /** `MAX_BODY_MB`, in bytes (JSON-6). */
  readonly maxBodyBytes: number;
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
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws one ConfigError that names every setting that cannot be used, its value, and what is allowed. */
export function readConfig(environment: Environment): Config {
  const faults: string[] = [];
  const setting = <Value>(name: string, otherwise: Value, allowed: string, parse: (text: string) => Value | undefined): Value => {
    const text = environment[name]?.trim() ?? '';
    if (text === '') return otherwise;
    const value = parse(text);
    if (value !== undefined) return value;
    faults.push(`${name}=${text}: must be ${allowed}`);
    return otherwise;
  };

  const port = setting('PORT', 3000, 'a whole number from 0 to 65535', (text) => numberWithin(text, /^\d{1,5}$/, 0, 65_535));
  const mechanismId = setting('MECHANISM_ID', undefined, 'letters, digits and hyphens, 40 at most', (text) => (/^[A-Za-z0-9-]{1,40}$/.test(text) ? text : undefined));
  const clientsFile = environment['CLIENTS']?.trim() ?? '';
  const config: Config = {
    port,
    host: setting('HOST', '127.0.0.1', 'a host name or an IP address', (text) => (/^[A-Za-z0-9.:_-]+$/.test(text) ? text : undefined)),
    publicUrl: setting('PUBLIC_URL', `http://localhost:${port}`, 'an absolute http or https URL without query, fragment or password', baseUrl),
    auth: setting('AUTH', environment['NODE_ENV']?.trim() === 'production' ? 'required' : 'off', 'off or required', (text) => (text === 'off' || text === 'required' ? text : undefined)),
    allowedOrigins: setting<Config['allowedOrigins']>('ALLOWED_ORIGINS', '*', '* or a comma-separated list of origins such as https://ehr.example.org', origins),
    maxBodyBytes: Math.round(1_048_576 * setting('MAX_BODY_MB', 10, 'a number above 0, at most 200', (text) => numberWithin(text, /^\d+(\.\d+)?$/, 0.001, 200))),
    logLevel: setting('LOG_LEVEL', 'info', `one of ${LOG_LEVELS.join(', ')}`, (text) => LOG_LEVELS.find((level) => level === text)),
    allowInsecureHttp: setting('ALLOW_INSECURE_HTTP', false, 'yes or no', yesOrNo),
    deadlineMs: setting('DEADLINE_MS', 2000, 'a whole number of milliseconds from 200 to 10000', (text) => numberWithin(text, /^\d{1,5}$/, 200, 10_000)),
    timeZone: setting('TIME_ZONE', Intl.DateTimeFormat().resolvedOptions().timeZone, 'an IANA time zone such as America/New_York', timeZone),
    ...(clientsFile !== '' && { clientsFile }),
    ...(mechanismId !== undefined && { mechanismId }),
  };
  if (config.auth === 'required') faults.push(whyRequiredIsRefused(environment['AUTH']));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return config;
}

/** Serving anybody while the setting promises otherwise would be worse than not serving. */
function whyRequiredIsRefused(written: string | undefined): string {
  const because = written === undefined || written.trim() === '' ? 'AUTH is not set, and with NODE_ENV=production that means required' : 'AUTH=required';
  return `${because}: this release cannot verify clients yet (that comes with the client registry). Set AUTH=off to serve anonymous callers, and only where no patient data can reach strangers`;
}

function numberWithin(text: string, pattern: RegExp, least: number, most: number): number | undefined {
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function yesOrNo(text: string): boolean | undefined {
  if (/^(?:yes|true|1|on)$/i.test(text)) return true;
  return /^(?:no|false|0|off)$/i.test(text) ? false : undefined;
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
