/** Which network addresses this service may call: public ones, and what its operator lists (FHIR-1; SSRF guard). */
import { BlockList, isIP } from 'node:net';

/** What an operator allows beyond public addresses. */
export interface AddressRules {
  /** CIDR blocks that hold the operator's own servers, such as `10.20.0.0/16`. */
  readonly networks: readonly string[];
  /** Loopback as well: development and tests. */
  readonly allowsLoopback: boolean;
}

/** True for an address that may be called. */
export type AddressPolicy = (address: string) => boolean;

/** IANA special-purpose IPv4 blocks: private, shared, loopback, link-local (cloud metadata), documentation, benchmarks, multicast, reserved. */
const SPECIAL_V4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24',
  '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
];
/** Global unicast is 2000::/3; within it, what leads elsewhere: Teredo and other protocol blocks, documentation, 6to4. */
const GLOBAL_V6 = ['2000::/3'];
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const CIDR = /^([\da-f:.]+)\/(\d{1,3})$/i;

const special = blocks([...SPECIAL_V4, ...SPECIAL_V6]);
const global6 = blocks(GLOBAL_V6);
const loopback = blocks(LOOPBACK);

/** The policy for these rules. Throws RangeError for a block that is none. */
export function createAddressPolicy({ networks, allowsLoopback }: AddressRules): AddressPolicy {
  const own = blocks(networks);
  return (written) => {
    const address = unmapped(written);
    const family = isIP(address);
    if (family === 0) return false;
    if (has(own, address) || (allowsLoopback && has(loopback, address))) return true;
    return !has(special, address) && (family === 4 || has(global6, address));
  };
}

/** True for a block in CIDR form, IPv4 or IPv6. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = CIDR.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

function blocks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    if (!isNetwork(network)) throw new RangeError(`${network} is no network in CIDR form`);
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function has(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** An IPv4 address in IPv6 clothing counts as what it is (`::ffff:10.0.0.1`, also written in hexadecimal). */
function unmapped(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '').toLowerCase();
  const dotted = /^(?:0{0,4}:){0,5}:?ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^(?:0{0,4}:){0,5}:?ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(bare) ?? [];
  if (high === undefined || low === undefined) return bare;
  const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}
