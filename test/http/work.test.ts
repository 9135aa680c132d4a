/** How much work is done with the body of a call, counted and not timed, from the bytes to the cards. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testApp } from '../support/app.ts';
import { watchAll } from '../support/count-reads.ts';
import { listen, type Listening } from '../support/listen.ts';

const fixture = readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8');
const cold = (_: unknown, index: number): object => ({
  fullUrl: `https://ehr.example/Condition/${index}`, search: { mode: 'match' },
  resource: { resourceType: 'Condition', id: `cold${index}`, subject: { reference: 'Patient/p1' }, clinicalStatus: { coding: [{ code: 'active' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'J06.9', display: 'Common cold' }] }, recordedDate: '2025-01-01' },
});

let server: Listening;
beforeAll(async () => { server = await listen(() => testApp()); });
afterAll(() => server.close());

/** What a call takes with so many colds among its problems. */
async function work(colds: number): Promise<{ readonly parses: number; readonly reads: number }> {
  const call = JSON.parse(fixture) as { readonly hookInstance: string; readonly prefetch: { readonly conditions: { readonly entry: object[] } } };
  call.prefetch.conditions.entry.push(...Array.from({ length: colds }, cold));
  const body = JSON.stringify(call);
  const counts = { parses: 0, reads: 0 };
  const parse = JSON.parse.bind(JSON);
  const parsing = jest.spyOn(JSON, 'parse').mockImplementation((text, ...rest) => {
    const value: unknown = parse(text, ...rest);
    // The store parses what it kept.
    if (!text.includes(call.hookInstance)) return value;
    counts.parses += 1;
    return watchAll(value, () => { counts.reads += 1; });
  });
  const answer = await fetch(`${server.address}/cds-services/imaging-advice`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"cards":[{')]);
  parsing.mockRestore();
  return counts;
}

test('the body of a call is parsed once, and of each further problem in it so much is read in all', async () => {
  await work(10);
  const [usual, long] = [await work(10), await work(1000)];
  expect([usual.parses, long.parses]).toEqual([1, 1]);
  expect(long.reads - usual.reads).toBe(990 * 77);
});
