import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../src/config.ts';

/** The one complaint about a setting. */
function complaintAbout(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-setting' });
    return (error as Error).message;
  }
  throw new Error('was accepted');
}

describe('readConfig', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toEqual({
      port: 3000, host: '127.0.0.1', publicUrl: 'http://localhost:3000', auth: 'off', allowedOrigins: '*', maxBodyBytes: 10 * 1024 * 1024, logLevel: 'info',
      allowInsecureHttp: false, deadlineMs: 2000, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  test('takes every setting', () => {
    expect(readConfig({
      PORT: '8080', HOST: '0.0.0.0', PUBLIC_URL: 'https://cds.example.org/backstop/', AUTH: 'off', ALLOWED_ORIGINS: 'https://a.example.org, https://b.example.org:8443/', MAX_BODY_MB: '2.5',
      LOG_LEVEL: 'debug', TIME_ZONE: 'Asia/Tokyo', MECHANISM_ID: 'example-mechanism', NODE_ENV: 'production', CLIENTS: 'clients.json', ALLOW_INSECURE_HTTP: 'yes', DEADLINE_MS: '1500',
    })).toEqual({
      port: 8080, host: '0.0.0.0', publicUrl: 'https://cds.example.org/backstop', auth: 'off', allowedOrigins: ['https://a.example.org', 'https://b.example.org:8443'], maxBodyBytes: 2_621_440,
      logLevel: 'debug', timeZone: 'Asia/Tokyo', mechanismId: 'example-mechanism', clientsFile: 'clients.json', allowInsecureHttp: true, deadlineMs: 1500,
    });
  });

  test('the public address follows the port', () => {
    expect(readConfig({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000');
  });

  test('an empty or blank setting is not set: compose files pass those', () => {
    expect(readConfig({ PORT: '', HOST: ' ', AUTH: '', TIME_ZONE: '', MECHANISM_ID: '' })).toEqual(readConfig({}));
  });

  test('settings nobody knows are ignored', () => {
    expect(readConfig({ PATH: '/bin', BACKSTOP: 'x' })).toEqual(readConfig({}));
  });

  test.each([
    ['PORT', 'http'], ['PORT', '-1'], ['PORT', '65536'], ['PORT', '3000.5'], ['PORT', '1e3'],
    ['HOST', 'http://x'], ['HOST', 'a b'], ['PUBLIC_URL', 'cds.example.org'], ['PUBLIC_URL', 'ftp://cds.example.org'], ['PUBLIC_URL', 'https://cds.example.org?x=1'],
    ['PUBLIC_URL', 'https://me:secret@cds.example.org'], ['PUBLIC_URL', 'https://cds.example.org#x'], ['AUTH', 'on'], ['AUTH', 'Off'], ['AUTH', 'optional'],
    ['ALLOWED_ORIGINS', 'sandbox.cds-hooks.org'], ['ALLOWED_ORIGINS', 'https://a.example.org/path'], ['ALLOWED_ORIGINS', '*,https://a.example.org'], ['ALLOWED_ORIGINS', ','],
    ['MAX_BODY_MB', '0'], ['MAX_BODY_MB', '-1'], ['MAX_BODY_MB', 'ten'], ['MAX_BODY_MB', '100000'], ['LOG_LEVEL', 'loud'], ['TIME_ZONE', 'Mars/Olympus'], ['MECHANISM_ID', 'a b'],
  ])('refuses %s=%s, naming setting, value and what is allowed', (name, value) => {
    expect(complaintAbout({ [name]: value })).toMatch(new RegExp(`^${name}=${value.replace(/[.*?+^$|()[\]\\]/g, '\\$&')}: must be \\w|^${name}=.*must be \\*`));
  });

  test('names all bad settings at once', () => {
    expect(complaintAbout({ PORT: 'x', LOG_LEVEL: 'y', TIME_ZONE: 'z' }).split('\n')).toHaveLength(3);
  });

  test('JWT-1 AUTH=required does not start while nobody can be verified', () => {
    expect(complaintAbout({ AUTH: 'required' })).toMatch(/client registry/);
  });

  test('JWT-1 production requires verification unless it is switched off by name', () => {
    expect(complaintAbout({ NODE_ENV: 'production' })).toMatch(/AUTH is not set.*NODE_ENV=production/);
    expect(readConfig({ NODE_ENV: 'production', AUTH: 'off' }).auth).toBe('off');
  });

  test('PAMA-5 a mechanism is never made up', () => {
    expect(readConfig({})).not.toHaveProperty('mechanismId');
  });
});
