/** The registry of clients: reads the CLIENTS file and says everything that is wrong with it. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Config } from '../config.ts';
import { languageTag } from '../decision/language-tag.ts';
import { ConfigError } from '../errors.ts';
import { createAddressPolicy, isNetwork } from '../outbound/address-policy.ts';
import { createGetter } from '../outbound/create-getter.ts';
import type { ClientCapabilities, ClientProfile, RegisteredClient } from './client.ts';
import { clientsSchema } from './clients-schema.ts';
import { fetchedKeys, fixedKeys } from './key-set.ts';
import { DEFAULT_ALGORITHMS, isKnownToAll, keyFault, readKeys, type Algorithm } from './verification-key.ts';

/** One client as written. */
interface ClientEntry {
  readonly id: string;
  readonly iss: string;
  readonly jku?: string;
  readonly jwks?: { readonly keys: readonly unknown[] };
  readonly algorithms?: readonly Algorithm[];
  readonly audiences?: readonly string[];
  readonly subject?: string;
  readonly tenants?: readonly string[];
  readonly fhirServers?: readonly string[];
  readonly openFhirServers?: readonly string[];
  readonly networks?: readonly string[];
  readonly profile?: ClientProfile;
  readonly language?: string;
  readonly mode?: 'live' | 'shadow';
  readonly capabilities?: ClientCapabilities;
}

type Rules = Pick<Config, 'allowInsecureHttp' | 'auth' | 'isProduction'> & {
  /** BCP 47 of what the knowledge speaks. */
  readonly languages: readonly string[];
};

/** The public sandbox signs with a key that everybody can read (JWT-14). */
const PUBLIC_SANDBOX = /^https?:\/\/sandbox\.cds-hooks\.org(?:[:/]|$)/i;

/** The clients on file. Throws one ConfigError with every problem as `file#/pointer: message`. */
export function readClients(file: string, rules: Rules): readonly RegisteredClient[] {
  const content = parse(file);
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile<{ readonly clients: readonly ClientEntry[] }>(clientsSchema);
  if (!validate(content)) {
    throw new ConfigError((validate.errors ?? []).map(({ instancePath, message, params }) => `${file}#${instancePath}: ${message}${nameIn(params)}`).join('\n'));
  }
  const faults = [...content.clients.flatMap((entry, index) => checkEntry(entry, `/clients/${index}`, rules)), ...checkUnique(content.clients)];
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => `${file}#${fault}`).join('\n'));
  return content.clients.map((entry) => toClient(entry, rules));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`CLIENTS=${file}: cannot be read as JSON: ${(error as Error).message}`, { cause: error });
  }
}

function nameIn(params: Readonly<Record<string, unknown>>): string {
  const name = params['additionalProperty'] ?? params['allowedValues'];
  return name === undefined ? '' : ` (${String(name)})`;
}

function toClient(entry: ClientEntry, { allowInsecureHttp, isProduction }: Rules): RegisteredClient {
  const { id, iss, jku, jwks, profile = 'default', mode = 'live', capabilities = {}, fhirServers = [], openFhirServers = [], networks = [] } = entry;
  const get = createGetter({ networks, allowsLoopback: allowInsecureHttp, allowsHttp: allowInsecureHttp });
  return {
    id, iss, profile, mode, capabilities, get, networks,
    keys: jku === undefined ? fixedKeys(readKeys(jwks)) : fetchedKeys({ url: jku, get, isProduction, now: () => performance.now() }),
    algorithms: entry.algorithms ?? DEFAULT_ALGORITHMS,
    audiences: entry.audiences ?? [],
    fhirServers: fhirServers.map(withoutSlash),
    openFhirServers: openFhirServers.map(withoutSlash),
    ...(jku !== undefined && { jku }),
    ...(entry.language !== undefined && { language: entry.language }),
    ...(entry.subject !== undefined && { subject: entry.subject }),
    ...(entry.tenants !== undefined && { tenants: entry.tenants }),
  };
}

function checkEntry(entry: ClientEntry, pointer: string, rules: Rules): readonly string[] {
  const { allowInsecureHttp } = rules;
  const { jku, jwks, fhirServers = [], openFhirServers = [], networks = [] } = entry;
  const badNetworks = networks.flatMap((network, index) => (isNetwork(network) ? [] : [`${pointer}/networks/${index}: must be a network in CIDR form, such as 10.20.0.0/16`]));
  const isAllowed = createAddressPolicy({ networks: networks.filter(isNetwork), allowsLoopback: allowInsecureHttp });
  const checkUrl = (url: string, at: string): readonly string[] => {
    const fault = urlFault(url, isAllowed, allowInsecureHttp);
    return fault === undefined ? [] : [`${at}: ${fault}`];
  };
  return [
    ...(jku !== undefined && jwks !== undefined ? [`${pointer}: has both jku and jwks; keys come from one of them`] : []),
    ...(jku === undefined && jwks === undefined && rules.auth === 'required' ? [`${pointer}: has neither jku nor jwks, and with AUTH=required a client without keys is always refused`] : []),
    ...(jku === undefined ? [] : checkUrl(jku, `${pointer}/jku`)),
    ...checkKeys(jwks?.keys ?? [], pointer),
    ...(rules.isProduction ? checkForSandbox(entry, pointer) : []),
    ...fhirServers.flatMap((url, index) => checkUrl(url, `${pointer}/fhirServers/${index}`)),
    ...openFhirServers.flatMap((url, index) => checkUrl(url, `${pointer}/openFhirServers/${index}`)),
    ...badNetworks,
    ...(entry.language === undefined || isSpoken(entry.language, rules.languages) ? [] : [`${pointer}/language: the knowledge does not speak ${entry.language}; it speaks ${rules.languages.join(', ')}`]),
  ];
}

/** A language of a region is served by the language itself, in any spelling. */
function isSpoken(language: string, languages: readonly string[]): boolean {
  const tag = languageTag(language);
  return tag !== undefined && (languages.includes(tag) || languages.includes(tag.split('-')[0]!));
}

function checkKeys(keys: readonly unknown[], pointer: string): readonly string[] {
  return keys.flatMap((jwk, index) => {
    const fault = keyFault(jwk);
    return fault === undefined ? [] : [`${pointer}/jwks/keys/${index}: ${fault}`];
  });
}

function checkForSandbox({ iss, jku, jwks }: ClientEntry, pointer: string): readonly string[] {
  const fault = 'is the public sandbox\'s, and its private key is public too: anybody could call in its name. It is refused with NODE_ENV=production';
  return [
    ...(PUBLIC_SANDBOX.test(iss) ? [`${pointer}/iss: ${fault}`] : []),
    ...(jku !== undefined && PUBLIC_SANDBOX.test(jku) ? [`${pointer}/jku: ${fault}`] : []),
    ...(readKeys(jwks).some(isKnownToAll) ? [`${pointer}/jwks: ${fault}`] : []),
  ];
}

function urlFault(text: string, isAllowed: (address: string) => boolean, allowsHttp: boolean): string | undefined {
  const url = URL.parse(text);
  if (url === null || `${url.search}${url.hash}${url.username}${url.password}` !== '') return 'must be an absolute URL without query, fragment or password';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (url.protocol === 'http:' && !(allowsHttp && isLoopback)) return 'must be https; with ALLOW_INSECURE_HTTP=yes, http on this machine too';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be https';
  if (isIP(host) !== 0 && !isAllowed(host)) return 'is a private address: list its network under networks to allow it';
  return undefined;
}

/** A caller must be one client: an issuer or an id that two share proves nothing. */
function checkUnique(clients: readonly ClientEntry[]): readonly string[] {
  return (['id', 'iss'] as const).flatMap((name) => clients.flatMap((client, index) =>
    (clients.findIndex((other) => other[name] === client[name]) < index ? [`/clients/${index}/${name}: another client has the same`] : [])));
}

function withoutSlash(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}
