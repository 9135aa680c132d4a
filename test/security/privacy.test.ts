/** Nothing of a patient in logs, errors or headers: every word of a request is marked in turn, and looked for. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopics } from '../../src/knowledge/load-topics.ts';
import { CARDS } from '../support/app.ts';
import request from 'supertest';
import { post, serve } from '../http/call-service.ts';

const REQUESTS = join(__dirname, '../../fixtures/requests');
const topics = loadTopics(CARDS);
const MARK = 'Zaphod7Beeblebrox';
/** Words that decide which way a call goes stay as they are. */
const KEPT = ['hook', 'hookInstance', 'resourceType', 'system', 'url', 'status', 'intent'];

function marked(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => marked(item, name));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part, key)]));
  if (typeof value !== 'string' || KEPT.includes(name) || /^(?:\d{4}(?:-|$)|https?:|urn:)/.test(value)) return value;
  // Codes, references and ids stay findable; the words around them are marked.
  return ['code', 'id', 'reference', 'patientId', 'userId', 'fullUrl', 'selections', 'type', 'unit'].includes(name) ? value : `${MARK} ${value}`;
}

describe('a chart full of marks', () => {
  test.each(readdirSync(REQUESTS))('OPS-1 SEC-2 %s leaves none in the log, the store or the headers', async (file) => {
    const body = marked(JSON.parse(readFileSync(join(REQUESTS, file), 'utf8'))) as Record<string, any>;
    body['fhirAuthorization'] = { access_token: MARK, token_type: 'Bearer', expires_in: 300, scope: MARK, subject: MARK };
    const { app, lines, store } = serve({ topics });
    const response = await post(body, '/cds-services/imaging-advice', app);
    const comment = await post({ feedback: [{ card: response.body.cards[0]?.uuid ?? 'x', outcome: 'overridden', outcomeTimestamp: '2026-06-15T10:00:00Z', overrideReason: { reason: { code: MARK, system: MARK, display: MARK }, userComment: MARK } }] }, '/cds-services/imaging-advice/feedback', app);
    expect([response.status, comment.status]).toEqual([200, 200]);
    expect(JSON.stringify([lines, response.headers, comment.headers, comment.body])).not.toContain(MARK);
    const kept = (await store.listFeedback()).map(({ userComment: _, reason: __, ...rest }) => rest);
    expect(JSON.stringify(kept)).not.toContain(MARK);
    for (const { uuid } of response.body.cards) {
      const [json, page] = [await request(app).get(`/explain/${uuid}`), await request(app).get(`/explain/${uuid}`).set('Accept', 'text/html')];
      expect([json.status, page.status]).toEqual([200, 200]);
      expect(`${json.text}${page.text}`).not.toContain(MARK);
    }
  });

  test('OPS-1 SEC-2 whatever is wrong with a request, the refusal repeats none of it', async () => {
    const { app, lines } = serve({ topics });
    const whole = JSON.parse(readFileSync(join(REQUESTS, 'acute-low-back-pain.json'), 'utf8')) as Record<string, any>;
    const broken: readonly unknown[] = [
      { ...whole, hook: MARK }, { ...whole, context: MARK }, { ...whole, context: { ...whole['context'], draftOrders: MARK } }, { ...whole, context: { ...whole['context'], draftOrders: { resourceType: MARK } } },
      { ...whole, context: { ...whole['context'], selections: MARK } }, { ...whole, context: { ...whole['context'], patientId: `${MARK}/` } }, { ...whole, hookInstance: { MARK } }, MARK, [MARK], { [MARK]: MARK }, { feedback: MARK },
    ];
    for (const path of ['/cds-services/imaging-advice', '/cds-services/imaging-advice/feedback', `/cds-services/${MARK}`, `/${MARK}`]) {
      for (const body of broken) {
        const response = await post(body, path, app);
        expect(response.status).toBeLessThan(500);
        expect(JSON.stringify([response.text, response.headers])).not.toContain(MARK);
      }
    }
    expect(JSON.stringify(lines)).not.toContain(MARK);
  });
});
