/** The stewardship pages over a store that holds what hostile callers wrote, little, nothing, or does not answer. */
import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { StoreError } from '../../src/errors.ts';
import type { DecisionRecord } from '../../src/store/decision-record.ts';
import { loadLibrary } from '../../src/knowledge/load-library.ts';
import { CARDS } from '../support/app.ts';
import { expectOutcome, serve } from '../http/call-service.ts';
import { accepted, app, ask, holding, plain, records, TOKEN, topics } from './stewardship-app.ts';

describe('words of callers', () => {
  const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', `'onmouseover='alert(1)`, '=HYPERLINK("http://evil.example.org")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '${1}', '{{x}}', '&lt;b&gt;', 'a\r\nb', 'a,"b"', '../../x?y#z', 'Zoë 医师 \u202Edcba', '__proto__'];

  test.each(HOSTILE)('%j stays text on every page, and no formula in any export', async (words) => {
    const record: Partial<DecisionRecord> = { requester: words, client: words, tenant: words, study: words, variant: words };
    const store = await holding(records(25, record));
    const of = app(store);
    const escaped = words.replace(/[&<>"']/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[each]!);
    const page = await ask(of, '');
    expect(page.status).toBe(200);
    expect(page.text).toContain(escaped.replace('\r\n', '\r\n'));
    const list = await ask(of, `/orders?client=${encodeURIComponent(words)}&variant=${encodeURIComponent(words)}`);
    expect(list.text).toContain('Newest orders first');
    const card = await ask(of, `/report-card?client=${encodeURIComponent(words)}&requester=${encodeURIComponent(words)}`);
    expect([card.status, card.text.includes('25 orders seen, 25 rated')]).toEqual([200, true]);
    for (const { text } of [page, list, card]) expect(foreignMarkup(text)).toEqual([]);
    const links = [...page.text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
    expect(links.filter((href) => !/^(?:\.\/|#|\.\.\/)/.test(href))).toEqual([]);
    for (const name of ['orders', 'requesters', 'studies', 'variants']) {
      const { text, headers } = await ask(of, `/${name}.csv`);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
      expect(cellsOf(text).filter((cell) => /^\s*[=+\-@]|^[\t\r]/.test(cell))).toEqual([]);
      expect(new Set(rowsOf(text).map((row) => row.length)).size).toBe(1);
    }
    expect(cellsOf((await ask(of, '/requesters.csv')).text)).toEqual(expect.arrayContaining([/^\s*[=+\-@]|^\t/.test(words) ? `'${words}` : words]));
  });

  test('in an address change nothing but what is shown', async () => {
    const of = app(await holding(records(3, {})));
    for (const query of ['?from=<script>&to=2026-99&client="><script>&mode=x&visits=-1', '?from=9999-12&to=0000-01', '?client[]=a&client=b&client=c', '?visits=1e99', '?__proto__=x&constructor=y', '?from=2026-01%00']) {
      const answer = await ask(of, query);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('<script>');
    }
    for (const query of ['?after=x', '?after=%00', `?after=${'9'.repeat(400)}`, '?rating[]=UNA', "?variant=' OR 1=1 --", '?finding=%25', '?read=_']) {
      const answer = await ask(of, `/orders${query}`);
      expect([200, 400]).toContain(answer.status);
      expect(answer.text).not.toMatch(/node_modules|SELECT/);
    }
    expect((await ask(of, `/orders?variant=' OR 1=1 --`)).text).toContain('No orders like this');
  });
});

/** Tags and attributes that are not ours; what stands in quotation marks or between tags is text. */
function foreignMarkup(page: string): readonly string[] {
  return [...page.replace(/="[^"]*"/g, '=""').matchAll(/<[^>]*>/g)].map(([tag]) => tag).filter((tag) => /^<(?:img|b\b|script>)|\son\w+=|'/.test(tag));
}

/** RFC 4180, read by hand. */
function rowsOf(text: string): readonly (readonly string[])[] {
  expect(text.endsWith('\r\n')).toBe(true);
  return [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)].map(([, line]) => [...line!.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''));
}

function cellsOf(text: string): readonly string[] {
  return rowsOf(text).flat();
}

describe('few orders', () => {
  test('nothing recorded yet is a page that says what to do', async () => {
    const { status, text } = await ask(app(), '');
    expect(status).toBe(200);
    expect(text).toContain('Nothing is recorded yet.');
    expect((await ask(app(), '/orders')).text).toContain('No orders like this');
    expect((await ask(app(), '/report-card')).status).toBe(200);
  });

  test('months without orders are a page that says so', async () => {
    expect((await ask(app(await holding(records(3, {}))), '?from=2026-01&to=2026-02')).text).toContain('No orders in this selection.');
  });

  test('below twenty nothing is advised, and no requester is compared or named', async () => {
    const { text } = await ask(app(await holding(records(19, { requester: 'Practitioner/secret' }))), '');
    expect(text).toContain('Too few rated orders to say what to start with.');
    expect(text).toContain('Too few requesters to compare.');
    expect(text).not.toContain('Practitioner/secret');
    expect(text).not.toContain('class="figure">100 %</strong> <p');
  });

  test('two with few orders are not shown together either, as one would know the other', async () => {
    const of = app(await holding(records(5, { requester: 'a' }), records(5, { requester: 'b' })));
    expect((await ask(of, '')).text).toContain('The others are too few to be shown, even together.');
  });

  test('a report card of fewer than twenty compares nothing and says so', async () => {
    const { text } = await ask(app(await holding(records(19, { requester: 'few' }), ...['a', 'b', 'c', 'd', 'e', 'f'].map((requester) => records(20, { requester })))), '/report-card?client=ehr&requester=few');
    expect(text).toContain('Too few to compare.');
    expect(text).not.toMatch(/middle peer|Achievable|<svg class="picture"/);
  });

  test('a report card with fewer than five peers shows none of them', async () => {
    const { text } = await ask(app(await holding(records(20, { requester: 'own' }), ...['a', 'b', 'c', 'd'].map((requester) => records(20, { requester })))), '/report-card?client=ehr&requester=own');
    expect(text).toContain('There are too few peers to compare with.');
    expect(text).not.toMatch(/middle peer|Achievable/);
  });
});

test('where to act says the largest numbers first, each with its whole and a way to its orders', async () => {
  // A critical card that nobody answered comes first, however few there are.
  const critical = { variant: 'V7', rating: 'UA' as const, wouldChange: [], indicator: 'critical' as const };
  const cards = (index: number) => [{ uuid: `critical-${index}`, template: 'expedite', indicator: 'critical' as const, suggestions: [] }];
  const many = records(60, { requester: 'many', variant: 'V1', study: 'MR_WO', rating: 'UNA', wouldChange: [] });
  const store = await holding(many, records(40, { requester: 'few', variant: 'V2', study: 'XR', rating: 'UNA', wouldChange: [] }), records(47, { requester: 'few', variant: 'V7', rating: 'UA', wouldChange: [] }), records(3, (index) => ({ ...critical, requester: 'few', cards: cards(index) })), records(50, { requester: 'few', variant: 'V7', rating: 'UA' }));
  await store.addFeedback(many.map((record, index) => ({ ...accepted(record), outcome: 'overridden' as const, acceptedSuggestions: [], ...(index < 45 && { reason: { code: index < 27 ? 'prefers-alternative' : 'expert-contradicts' } }) })));
  await store.addFeedback([{ client: 'ehr', service: 'imaging-advice', card: 'critical-0', outcome: 'overridden', receivedAt: '2026-06-15T13:00:00.000Z', acceptedSuggestions: [] }]);
  const { text } = await ask(app(store), '');
  const said = [...text.slice(0, text.indexOf('</ol>')).matchAll(/<li class="[^"]*">([\s\S]*?)<\/li>/g)].map(([, item]) => item!.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim());
  // 60 of 100; 100 of 200 is the common share, so 60 of 60 is 30 more; 27 of 45 with a reason; 50 of 200; 139 of 200.
  expect(said).toEqual([
    '3 critical cards were overridden or never answered. They are about what should not wait: look at these orders first. 1 overridden and 2 not answered, of 3 critical cards shown. Read those overriddenRead those never answered',
    '60 % of the orders rated usually not appropriate are one pattern: MRI lumbar spine without IV contrast in variant 1: Acute low back pain, no red flags recorded, no treatment yet. 60 of 100 orders rated usually not appropriate. Read these orders',
    '1 requester keeps more orders that are usually not appropriate, after advice too, than chance explains: 30 orders more than at the common share. Compared: 2 with 20 or more rated orders, of 2. See who',
    '60 % of overrides with a reason give one: “Patient&#39;s preference after discussion”. 27 of 45 overridden cards with a reason, of 61 overridden. Read these orders',
    '25 % of orders could be rated otherwise if one fact were settled: “Cancer”. 50 of 200 orders seen. Read these orders',
    '70 % of cards of advice were never answered. Ask whether this system reports feedback at all. 139 of 200 cards of advice shown. See cards',
  ]);
});

describe('a report card', () => {
  test('is found by how orders refer to somebody, and asks for the client', async () => {
    const of = app(await holding(records(3, { requester: 'Practitioner/d1' })));
    const found = await ask(of, '/report-card?reference=Practitioner%2Fd1&client=ehr&from=2026-06&to=2026-06');
    expect([found.status, found.headers['location']]).toEqual([303, '../stewardship/report-card?from=2026-06&to=2026-06&client=ehr&mode=live&requester=Practitioner%2Fd1']);
    expect((await ask(of, '/report-card?reference=Practitioner%2Fd1')).text).toContain('Choose the client too');
    expect((await ask(of, '/report-card?requester=nobody&client=ehr')).status).toBe(404);
  });

  test('has peers of the same client, the achievable tenth and the own place', async () => {
    // Ten peers with 0, 1 … 9 of 20 rated usually not appropriate, and the own 8 of 20: 8 of 10 peers are lower, the middle two have 20 and 25 %, the best tenth is the lowest.
    const person = (requester: string, una: number) => records(20, (index) => ({ requester, rating: index < una ? 'UNA' : 'UA' }));
    const store = await holding(...Array.from({ length: 10 }, (_, una) => person(`peer${una}`, una)), person('own', 8), records(20, { requester: 'elsewhere', client: 'other', rating: 'UA' }));
    const { text } = await ask(app(store), '/report-card?requester=own&client=ehr');
    expect(text).toMatch(/<p class="figure">40 %<\/p><p class="quiet small">8 of 20 rated orders; the true share may lie in 22–61 %/);
    expect(text).toMatch(/The middle peer<\/p><p class="figure">23 %<\/p><p class="quiet small">of 10 peers/);
    expect(text).toMatch(/Achievable here<\/p><p class="figure">0 %<\/p><p class="quiet small">1 of 10 peers is at or below this/);
    expect(text).toContain('8 of 10 peers have a lower share.');
    expect(text).toContain('0 to 10 %: 2; 10 to 20 %: 2; 20 to 30 %: 2; 30 to 40 %: 2; 40 to 50 %: 2, your step; 50 to 60 %: 0');
    expect(text).toContain('Three cases to look at');
  });
});

describe('an order', () => {
  test('shows each look at it, oldest first', async () => {
    const first = records(1, { rating: 'UA' })[0]!;
    const store = await holding([first, { ...first, id: 'd-second', at: '2026-06-15T12:10:00.000Z', hook: 'order-sign', rating: 'UNA', cards: [] }]);
    const { orders } = await store.listOrders({ from: '2026-06', to: '2026-06', limit: 10 });
    const { text } = await ask(app(store), `/orders/${orders[0]!.id}`);
    expect(text.indexOf('order-select')).toBeGreaterThan(0);
    expect(text.indexOf('order-sign')).toBeGreaterThan(text.indexOf('order-select'));
    expect(text).toContain('Looked at 2 times');
    expect((await ask(app(store), '/orders/nobody-knows')).status).toBe(404);
  });

  test('is in English whatever the browser reads, and leads into the knowledge', async () => {
    const store = await holding(records(1, { version: topics[0]!.version }));
    const { orders } = await store.listOrders({ from: '2026-06', to: '2026-06', limit: 10 });
    const { app: of } = serve({ topics, library: loadLibrary(CARDS), store, environment: { STEWARDSHIP_TOKEN: TOKEN } });
    const { text } = await ask(of, `/orders/${orders[0]!.id}`).set('Accept-Language', 'es');
    for (const part of ['<html lang="en">', 'Ordered study', 'href="../../knowledge/low-back-pain/variants/V1"', 'href="../../explain/card-']) expect(text).toContain(part);
  });
});

describe('every link', () => {
  test('leads somewhere, also behind a prefix that a proxy takes away', async () => {
    const store = await holding(records(25, { requester: 'a' }), records(25, { requester: 'b', variant: 'V7', rating: 'UA', study: 'XR' }), records(5, { requester: 'a', mode: 'shadow', cards: [] }));
    const of = app(store);
    const seen = new Set<string>();
    const next = ['/stewardship', '/stewardship/report-card?client=ehr&requester=a'];
    while (next.length > 0) {
      const path = next.pop()!;
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, text, headers } = await request(of).get(path).set('Authorization', `Bearer ${TOKEN}`).accept('text/html');
      expect([path, status]).toEqual([path, 200]);
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      for (const [, href] of text.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
        const { pathname, search, host } = new URL(href!.replaceAll('&amp;', '&'), `https://cds.example.org/backstop${path}`);
        expect(host + pathname).toMatch(/^cds\.example\.org\/backstop\//);
        if (!pathname.endsWith('/sign-out')) next.push(`${pathname.slice('/backstop'.length)}${search}`);
      }
    }
    expect(seen.size).toBeGreaterThan(60);
  }, 60_000);
});

describe('a store that does not answer', () => {
  test.each(['', '/orders', '/orders/x', '/report-card', '/months.csv', '/orders.csv', '/statistics'])('%j is a page with 503, and an outcome for programs', async (path) => {
    const store = plain();
    const down = () => Promise.reject(new StoreError('unavailable', 'the database is away: host=secret'));
    const of = app({ ...store, months: down, clients: down, tally: down, listOrders: down, decisionsOf: down });
    const page = await ask(of, path);
    expect([page.status, page.headers['retry-after']]).toEqual([503, '5']);
    expect(page.text).toContain('The numbers cannot be read now');
    expect(page.text).not.toContain('secret');
    const answer = await ask(of, path, 'application/json');
    expect(answer.status).toBe(503);
    expectOutcome(answer.body);
  });
});
