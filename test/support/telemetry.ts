/** For `node --import`: writes every span that has ended to standard output, as a line of JSON, when it is asked to send what it holds. */
import { trace } from '@opentelemetry/api';
import { createSpanRecorder, type RecordedSpan } from './record-spans.ts';

const held: RecordedSpan[] = [];
trace.setGlobalTracerProvider(createSpanRecorder((span) => held.push(span), async () => {
  // All of them are more than a pipe holds, and who reads it may be busy.
  await Promise.all(held.splice(0).map((span) => new Promise((resolve) => { process.stdout.write(`${JSON.stringify({ span })}\n`, resolve); })));
}).provider);
