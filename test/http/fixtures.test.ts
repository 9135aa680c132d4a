/** Whole answers to the fixtures, on a fixed day; and every one of them within the rules of CDS Hooks. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { checkResponse } from '../support/check-response.ts';
import { testApp } from '../support/app.ts';

const FIXTURES = join(__dirname, '../../fixtures');
const names = ['acute-low-back-pain', 'cauda-equina', 'cancer-history', 'sandbox-lumbar-mri', 'sandbox-first-call', 'epic-shaped'];
/** What a reader expects of each, beside the whole answer. */
const indicators: Readonly<Record<string, readonly string[]>> = {
  'acute-low-back-pain': ['warning', 'info'], 'cauda-equina': ['critical'], 'cancer-history': [], 'sandbox-lumbar-mri': ['info', 'info'], 'sandbox-first-call': [], 'epic-shaped': ['warning', 'info'],
};

test.each(names)('%s gets the answer on file', async (name) => {
  const request = readFileSync(join(FIXTURES, 'requests', `${name}.json`), 'utf8');
  const { status, body } = await supertest(testApp()).post('/cds-services/imaging-advice').set('Content-Type', 'application/json').send(request);
  expect(status).toBe(200);
  expect(body.cards.map(({ indicator }: { indicator: string }) => indicator)).toEqual(indicators[name]);
  const orders = (JSON.parse(request) as { context: { draftOrders: { entry: { resource: { resourceType: string; id: string } }[] } } }).context.draftOrders.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
  expect(checkResponse(body, { orders })).toEqual([]);
  const file = join(FIXTURES, 'responses', `${name}.json`);
  if (process.env['UPDATE_FIXTURES'] === 'yes') writeFileSync(file, `${JSON.stringify(body, null, 2)}\n`);
  expect(body).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

test('every answer on file belongs to a request on file', () => {
  for (const file of readdirSync(join(FIXTURES, 'responses'))) expect(existsSync(join(FIXTURES, 'requests', file))).toBe(true);
});
