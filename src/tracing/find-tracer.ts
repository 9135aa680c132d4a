/** The OpenTelemetry SDK of whoever runs the service, where one is registered. */
import { trace, type ProxyTracerProvider, type Tracer, type TracerProvider } from '@opentelemetry/api';

const NAME = 'backstop';

/** A tracer that leads somewhere. Without an SDK the API has only a proxy that leads to none, and says so. */
export function findTracer(): Tracer | undefined {
  const provider = registered();
  return provider.getDelegateTracer === undefined ? provider.getTracer(NAME) : provider.getDelegateTracer(NAME);
}

/** Has the SDK send what it still holds. Waits no longer than told, and never rejects: the end must come. */
export async function flushSpans(ms: number): Promise<void> {
  const provider = registered();
  // The API has no word for it, every SDK has (OpenTelemetry, Tracing SDK, ForceFlush).
  const sdk = (provider.getDelegate?.() ?? provider) as { forceFlush?(): Promise<void> };
  if (sdk.forceFlush === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); });
  const sent = Promise.resolve().then(() => sdk.forceFlush?.()).catch(() => undefined);
  await Promise.race([sent, late]);
  clearTimeout(timer);
}

function registered(): TracerProvider & Partial<ProxyTracerProvider> {
  return trace.getTracerProvider();
}
