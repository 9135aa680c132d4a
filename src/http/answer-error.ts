/** Turns whatever was thrown into an answer: a status and an OperationOutcome, never a stack (HTTP-3, HTTP-5). */
import type { ErrorRequestHandler } from 'express';
import { BackstopError, PreconditionError, RequestError } from '../errors.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf, outcomeOfProblems, type OperationOutcome } from './operation-outcome.ts';

/** Express recognises an error handler by its four parameters. */
export const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const { status, outcome } = answerTo(error);
  noteCall(response, status === 500 ? { fault: faultOf(error) } : { refused: reasonOf(error) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(status).json(outcome);
};

function answerTo(error: unknown): { readonly status: number; readonly outcome: OperationOutcome } {
  if (error instanceof RequestError) return { status: 400, outcome: outcomeOfProblems(error.problems) };
  if (error instanceof PreconditionError) return { status: 412, outcome: outcomeOfProblems(error.problems) };
  switch (bodyFaultOf(error)) {
    case 'entity.too.large': return { status: 413, outcome: outcomeOf('too-long', 'The body is larger than this service accepts.') };
    case 'charset.unsupported': return { status: 415, outcome: outcomeOf('not-supported', 'The charset must be UTF-8.') };
    case 'encoding.unsupported': return { status: 415, outcome: outcomeOf('not-supported', 'The Content-Encoding is not supported.') };
    case 'entity.parse.failed': return { status: 400, outcome: outcomeOf('structure', `The body is not valid JSON${placeOf(error)}.`) };
    case undefined: break;
    default: return { status: 400, outcome: outcomeOf('structure', 'The body could not be read.') };
  }
  if (statusOf(error) === 400) return { status: 400, outcome: outcomeOf('structure', 'The URL is not well formed.') };
  return { status: 500, outcome: outcomeOf('exception', 'Backstop failed to answer. The order can be placed as usual.') };
}

/** The body reader names its failures; their messages quote the body, so they go nowhere. */
function bodyFaultOf(error: unknown): string | undefined {
  const type = (error as { readonly type?: unknown } | undefined)?.type;
  const isBodyFault = typeof type === 'string' && (statusOf(error) ?? 500) < 500;
  // A gzip stream that is none fails with a type of its own or with none.
  if (!isBodyFault) return (error as { readonly code?: unknown } | undefined)?.code === 'Z_DATA_ERROR' ? 'encoding.broken' : undefined;
  return type;
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

function placeOf(error: unknown): string {
  const place = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
  return place === undefined ? '' : ` (${place})`;
}

function reasonOf(error: unknown): readonly string[] {
  return error instanceof RequestError || error instanceof PreconditionError ? error.problems.map(({ pointer }) => pointer) : [bodyFaultOf(error) ?? 'url'];
}

/** Enough to find the fault and nothing a patient could be found by: a message is kept only when it is one of ours. */
function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const place = /\bsrc\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0];
  return { name: error.name, ...(error instanceof BackstopError && { code: error.code, message: error.message }), ...(place !== undefined && { place }) };
}
