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
      port: 3000, host: '127.0.0.1', publicUrl: 'http://localhost:3000', otherPublicUrls: [], auth: 'off', isProduction: false, playground: true, allowedOrigins: '*', maxBodyBytes: 10 * 1024 * 1024, logLevel: 'info',
      maxConnections: 2000, maxInFlight: 256, maxLagMs: 250, ratePerClient: 3000, ratePerAddress: 3000, trustedProxies: 0,
      allowInsecureHttp: false, deadlineMs: 2000, store: { kind: 'sqlite', path: 'data/backstop.db' }, requesters: 'hashed', explain: 'codes', retentionDays: 730, trace: 'off', traceDays: 30, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  test('takes every setting', () => {
    expect(readConfig({
      PORT: '8080', HOST: '0.0.0.0', PUBLIC_URL: 'https://cds.example.org/backstop/, https://cds.internal.example.org', AUTH: 'required', ALLOWED_ORIGINS: 'https://a.example.org, https://b.example.org:8443/', MAX_BODY_MB: '2.5',
      LOG_LEVEL: 'debug', TIME_ZONE: 'Asia/Tokyo', MECHANISM_ID: 'example-mechanism', NODE_ENV: 'production', CLIENTS: 'clients.json', ALLOW_INSECURE_HTTP: 'yes', DEADLINE_MS: '1500',
      MAX_CONNECTIONS: '10', MAX_IN_FLIGHT: '5', MAX_LAG_MS: '400', RATE_PER_CLIENT: '100', RATE_PER_ADDRESS: '50', TRUST_PROXY: '1',
      STORE: 'postgres://backstop:secret@db.example.org/backstop', HASH_KEY: 'x'.repeat(32), REQUESTERS: 'plain', EXPLAIN: 'references', RETENTION_DAYS: '90', STEWARDSHIP_TOKEN: 'z'.repeat(32), TRACE: 'full', TRACE_KEY: 'y'.repeat(32), TRACE_DAYS: '7',
    })).toEqual({
      port: 8080, host: '0.0.0.0', publicUrl: 'https://cds.example.org/backstop', otherPublicUrls: ['https://cds.internal.example.org'], auth: 'required', isProduction: true, playground: false, allowedOrigins: ['https://a.example.org', 'https://b.example.org:8443'], maxBodyBytes: 2_621_440,
      logLevel: 'debug', timeZone: 'Asia/Tokyo', mechanismId: 'example-mechanism', clientsFile: 'clients.json', allowInsecureHttp: true, deadlineMs: 1500,
      maxConnections: 10, maxInFlight: 5, maxLagMs: 400, ratePerClient: 100, ratePerAddress: 50, trustedProxies: 1,
      store: { kind: 'postgres', url: 'postgres://backstop:secret@db.example.org/backstop' }, hashKey: 'x'.repeat(32), requesters: 'plain', explain: 'references', retentionDays: 90, stewardshipToken: 'z'.repeat(32), trace: 'full', traceKey: 'y'.repeat(32), traceDays: 7,
    });
  });

  test('the playground is on where everybody is answered outside production, and elsewhere where it is asked for', () => {
    const on = (environment: Readonly<Record<string, string>>) => readConfig(environment).playground;
    expect(on({ AUTH: 'off' })).toBe(true);
    expect(on({ PLAYGROUND: 'no' })).toBe(false);
    expect(on({ AUTH: 'required', CLIENTS: 'clients.json' })).toBe(false);
    expect(on({ AUTH: 'off', NODE_ENV: 'production', ALLOW_ANONYMOUS: 'yes' })).toBe(false);
    expect(on({ AUTH: 'required', CLIENTS: 'clients.json', PLAYGROUND: 'yes' })).toBe(true);
    expect(complaintAbout({ PLAYGROUND: 'perhaps' })).toMatch(/PLAYGROUND=perhaps: must be yes or no/);
  });

  test('the knowledge may lie elsewhere', () => {
    expect(readConfig({}).knowledgeFolder).toBeUndefined();
    expect(readConfig({ KNOWLEDGE: ' /srv/cards ' }).knowledgeFolder).toBe('/srv/cards');
  });

  test('the token of /metrics is a secret of some length', () => {
    expect(readConfig({ METRICS_TOKEN: 'm'.repeat(32) }).metricsToken).toBe('m'.repeat(32));
    expect(complaintAbout({ METRICS_TOKEN: 'short' })).toMatch(/^METRICS_TOKEN: must be at least 32 characters$/m);
  });

  test('several processes need a store that they share', () => {
    expect(readConfig({ PROCESSES: '4' }).processes).toBe(4);
    expect(readConfig({ PROCESSES: '1', STORE: 'memory:' }).processes).toBe(1);
    expect(complaintAbout({ PROCESSES: '2', STORE: 'memory:' })).toMatch(/PROCESSES=2 with STORE=memory:/);
    expect(complaintAbout({ PROCESSES: '0' })).toMatch(/PROCESSES=0: must be a whole number from 1 to 256/);
  });

  test('topics are names of folders, and all that are no drafts where none is named', () => {
    expect(readConfig({}).topics).toBeUndefined();
    expect(readConfig({ TOPICS: 'low-back-pain, headache' }).topics).toEqual(['low-back-pain', 'headache']);
    expect(complaintAbout({ TOPICS: '../cards' })).toMatch(/TOPICS=\.\.\/cards: must be names of topics/);
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
    ['PUBLIC_URL', 'https://me:secret@cds.example.org'], ['PUBLIC_URL', 'https://cds.example.org#x'], ['PUBLIC_URL', 'https://a.example.org,b'], ['TRUST_PROXY', '-1'], ['RATE_PER_CLIENT', '0'], ['MAX_IN_FLIGHT', 'x'], ['AUTH', 'on'], ['AUTH', 'Off'], ['AUTH', 'optional'],
    ['ALLOWED_ORIGINS', 'sandbox.cds-hooks.org'], ['ALLOWED_ORIGINS', 'https://a.example.org/path'], ['ALLOWED_ORIGINS', '*,https://a.example.org'], ['ALLOWED_ORIGINS', ','],
    ['MAX_BODY_MB', '0'], ['MAX_BODY_MB', '-1'], ['MAX_BODY_MB', 'ten'], ['MAX_BODY_MB', '100000'], ['LOG_LEVEL', 'loud'], ['TIME_ZONE', 'Mars/Olympus'], ['MECHANISM_ID', 'a b'],
    ['REQUESTERS', 'named'], ['EXPLAIN', 'yes'], ['RETENTION_DAYS', '0'], ['TRACE', 'on'], ['TRACE_DAYS', '0'],
  ])('refuses %s=%s, naming setting, value and what is allowed', (name, value) => {
    expect(complaintAbout({ [name]: value })).toMatch(new RegExp(`^${name}=${value.replace(/[.*?+^$|()[\]\\]/g, '\\$&')}: must be \\w|^${name}=.*must be \\*`));
  });

  test.each([['memory:', { kind: 'memory' }], ['sqlite:/var/lib/backstop.db', { kind: 'sqlite', path: '/var/lib/backstop.db' }]])('STORE=%s', (text, store) => {
    expect(readConfig({ STORE: text }).store).toEqual(store);
  });

  test.each([['STORE', 'mysql://me:secret@db'], ['STORE', 'secret'], ['STORE', 'sqlite:'], ['STORE', 'sqlite::memory:'], ['HASH_KEY', 'secret'], ['TRACE_KEY', 'secret'], ['STEWARDSHIP_TOKEN', 'secret']])('refuses %s without repeating it: there may be a password in it', (name, value) => {
    expect(complaintAbout({ [name]: value })).toMatch(new RegExp(`^${name}: must be \\w`));
    expect(complaintAbout({ [name]: value })).not.toContain('secret');
  });

  test('replicas that share a database share a key', () => {
    expect(complaintAbout({ STORE: 'postgres://db/backstop' })).toMatch(/^HASH_KEY: must be set/);
  });

  test('charts are never kept without a key', () => {
    expect(complaintAbout({ TRACE: 'full' })).toMatch(/^TRACE_KEY: must be set with TRACE=full/);
    expect(readConfig({ TRACE: 'off' })).not.toHaveProperty('traceKey');
  });

  test('names all bad settings at once', () => {
    expect(complaintAbout({ PORT: 'x', LOG_LEVEL: 'y', TIME_ZONE: 'z' }).split('\n')).toHaveLength(3);
  });

  test('JWT-1 AUTH=required does not start without clients: nobody could call', () => {
    expect(complaintAbout({ AUTH: 'required' })).toMatch(/^AUTH=required: nobody could call.*CLIENTS/);
    expect(readConfig({ AUTH: 'required', CLIENTS: 'clients.json' }).auth).toBe('required');
  });

  test('JWT-1 production requires verification unless it is told twice', () => {
    expect(complaintAbout({ NODE_ENV: 'production' })).toMatch(/^NODE_ENV=production: nobody could call/);
    expect(readConfig({ NODE_ENV: 'production', CLIENTS: 'clients.json' }).auth).toBe('required');
    expect(complaintAbout({ NODE_ENV: 'production', AUTH: 'off' })).toMatch(/AUTH=off with NODE_ENV=production.*ALLOW_ANONYMOUS=yes/);
    expect(complaintAbout({ NODE_ENV: 'production', AUTH: 'off', ALLOW_ANONYMOUS: 'no' })).toMatch(/ALLOW_ANONYMOUS=yes/);
    expect(readConfig({ NODE_ENV: 'production', AUTH: 'off', ALLOW_ANONYMOUS: 'yes' }).auth).toBe('off');
  });

  test('PAMA-5 a mechanism is never made up', () => {
    expect(readConfig({})).not.toHaveProperty('mechanismId');
  });
});
