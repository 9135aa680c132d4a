/** Recorded requests and vignettes with junk put in at random places: the answer may be anything but a failure. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import { readVignettes } from '../support/vignette.ts';
import { checkResponse } from '../support/check-response.ts';
import { expectOutcome, postPatiently, serve } from './call-service.ts';
import { requestOf } from './vignette-request.ts';

const topics = loadTopics(CARDS);
const { app, lines } = serve({ topics });
const vignettes = readVignettes(join(CARDS, topics[0]!.id, 'vignettes')).flatMap((vignette) => (['R4', 'STU3', 'DSTU2', 'R5'] as const).map((version) => requestOf(topics[0]!, vignette, version)));
const recorded = ['acute-low-back-pain', 'cauda-equina', 'cancer-history', 'epic-procedure-request', 'sandbox-lumbar-mri']
  .map((name) => JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests', `${name}.json`), 'utf8')) as object);

/** Every place in a request, as the steps that lead there; the hook and the ids that make it a request stay. */
function placesIn(value: unknown, steps: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [steps];
  const below = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
  return [steps, ...below.flatMap(([step, item]) => placesIn(item, [...steps, step]))].filter(({ length }) => length > 0);
}

function withJunk(body: object, steps: readonly (string | number)[], junk: unknown): object {
  const copy = structuredClone(body) as Record<string | number, any>;
  const parent = steps.slice(0, -1).reduce((each, step) => each?.[step], copy);
  if (typeof parent === 'object' && parent !== null) parent[steps.at(-1)!] = junk;
  return copy;
}

/** Junk may have no way of becoming text. */
const nameOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** `Type/id` of every draft order, read as loosely as the service reads it. */
function ordersOf(body: object): readonly string[] {
  const { entry } = (body as { context?: { draftOrders?: { entry?: unknown } } }).context?.draftOrders ?? {};
  return [entry ?? []].flat().map((each) => (each as { resource?: { resourceType?: unknown; id?: unknown } } | null)?.resource).map((resource) => `${nameOf(resource?.resourceType)}/${nameOf(resource?.id)}`);
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', [], {}, [[]], [null], 0, -1, true, 'x', '\ud800', 'Patient/', '#', 'urn:uuid:', '2026-13-45', '9999', { coding: null }, { coding: [null] }, { text: {} }, { reference: {} }, { value: 'x' }, { start: {} }, { __proto__: null, constructor: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

test('JSON-5 CTX-10 HTTP-5 junk anywhere in a request is refused or ignored, never a failure', async () => {
  const mutation = fc.constantFrom(...recorded, ...vignettes).chain((body) => fc.tuple(fc.constant(body), fc.array(fc.tuple(fc.constantFrom(...placesIn(body)), junk), { minLength: 1, maxLength: 4 })));
  await fc.assert(fc.asyncProperty(mutation, async ([body, changes]) => {
    const hostile = changes.reduce((each, [steps, value]) => withJunk(each, steps, value), body);
    const response = await postPatiently(hostile, '/cds-services/imaging-advice', app);
    if (response.status >= 500) throw new Error(JSON.stringify({ changes, fault: lines.at(-1) }));
    expect([200, 400]).toContain(response.status);
    if (response.status === 200) expect(checkResponse(response.body, { orders: ordersOf(hostile) })).toEqual([]);
    else expectOutcome(response.body);
  }), { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) });
}, 600_000);
