/** What the service counts about itself, for Prometheus: outcomes, ratings and times, never about whom. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Fetched } from '../chart/complete-prefetch.ts';
import type { Judged } from '../response/judged.ts';
import type { Card } from '../response/cds-response.ts';
import type { Gap } from '../store/create-write-queue.ts';
import { createTimes } from './create-times.ts';
import { hookServices } from './services.ts';

/** The stages of one call, in order. */
export const STAGES = ['authenticate', 'read', 'understand', 'gather', 'decide', 'recall', 'write'] as const;
export type StageName = (typeof STAGES)[number];

export interface CountedCall {
  /** `none` for what is no call of a service. */
  readonly service: string;
  readonly status: number;
  readonly seconds: number;
  readonly isAborted: boolean;
  /** Codes of ours. */
  readonly refused: readonly string[];
}

export interface Metrics {
  readonly registry: Registry;
  countCall(call: CountedCall): void;
  timeStage(stage: StageName, seconds: number): void;
  countAnswer(judged: readonly Judged[], cards: readonly Card[]): void;
  countFeedback(outcomes: Readonly<Record<string, number>>): void;
  countReads(fetched: Fetched): void;
  /** Of records or traces that could not be kept. */
  noteGap(what: 'decisions' | 'traces', gap: Gap): void;
}

export interface Versions {
  /** `id` and `version` of each topic. */
  readonly topics: readonly { readonly id: string; readonly version: string }[];
}

/** Seconds: an answer takes milliseconds, the deadline is some seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counters of their own registry, so that several services in one process do not mix. With `ofProcess` memory, event loop and garbage collection too. */
export function createMetrics({ topics }: Versions, { ofProcess = false }: { readonly ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: readonly string[] = []): Counter => new Counter({ name, help, labelNames, registers });
  const calls = counter('backstop_calls_total', 'Calls of the services, by status.', ['service', 'status']);
  const aborted = counter('backstop_calls_aborted_total', 'Calls whose caller left before the answer.', ['service']);
  const refused = counter('backstop_refusals_total', 'Calls refused, by reason.', ['because']);
  const timeCall = createTimes(registry, { name: 'backstop_call_seconds', help: 'Time from the first byte of a call to its answer.', label: 'service', buckets: BUCKETS });
  const timeStage = createTimes(registry, { name: 'backstop_stage_seconds', help: 'Time a stage of a call takes.', label: 'stage', buckets: BUCKETS });
  const orders = counter('backstop_orders_total', 'Orders that were judged, by rating and advice.', ['topic', 'rating', 'advice']);
  const shown = counter('backstop_cards_total', 'Cards that were answered, by indicator.', ['indicator']);
  const silenced = counter('backstop_silenced_total', 'Cards not shown again, by reason.', ['because']);
  const gaps = counter('backstop_gaps_total', 'Reads an order had to be judged without, by read and state.', ['topic', 'read', 'state']);
  const feedback = counter('backstop_feedback_total', 'Reports of what became of cards.', ['outcome']);
  const reads = counter('backstop_fhir_reads_total', 'Reads from FHIR servers.', ['result']);
  const dropped = counter('backstop_records_dropped_total', 'Records that could not be kept.', ['what']);
  const knowledge = new Gauge({ name: 'backstop_knowledge', help: 'Version of a topic that is served: always 1.', labelNames: ['topic', 'version'], aggregator: 'max', registers });
  for (const { id, version } of topics) knowledge.set({ topic: id, version }, 1);
  // A rate can only be told from a count that was there before, and a sum of nothing is none: what alerts ask for begins at 0.
  for (const what of ['decisions', 'traces']) dropped.inc({ what }, 0);
  for (const { id: service } of hookServices) for (const status of ['200', '401', '500', '503']) calls.inc({ service, status }, 0);
  for (const because of ['overloaded', 'rate', 'store-failed']) refused.inc({ because }, 0);
  for (const result of ['whole', 'short']) reads.inc({ result }, 0);
  for (const { id: topic } of topics) orders.inc({ topic, rating: 'none', advice: 'silent' }, 0);
  return {
    registry,
    countCall: ({ service, status, seconds, isAborted, refused: because }) => {
      calls.inc({ service, status: String(status) });
      timeCall(service, seconds);
      if (isAborted) aborted.inc({ service });
      for (const code of because) refused.inc({ because: code });
    },
    timeStage,
    countAnswer: (judged, cards) => {
      for (const { decision, silence } of judged) {
        const { topic: { id: topic }, rating, advice } = decision;
        orders.inc({ topic, rating: rating?.category ?? 'none', advice: advice.kind });
        for (const { read, state } of decision.gaps) gaps.inc({ topic, read, state });
        if (silence !== undefined) silenced.inc({ because: silence.because });
      }
      for (const { indicator } of cards) shown.inc({ indicator });
    },
    countFeedback: (outcomes) => {
      for (const [outcome, count] of Object.entries(outcomes)) feedback.inc({ outcome }, count);
    },
    countReads: ({ asked, short }) => {
      reads.inc({ result: 'whole' }, asked - short);
      reads.inc({ result: 'short' }, short);
    },
    noteGap: (what, { dropped: count }) => dropped.inc({ what }, count),
  };
}
