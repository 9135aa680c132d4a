/** Who gets to see the stewardship pages, and who does not. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { expectOutcome, serve } from '../http/call-service.ts';

const TOKEN = 'a-token-of-the-stewardship-pages-for-tests';
const NOON = new Date('2026-06-15T12:00:00Z');
const on = (environment: Readonly<Record<string, string>> = {}, now = NOON) => serve({ environment: { STEWARDSHIP_TOKEN: TOKEN, ...environment }, now });
type App = ReturnType<typeof serve>['app'];
const signIn = (app: App, token = TOKEN, more: Readonly<Record<string, string>> = {}) => request(app).post('/stewardship/sign-in').type('form').accept('text/html').send({ token, ...more });
const cookieOf = ({ headers }: Response): string => String(headers['set-cookie']);
const page = (app: App, cookie = '', path = '/stewardship') => request(app).get(path).accept('text/html').set('Cookie', cookie);
/** Made as the service makes it, by the specification of the cookie and not by its code. */
const sealed = (seconds: number, key = TOKEN): string => `backstop_stewardship=${seconds}.${createHmac('sha256', key).update(`stewardship session until ${seconds}`).digest('base64url')}`;
const at = (hours: number): number => NOON.getTime() / 1000 + hours * 3600;

describe('without STEWARDSHIP_TOKEN', () => {
  test('there is nothing, and a page says how to switch it on', async () => {
    const { app } = serve();
    for (const path of ['/stewardship', '/stewardship/orders', '/stewardship/statistics', '/stewardship/sign-in']) {
      const answer = await page(app, '', path);
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('STEWARDSHIP_TOKEN');
      expectOutcome((await request(app).get(path)).body);
    }
  });
});

describe('signing in', () => {
  test('with the token opens the pages for eight hours, by a cookie no script and no other site can use', async () => {
    const { app } = on();
    const answer = await signIn(app);
    expect([answer.status, answer.headers['location']]).toEqual([303, '../stewardship']);
    expect(cookieOf(answer)).toMatch(/^backstop_stewardship=\d{10}\.[\w-]{43}; Max-Age=28800; Path=\/stewardship; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect((await page(app, cookieOf(answer))).status).toBe(200);
    expect(`backstop_stewardship=${cookieOf(answer).slice(21).split(';')[0]}`).toBe(sealed(at(8)));
  });

  test('behind https and a prefix the cookie says so', async () => {
    const answer = await signIn(on({ PUBLIC_URL: 'https://cds.example.org/backstop' }).app);
    expect(cookieOf(answer)).toMatch(/; Path=\/backstop\/stewardship; .*; Secure; SameSite=Strict/);
    expect(answer.headers['location']).toBe('../stewardship');
  });

  test('goes on to the page that was asked for, and to no other site', async () => {
    const { app } = on();
    const asked = await page(app, '', '/stewardship/orders?rating=UNA&variant=V1%2FV2');
    expect(asked.status).toBe(401);
    expect(asked.text).toContain('name="to" value="/orders?rating=UNA&amp;variant=V1%2FV2"');
    expect((await signIn(app, TOKEN, { to: '/orders?rating=UNA&variant=V1%2FV2' })).headers['location']).toBe('../stewardship/orders?rating=UNA&variant=V1%2FV2');
    for (const to of ['https://evil.example.org', '//evil.example.org', '/\\evil.example.org', '@evil.example.org', '/orders\r\nSet-Cookie: a=b', '/orders#x', '/orders?a=%0d%0aX: y', 'javascript:alert(1)', '.evil.example.org', '/../../x?\u0000']) {
      const { headers } = await signIn(app, TOKEN, { to });
      expect(headers['location']).toMatch(/^\.\.\/stewardship(?:\/|\?|$)/);
      expect(String(headers['set-cookie'])).not.toContain('a=b');
    }
  });

  test('a wrong token gets the form again, and is neither shown nor logged', async () => {
    const { app, lines } = on();
    for (const token of ['wrong-and-secret', '', `${TOKEN}x`, TOKEN.slice(0, -1), TOKEN.toUpperCase()]) {
      const answer = await signIn(app, token);
      expect(answer.status).toBe(401);
      expect(answer.text).toMatch(/role="alert"[\s\S]*type="password"/);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.text).not.toContain('wrong-and-secret');
    }
    await signIn(app);
    expect(JSON.stringify(lines)).not.toMatch(/wrong-and-secret|a-token-of/);
    expect(lines.filter(({ refused }) => JSON.stringify(refused) === '["stewardship-token"]')).toHaveLength(5);
  });

  test('after ten wrong tokens an address waits with the next wrong one, and the right one is never refused', async () => {
    const { app } = on();
    for (let time = 0; time < 10; time += 1) expect((await signIn(app, 'wrong')).status).toBe(401);
    const answer = await signIn(app, 'wrong');
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '900']);
    expect((await request(app).get('/stewardship/statistics').set('Authorization', 'Bearer wrong')).status).toBe(429);
    expect((await signIn(app)).status).toBe(303);
    expect((await request(app).get('/stewardship/statistics').set('Authorization', `Bearer ${TOKEN}`)).status).toBe(200);
    // Who is signed in is not shut out by others.
    expect((await page(app, sealed(at(1)))).status).toBe(200);
  });

  test('right tokens do not count', async () => {
    const { app } = on();
    for (let time = 0; time < 12; time += 1) expect((await signIn(app)).status).toBe(303);
  });

  test('right tokens at one moment are all let in', async () => {
    const { app } = on();
    const answers = await Promise.all(Array.from({ length: 25 }, () => request(app).get('/stewardship/statistics').set('Authorization', `Bearer ${TOKEN}`)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 200));
  });

  test('says what the pages hold, and what signing out does not do', async () => {
    const { text } = await page(on().app);
    expect(text).toContain('They hold no names of patients and no words of their charts.');
    expect(text).toContain('<code>EXPLAIN=references</code>');
    expect(text).toContain('a copy of its cookie would go on until then');
  });

  test('a form on another site signs nobody in or out', async () => {
    const { app } = on();
    for (const site of ['cross-site', 'same-site']) {
      expect((await signIn(app).set('Sec-Fetch-Site', site)).status).toBe(403);
      expect((await request(app).post('/stewardship/sign-out').set('Sec-Fetch-Site', site)).status).toBe(403);
    }
    expect((await signIn(app).set('Sec-Fetch-Site', 'same-origin')).status).toBe(303);
  });

  test('signing out takes the cookie away', async () => {
    const answer = await request(on().app).post('/stewardship/sign-out');
    expect([answer.status, answer.headers['location']]).toEqual([303, 'sign-in']);
    expect(cookieOf(answer)).toMatch(/^backstop_stewardship=; Path=\/stewardship; Expires=Thu, 01 Jan 1970/);
  });

  test.each([['a body that is too large', 'x'.repeat(10_000), 413], ['a charset nobody has', undefined, 400]])('%s is refused', async (_, token, status) => {
    const { app } = on();
    const answer = token === undefined ? await request(app).post('/stewardship/sign-in').set('Content-Type', 'application/x-www-form-urlencoded; charset=x-none').accept('text/html').send('token=x') : await signIn(app, token);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/node_modules|at \S+ \(/);
  });
});

describe('a cookie', () => {
  const seal = sealed(at(1)).split('.')[1]!;
  test.each([
    ['of another token', sealed(at(1), 'another token of thirty-two characters')], ['that has expired', sealed(at(-0.001))], ['that lasts longer than any', sealed(at(9))],
    ['whose expiry was changed', `backstop_stewardship=${at(2)}.${seal}`], ['without a seal', `backstop_stewardship=${at(1)}.`], ['of the old seal and a sign', `backstop_stewardship=+${at(1)}.${seal}`],
    ['with an empty value', 'backstop_stewardship='], ['that is the token', `backstop_stewardship=${TOKEN}`], ['of another name', sealed(at(1)).replace('backstop', 'x_backstop')], ['of a number that is none', `backstop_stewardship=NaN.${seal}`],
  ])('%s opens nothing', async (_, cookie) => {
    const answer = await page(on().app, cookie);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Sign in');
  });

  test('beside a false one of the same name still opens', async () => {
    expect((await page(on().app, `a=b; backstop_stewardship=1234567890.x; ${sealed(at(1))}`)).status).toBe(200);
  });

  test('of one replica opens another', async () => {
    const answer = await signIn(on().app);
    expect((await page(on().app, cookieOf(answer))).status).toBe(200);
  });

  test('ends after eight hours', async () => {
    const cookie = cookieOf(await signIn(on().app));
    expect((await page(on({}, new Date('2026-06-15T19:59:59Z')).app, cookie)).status).toBe(200);
    expect((await page(on({}, new Date('2026-06-15T20:00:00Z')).app, cookie)).status).toBe(401);
  });
});

describe('a script', () => {
  test('sends the token as a bearer', async () => {
    const { app } = on();
    const answer = await request(app).get('/stewardship/statistics').set('Authorization', `Bearer ${TOKEN}`);
    expect([answer.status, answer.body.orders.seen]).toEqual([200, 0]);
    for (const given of [`Basic ${TOKEN}`, 'Bearer wrong', 'Bearer', `Bearer ${TOKEN} x`]) {
      const refused = await request(app).get('/stewardship/statistics').set('Authorization', given);
      expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expectOutcome(refused.body);
    }
  });
});

describe('every page', () => {
  const paths = ['/stewardship', '/stewardship/sign-in', '/stewardship/orders', '/stewardship/report-card', '/stewardship/statistics', '/stewardship/months.csv', '/stewardship/nothing'];

  test.each(paths)('%s is kept by nobody, framed by nobody and read by no other origin', async (path) => {
    const { app } = on();
    for (const cookie of ['', sealed(at(1))]) {
      const { headers } = await page(app, cookie, path).set('Origin', 'https://evil.example.org');
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin', 'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/), 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    const preflight = await request(app).options(path).set('Origin', 'https://evil.example.org').set('Access-Control-Request-Method', 'GET').set('Access-Control-Request-Headers', 'authorization');
    expect(preflight.headers['access-control-allow-origin'] ?? preflight.headers['access-control-allow-headers']).toBeUndefined();
  });

  test.each(['/stewardship/orders/..%2f..%2fhealthz', '/stewardship/%2e%2e%2fassets', '/stewardship/..%5c..%5c.csv', '/stewardship/__proto__.csv', '/stewardship/constructor.csv', '/stewardship/orders/%00', '/stewardship/orders/' + 'x'.repeat(5000)])('%s is no way around', async (path) => {
    const { app } = on();
    expect((await page(app, '', path)).status).toBe(401);
    const answer = await page(app, sealed(at(1)), path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toMatch(/node_modules|at \S+ \(/);
  });

  test('with a slash too many is found all the same, as links are relative', async () => {
    const { headers, status } = await page(on().app, sealed(at(1)), '/stewardship/orders/?rating=UNA');
    expect([status, headers['location']]).toEqual([308, '../orders?rating=UNA']);
    expect((await page(on().app, '', '/stewardship/')).headers['location']).toBe('../stewardship');
  });

  test('an address that cannot be read is refused', async () => {
    expect((await page(on().app, sealed(at(1)), '/stewardship/orders/%E0%A4%A')).status).toBe(400);
  });
});
