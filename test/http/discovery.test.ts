import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { describeServices } from '../../src/http/describe-services.ts';
import { hookBody, serve } from './call-service.ts';
import { smallTopic } from './small-topic.ts';

const { app } = serve();

describe('discovery', () => {
  test('DISC-1 DISC-2 DISC-4 DISC-5 DISC-8 DISC-9 answers both services with everything a client needs', async () => {
    const { status, body } = await request(app).get('/cds-services');
    expect(status).toBe(200);
    expect(body.services).toHaveLength(2);
    for (const service of body.services) {
      expect(service).toMatchObject({ hook: expect.any(String), id: expect.any(String), title: expect.any(String), description: expect.any(String), version: '2.0.1', hookVersion: '1.0' });
    }
  });

  test('DISC-12 DISC-13 DISC-16 pins ids and order: the order-select service is the main one', async () => {
    const { body } = await request(app).get('/cds-services');
    expect(body.services.map(({ id, hook }: { id: string; hook: string }) => [id, hook])).toEqual([['imaging-advice', 'order-select'], ['imaging-advice-sign', 'order-sign']]);
  });

  test('DISC-3 answers an empty list when there is nothing to serve', async () => {
    const empty = serve({ topics: [] }).app;
    expect((await request(empty).get('/cds-services')).body).toEqual({ services: [] });
    expect((await request(empty).post('/cds-services/imaging-advice').send(hookBody())).status).toBe(404);
  });

  test('DISC-6 TOK-11 takes the prefetch from the reads of the topics', () => {
    expect(describeServices([smallTopic]).services[0]!.prefetch).toEqual({
      patient: 'Patient/{{context.patientId}}', conditions: 'Condition?patient={{context.patientId}}', medications: 'MedicationRequest?patient={{context.patientId}}',
    });
  });

  test('DISC-6 two topics may share a key with the same query, but not with another', () => {
    expect(describeServices([smallTopic, smallTopic]).services[0]!.prefetch).toHaveProperty('conditions');
    const other = { ...smallTopic, id: 'other', reads: [{ ...smallTopic.reads[1]!, query: 'Condition?subject={{context.patientId}}' }] };
    expect(() => describeServices([smallTopic, other])).toThrow(expect.objectContaining({ code: 'invalid-knowledge' }));
  });

  test('JSON-2 leaves prefetch out when no topic reads anything', () => {
    expect(describeServices([{ ...smallTopic, reads: [] }]).services[0]).not.toHaveProperty('prefetch');
  });

  test('DISC-7 states what is needed, in less than a kilobyte', async () => {
    const { body } = await request(app).get('/cds-services');
    expect(body.services[0].usageRequirements).toContain('draftOrders');
    expect(body.services[0].usageRequirements.length).toBeLessThan(1024);
  });

  test('DISC-17 title and description are plain text', async () => {
    const { body } = await request(app).get('/cds-services');
    for (const { title, description } of body.services) expect(`${title}${description}`).not.toMatch(/[<>]/);
  });

  test('DISC-10 every advertised service can be called', async () => {
    const { body } = await request(app).get('/cds-services');
    for (const { id, hook } of body.services) {
      expect((await request(app).post(`/cds-services/${id}`).send(hookBody(undefined, { hook }))).status).toBe(200);
    }
  });

  test('DISC-14 answers whoever asks, whatever token comes along', async () => {
    expect((await request(app).get('/cds-services').set('Authorization', 'Bearer garbage')).status).toBe(200);
  });

  test.each(['/cds-services', '/cds-services/', '//cds-services', '/cds-services//', '//cds-services//', '/cds-services?x=//y'])('DISC-15 %s gives the discovery document', async (path) => {
    const response = await request(app).get(path);
    expect(response.status).toBe(200);
    expect(response.body.services).toHaveLength(2);
  });

  test.each(['/cds-services/imaging-advice/', '/cds-services//imaging-advice', '//cds-services//imaging-advice//'])('DISC-15 POST %s reaches the service', async (path) => {
    const response = await request(app).post(path).send(hookBody());
    expect(response.status).toBe(200);
    expect(response.body.cards).toHaveLength(1);
  });

  test('DISC-15 HEAD has the headers of GET and no body', async () => {
    const response = await request(app).head('/cds-services');
    expect(response.status).toBe(200);
    expect(response.text).toBeFalsy();
    expect(response.headers['etag']).toBe((await request(app).get('/cds-services')).headers['etag']);
  });

  test('CACHE-1 may be kept for five minutes and asked for again by ETag', async () => {
    const response = await request(app).get('/cds-services');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    const again = await request(app).get('/cds-services').set('If-None-Match', response.headers['etag']!);
    expect(again.status).toBe(304);
    expect((await request(app).get('/cds-services').set('If-None-Match', '"other"')).status).toBe(200);
  });
});
