/** What Backstop hands to clients is FHIR of the client's version, and touches nothing but what it says it touches. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkR4, checkR5, checkStu3 } from '../support/check-r4.ts';
import { readVignettes } from '../support/vignette.ts';
import { CARDS } from '../support/app.ts';
import { post, serve } from '../http/call-service.ts';
import { requestOf } from '../http/vignette-request.ts';
import { asClient, clientOf, profiles, suggestionsOf, systemActionsOf, topics, type Json } from './answers.ts';

const PAMA = 'http://fhir.org/argonaut/Extension/pama-rating';
const vignettes = readVignettes(join(CARDS, topics[0]!.id, 'vignettes'));
const apps = Object.fromEntries(profiles.map((profile) => [profile, serve({ topics, clients: [clientOf(profile)] }).app]));

interface Asked {
  readonly name: string;
  readonly order: Json;
  readonly body: Json;
}

/** One vignette in nine of every profile, in a FHIR version: all families, all studies. */
async function askAll(version: 'R4' | 'STU3' | 'R5'): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const [index, profile] of profiles.entries()) {
    for (const vignette of vignettes.filter((_, at) => at % 9 === index)) {
      const request = asClient(requestOf(topics[0]!, vignette, version) as Json);
      const { body } = await post(request, '/cds-services/imaging-advice', apps[profile]!);
      asked.push({ name: `${vignette.id} ${profile}`, order: request['context'].draftOrders.entry[0].resource, body });
    }
  }
  return asked;
}

const resourcesOf = ({ body }: Asked): readonly Json[] => suggestionsOf({ body }).flatMap(({ actions }) => actions as readonly Json[]).flatMap(({ resource }) => (typeof resource === 'object' ? [resource as Json] : []));

describe.each([['R4', checkR4, 'ServiceRequest'], ['STU3', checkStu3, 'ProcedureRequest'], ['R5', checkR5, 'ServiceRequest']] as const)('for a client that speaks %s', (version, check, orderType) => {
  let asked: readonly Asked[] = [];
  beforeAll(async () => { asked = await askAll(version); }, 120_000);

  test('ACT-3 ACT-4 CTX-10 every resource of every suggestion is valid', () => {
    const faults = asked.flatMap((each) => resourcesOf(each).flatMap((resource) => check(resource).map((fault) => `${each.name}: ${fault}`)));
    expect(faults.slice(0, 10)).toEqual([]);
    const types = new Set(asked.flatMap((each) => resourcesOf(each).map(({ resourceType }) => resourceType)));
    expect([...types].sort()).toEqual(['CommunicationRequest', 'MedicationRequest', orderType].sort());
  });

  test('ACT-3 what is created is a draft of this patient', () => {
    for (const { body, order } of asked) {
      for (const { resource } of suggestionsOf({ body }).flatMap(({ actions }) => actions as readonly Json[]).filter(({ type }) => type === 'create')) {
        expect(resource).toMatchObject({ status: 'draft', subject: order['subject'] });
        expect(resource).not.toHaveProperty('id');
      }
    }
  });

  test('PAMA-3 SYS-2 a system action is the order as it came, with other extensions', () => {
    const actions = asked.flatMap(({ body, order }) => systemActionsOf({ body }).map(({ resource }) => ({ resource: resource as Json, order })));
    expect(actions.length).toBeGreaterThan(50);
    for (const { resource, order } of actions.filter((each) => each.resource['id'] === each.order['id'])) {
      const { extension: _, ...rest } = resource;
      const { extension: __, ...sent } = order;
      expect(rest).toEqual(sent);
    }
  });
});

describe('a system action', () => {
  const body = JSON.parse(readFileSync(join(__dirname, '../../fixtures/requests/acute-low-back-pain.json'), 'utf8')) as Json;
  const entry = body['context'].draftOrders.entry[0] as Json;
  const leaf = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)), fc.boolean());
  /** Anything a client may put into an order, without the empty values that JSON of a CDS service must not hold. */
  const value = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z]{1,9}$/), tie('tree'), { minKeys: 1, maxKeys: 3 })),
  })).tree;
  const extension = fc.record({ url: fc.constantFrom('http://local.example.org/a', 'urn:b', `${PAMA}-local`.replace('argonaut', 'other')), valueString: fc.stringMatching(/^[a-z]{1,9}$/) });

  test('PAMA-3 SYS-2 ACT-4 differs from the order in extensions only, whatever the order holds', async () => {
    const anyOrder = fc.record({ extra: fc.dictionary(fc.stringMatching(/^x[A-Za-z]{1,9}$/), value, { maxKeys: 4 }), extension: fc.array(extension, { maxLength: 3 }), old: fc.boolean() });
    await fc.assert(fc.asyncProperty(anyOrder, async ({ extra, extension: own, old }) => {
      const extensions = [...own, ...(old ? [{ url: PAMA, valueCodeableConcept: { coding: [{ code: 'appropriate' }] } }, { url: `${PAMA}-consult-id`, valueUri: 'urn:uuid:old' }] : [])];
      const order = { ...entry['resource'], ...extra, ...(extensions.length > 0 && { extension: extensions }) };
      const request = asClient({ ...body, context: { ...body['context'], draftOrders: { resourceType: 'Bundle', entry: [{ resource: order }] } } });
      const response = await post(request, '/cds-services/imaging-advice', apps['default']!);
      const [action] = systemActionsOf({ body: response.body as Json });
      const { extension: after, ...rest } = action!['resource'] as Json;
      const { extension: _, ...sent } = JSON.parse(JSON.stringify(order)) as Json;
      expect(rest).toEqual(sent);
      expect(after.slice(0, own.length)).toEqual(own);
      expect(after.slice(own.length).every(({ url }: Json) => url.startsWith(PAMA))).toBe(true);
      expect(after.filter(({ url }: Json) => url === PAMA)).toHaveLength(1);
      expect(JSON.stringify(after)).not.toContain('urn:uuid:old');
    }), { numRuns: 150 });
  }, 120_000);

  test('SYS-2 PAMA-9 applied twice it changes nothing more', async () => {
    const ask = async (order: Json): Promise<Json> => {
      const request = asClient({ ...body, context: { ...body['context'], draftOrders: { resourceType: 'Bundle', entry: [{ resource: order }] } } });
      return systemActionsOf({ body: (await post(request, '/cds-services/imaging-advice', apps['default']!)).body as Json })[0]!['resource'] as Json;
    };
    const urls = (order: Json): readonly string[] => order['extension'].map(({ url }: Json) => url);
    const once = await ask(entry['resource'] as Json);
    expect(urls(await ask(once))).toEqual(urls(once));
  });
});

