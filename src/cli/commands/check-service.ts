/** `backstop check-service`: names, arguments and settings. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { isNetwork } from '../../outbound/address-policy.ts';
import { createCaller } from '../../outbound/create-caller.ts';
import { checkService } from '../conformance/check-service.ts';
import type { Issuer } from '../conformance/check-tokens.ts';
import { isObject, parsed, type Json } from '../conformance/json.ts';
import { keyFromJwk, newKey } from '../conformance/new-key.ts';
import { exitCodeOf, printChecks } from '../conformance/print-checks.ts';
import { startStandIn, type StandIn } from '../conformance/start-stand-in.ts';
import { parseCount } from './arguments.ts';

export interface CheckSurroundings {
  readonly now: () => Date;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
}

interface Options {
  readonly service?: string;
  readonly hook?: string;
  readonly request: readonly string[];
  readonly key?: string;
  readonly issuer?: string;
  readonly jku?: string;
  readonly audience?: string;
  readonly fhir: boolean;
  readonly listen?: string;
  readonly public?: string;
  readonly timeout: number;
  readonly insecureHttp: boolean;
  readonly network: readonly string[];
  readonly json: boolean;
  readonly junit: boolean;
}

const LIFE_S = 300;

export function addCheckService(program: Command, surroundings: CheckSurroundings): void {
  program.command('check-service')
    .description('calls a CDS service as an EHR does, and as none should, and says which requirements of CDS Hooks 2.0 it meets: 0 no SHALL failed, 1 some failed, 2 not possible')
    .argument('<url>', 'its base, above cds-services')
    .option('--service <id>', 'this one alone')
    .option('--hook <name>', 'services of this hook alone')
    .option('--request <file...>', 'calls (JSON) that it has something to say to; a neutral one is made for hooks without', [])
    .option('--key <file>', 'a private JWK with its kid: every call is signed, and tokens are forged; the service has to know its public half')
    .option('--issuer <iss>', 'of the tokens')
    .option('--jku <url>', 'where the service finds the public half; at this command\'s own address, it is served there')
    .option('--audience <url>', 'the base as the service calls itself, where it has another name')
    .option('--fhir', 'grants access to a FHIR server that is right, slow, dead, lying, without end: the service has to be allowed to read at /fhir of --listen, or of --public', false)
    .option('--listen <host:port>', 'where the FHIR server (/fhir) and the keys are served (127.0.0.1, any port)')
    .option('--public <url>', 'where the service reaches what is served, if not there')
    .option('--timeout <seconds>', 'longest time until an answer', parseCount(0.1, 120), 10)
    .option('--insecure-http', 'calls over http too, on this machine and in networks given by --network', false)
    .option('--network <cidr...>', 'addresses that are not public and may be called', parseNetwork, [])
    .option('--json', 'for programs', false)
    .option('--junit', 'JUnit XML, for whoever builds', false)
    .action((url: string, options: Options) => run(url, options, surroundings));
}

async function run(url: string, options: Options, { now, clock }: CheckSurroundings): Promise<void> {
  const { service, hook, timeout, insecureHttp, network, json, junit, fhir } = options;
  if (json && junit) throw new ConfigError('--json, --junit: one of them');
  if (options.key !== undefined && options.issuer === undefined) throw new ConfigError('--key: needs --issuer, whom the service knows');
  const base = addressOf(url, '<url>');
  const audience = options.audience === undefined ? undefined : addressOf(options.audience, '--audience');
  const requests = options.request.map(readRequest);
  const key = options.key === undefined ? undefined : readKey(options.key);
  const jku = options.jku === undefined ? undefined : addressOf(options.jku, '--jku');
  const { host, port } = placeOf(options.listen, jku);
  const standIn = await startStandIn({ host, port, ...(options.public !== undefined && { publicUrl: addressOf(options.public, '--public').href }) })
    .catch((error: unknown) => { throw new ConfigError(`--listen ${host}:${port}: cannot be listened on (${String((error as NodeJS.ErrnoException).code)})`, { cause: error }); });
  if (fhir) tell(`FHIR server: ${standIn.address}/fhir (the service has to be allowed to read there)`);
  try {
    const issuer = key === undefined ? undefined : issuerOf(key, options.issuer!, jku, standIn, now);
    const checks = await checkService({ url: base, requests, checksFhir: fhir, timeoutMs: timeout * 1000, ...(audience !== undefined && { audience }), ...(service !== undefined && { service }), ...(hook !== undefined && { hook }) }, {
      caller: createCaller({ networks: network, allowsLoopback: insecureHttp, allowsHttp: insecureHttp }), standIn, newId: randomUUID, now, clock, tell, ...(issuer !== undefined && { issuer }),
    });
    process.stdout.write(printChecks(checks, json ? 'json' : junit ? 'junit' : 'table', { what: 'service', at: now() }));
    process.exitCode = exitCodeOf(checks);
  } finally {
    await standIn.close();
  }
}

function issuerOf(key: NonNullable<ReturnType<typeof keyFromJwk>>, iss: string, jku: URL | undefined, standIn: StandIn, now: () => Date): Issuer {
  const isServed = jku !== undefined && (jku.origin === standIn.address || jku.href.startsWith(`${standIn.address}/`));
  const next = newKey(`next-${randomUUID()}`, key.alg);
  standIn.publish([key.jwk]);
  return {
    key, ...(jku !== undefined && { jku: jku.href }), ...(isServed && { next: { key: next, publish: () => standIn.publish([key.jwk, next.jwk]) } }),
    claims: (at, changes = {}) => {
      const iat = Math.floor(now().getTime() / 1000);
      return { iss, aud: at.href, iat, exp: iat + LIFE_S, jti: randomUUID(), ...changes };
    },
  };
}

/** Keys at an address of this machine are served at that address. */
function placeOf(listen: string | undefined, jku: URL | undefined): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(listen ?? '') ?? [];
  if (listen !== undefined && (host === undefined || Number(port) > 65_535)) throw new ConfigError('--listen: must be host:port, such as 127.0.0.1:8090');
  if (host !== undefined) return { host, port: Number(port) };
  return jku !== undefined && jku.hostname === '127.0.0.1' ? { host: '127.0.0.1', port: Number(jku.port || 80) } : { host: '127.0.0.1', port: 0 };
}

function readRequest(file: string): Json {
  const value = readJson(file, '--request');
  if (!isObject(value) || typeof value['hook'] !== 'string' || !isObject(value['context'])) throw new ConfigError(`--request ${file}: is no call of a hook: it has no hook and context`);
  return value;
}

function readKey(file: string): NonNullable<ReturnType<typeof keyFromJwk>> {
  const value = readJson(file, '--key');
  const key = isObject(value) ? keyFromJwk(value) : undefined;
  if (key === undefined) throw new ConfigError(`--key ${file}: is no private JWK of RSA or P-256, P-384, P-521 with a kid`);
  return key;
}

function readJson(file: string, option: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${option} ${file}: cannot be read (${String((error as NodeJS.ErrnoException).code)})`, { cause: error });
  }
  const value = parsed(text.replace(/^\uFEFF/, ''));
  if (value === undefined) throw new ConfigError(`${option} ${file}: is no JSON`);
  return value;
}

/** The address is not repeated: it may hold a password. */
function addressOf(text: string, option: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw new ConfigError(`${option}: must be an address (https://…) without a name, password, query or fragment`);
  return url;
}

function parseNetwork(text: string, former: readonly string[]): readonly string[] {
  if (!isNetwork(text)) throw new InvalidArgumentError('It must be addresses in CIDR form, such as 10.20.0.0/16.');
  return [...former, text];
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
