/** Calls the real application over HTTP, with a small topic unless told otherwise. */
import { expect } from '@jest/globals';
import { Writable } from 'node:stream';
import request, { type Response } from 'supertest';
import type { RegisteredClient } from '../../src/clients/client.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { Topic } from '../../src/decision/topic.ts';
import { createApp } from '../../src/http/create-app.ts';
import type { Library } from '../../src/knowledge/readable-topic.ts';
import { createLog } from '../../src/http/create-log.ts';
import type { Metrics } from '../../src/http/create-metrics.ts';
import type { Shelf } from '../../src/http/services.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import type { TraceKeeper } from '../../src/store/create-trace-keeper.ts';
import type { Store } from '../../src/store/store.ts';
import { WEB } from '../support/app.ts';
import { registryOf } from '../support/client.ts';
import { smallTopic } from './small-topic.ts';

export const PATIENT = 'p1';
export const TODAY = '2026-06-15';

interface Changes {
  readonly environment?: Readonly<Record<string, string>>;
  readonly topics?: readonly Topic[];
  readonly challengers?: readonly Topic[];
  readonly library?: Library;
  readonly config?: Partial<Config>;
  readonly now?: Date;
  readonly clients?: readonly RegisteredClient[];
  readonly store?: Store;
  readonly traces?: TraceKeeper;
  readonly metrics?: Metrics;
  readonly shelf?: Shelf;
  readonly newId?: () => string;
}

/** An application with a fixed day, counted ids, and its log lines. */
export function serve({ environment = {}, topics = [smallTopic], challengers = [], library, config = {}, now = new Date(`${TODAY}T12:00:00Z`), clients = [], store = createMemoryStore(), traces, metrics, shelf, newId }: Changes = {}) {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => { lines.push(JSON.parse(String(chunk))); done(); } });
  let count = 0;
  const settings = { ...readConfig({ TIME_ZONE: 'UTC', MAX_LAG_MS: '600000', ...environment }), ...config };
  const app = createApp({
    topics, challengers, ...(library !== undefined && { library }), config: settings, registry: registryOf(clients), store, ...(traces !== undefined && { traces }), ...(metrics !== undefined && { metrics }), ...(shelf !== undefined && { shelf }), webFolder: WEB, log: createLog({ logLevel: 'debug' }, sink),
    now: () => now,
    newId: newId ?? (() => `00000000-0000-4000-8000-${String(count += 1).padStart(12, '0')}`),
  });
  return { app, lines, store };
}

/** A draft order for the study of the small topic. */
export function order(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    resourceType: 'ServiceRequest', id: 'o1', status: 'draft', intent: 'order', subject: { reference: `Patient/${PATIENT}` },
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] },
    ...changes,
  };
}

export function tumour(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    resourceType: 'Condition', id: 'c1', subject: { reference: `Patient/${PATIENT}` },
    clinicalStatus: { coding: [{ code: 'active' }] }, verificationStatus: { coding: [{ code: 'confirmed' }] },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '363346000', display: 'Tumour' }] },
    ...changes,
  };
}

export function bundle(...resources: readonly unknown[]): Readonly<Record<string, unknown>> {
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) };
}

/** A request body for the orders given, all selected. */
export function hookBody(orders: readonly unknown[] = [order()], changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { context = {}, ...rest } = changes as { context?: object };
  return {
    hook: 'order-select', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01',
    context: {
      userId: 'Practitioner/d1', patientId: PATIENT,
      selections: orders.map((each) => `${(each as { resourceType?: string }).resourceType}/${(each as { id?: string }).id}`),
      draftOrders: bundle(...orders), ...context,
    },
    ...rest,
  };
}

/** A body whose chart holds what is given under the topic's own keys. */
export function withPrefetch(prefetch: Readonly<Record<string, unknown>>, orders?: readonly unknown[]): Record<string, unknown> {
  return hookBody(orders, { prefetch });
}

/** Everything the small topic reads, read and empty. */
export const emptyChart = { patient: { resourceType: 'Patient', id: PATIENT, birthDate: '1980-01-01' }, conditions: bundle(), medications: bundle() };

export async function post(body: unknown, path = '/cds-services/imaging-advice', app = serve().app): Promise<Response> {
  return request(app).post(path).send(body as object);
}

/** The same on a machine so busy that the service turns calls away. */
export async function postPatiently(body: unknown, path: string, app: ReturnType<typeof serve>['app']): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const response = await post(body, path, app);
    if (tries === 50 || response.body?.issue?.[0]?.code !== 'throttled') return response;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

/** The words of the first card; empty when there is none. */
export function detailOf(response: Response): string {
  return response.body.cards?.[0]?.detail ?? '';
}

/** HTTP-3: every body that is not a success is an OperationOutcome with words for a person. */
export function expectOutcome(body: { readonly resourceType?: string; readonly issue?: readonly object[] }): void {
  expect(body.resourceType).toBe('OperationOutcome');
  expect(body.issue!.length).toBeGreaterThan(0);
  for (const issue of body.issue!) expect(issue).toMatchObject({ severity: expect.stringMatching(/error|fatal/), code: expect.any(String), details: { text: expect.stringMatching(/\w/) } });
}
