import { describe, expect, test } from '@jest/globals';
import { createAddressPolicy, isNetwork } from '../../src/outbound/address-policy.ts';

const strict = createAddressPolicy({ networks: [], allowsLoopback: false });
const testing = createAddressPolicy({ networks: [], allowsLoopback: true });
const hospital = createAddressPolicy({ networks: ['10.20.0.0/16', 'fd12::/16'], allowsLoopback: false });

describe('createAddressPolicy', () => {
  test.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00::1', '::ffff:8.8.8.8', '::ffff:808:808'])('FHIR-1 %s is public', (address) => {
    expect(strict(address)).toBe(true);
  });

  test.each([
    '0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:10.0.0.1', '0:0:0:0:0:ffff:a9fe:a9fe', '64:ff9b::7f00:1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '[::1]',
    'localhost', '', '127.1', 'x',
  ])('FHIR-1 %s is not', (address) => {
    expect(strict(address)).toBe(false);
  });

  test('FHIR-1 loopback is let through where that is allowed, and nothing else', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(testing)).toEqual([true, true, true]);
    expect(['10.0.0.1', '169.254.169.254', 'fe80::1'].map(testing)).toEqual([false, false, false]);
  });

  test('FHIR-1 so are the listed networks', () => {
    expect(['10.20.3.4', 'fd12::9', '::ffff:10.20.0.1', '8.8.8.8'].map(hospital)).toEqual([true, true, true, true]);
    expect(['10.21.0.1', 'fd13::1', '127.0.0.1'].map(hospital)).toEqual([false, false, false]);
  });

  test.each([['10.0.0.0/8', true], ['::1/128', true], ['10.0.0.0/33', false], ['10.0.0.0', false], ['x/8', false], ['10.0.0/8', false], ['::/129', false], ['', false]])('%j is a network: %s', (text, expected) => {
    expect(isNetwork(text)).toBe(expected);
    if (!expected) expect(() => createAddressPolicy({ networks: [text], allowsLoopback: false })).toThrow(RangeError);
  });
});
