/** What ships: pinned, of known licences, from no named host. */
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Record<string, any>;
const ROOT = join(__dirname, '../..');
const read = (file: string): Json => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const manifest = read('package.json');
const lock: Record<string, Json> = read('package-lock.json')['packages'];
const shipped = Object.entries(lock).filter(([path, entry]) => path !== '' && entry['dev'] !== true && entry['devOptional'] !== true);

/** Licences that a hospital may take without asking; fhirpath's is BSD-like and asks for a citation (NOTICE). */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Python-2.0', 'PSF-2.0', '(MIT OR Apache-2.0)', '(MIT OR CC0-1.0)', 'WTFPL OR ISC'];
/** Licences of their own, read by a person: both of the U.S. National Library of Medicine, free for any use with acknowledgement. */
const READ_BY_HAND: Readonly<Record<string, RegExp>> = { 'node_modules/fhirpath': /LICENSE/, 'node_modules/@lhncbc/ucum-lhc': /LICENSE/ };

describe('what ships', () => {
  test('is pinned to one version each', () => {
    const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
    expect(versions.length).toBeGreaterThan(20);
  });

  test('comes from no host that the lock file names, and is known by its checksum', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/(?!(?:opencollective|github|www\.patreon|tidelift|paulmillr|feross|ko-fi|buymeacoffee|polar|thanks)\b)[\w.-]*registry/);
    expect(shipped.filter(([, { integrity, link }]) => integrity === undefined && link !== true).map(([path]) => path)).toEqual([]);
  });

  test('has licences that are known', () => {
    const odd = shipped.filter(([path, { license }]) => !LICENCES.includes(license) && !READ_BY_HAND[path]?.test(license ?? 'LICENSE')).map(([path, { license }]) => `${path}: ${license}`);
    expect(odd).toEqual([]);
    expect(shipped.length).toBeGreaterThan(50);
  });

  test('runs no script when it is installed, but those that are allowed by name', () => {
    const scripted = shipped.filter(([, entry]) => entry['hasInstallScript'] === true).map(([path]) => path);
    expect(scripted).toEqual([]);
  });

  test('each dependency has its line in CONTRIBUTING.md', () => {
    const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    expect(Object.keys(manifest['dependencies']).filter((name) => !new RegExp(`^\\| [^|]*(?<!\\w)${name}\\b`, 'm').test(page))).toEqual([]);
  });

  test('the image runs as an ordinary user and copies nothing it does not need', () => {
    const image = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const last = image.slice(image.lastIndexOf('\nFROM '));
    expect(last).toMatch(/\nUSER node\n/);
    expect(last).not.toMatch(/COPY (?:--from=\w+ )?\. |\/app\/(?:test|fixtures|docs)|npm /);
    expect(existsSync(join(ROOT, '.dockerignore'))).toBe(true);
  });
});
