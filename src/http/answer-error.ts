/** Turns whatever was thrown into an answer: a status and an OperationOutcome, never a stack (HTTP-3, HTTP-5). */
import type { ErrorRequestHandler } from 'express';
import { AuthenticationError, BackstopError, BodyError, OverloadError, PermissionError, PreconditionError, RequestError, StoreError } from '../errors.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf, outcomeOfBody, outcomeOfProblems, type OperationOutcome } from './operation-outcome.ts';

/** Express recognises an error handler by its four parameters. */
export const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const { status, headers = {}, outcome } = answerTo(error);
  noteCall(response, status === 500 ? { fault: faultOf(error) } : { refused: reasonOf(error), ...(error instanceof StoreError && error.kind === 'unavailable' && { because: error.message }) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(status).set(headers).json(outcome);
};

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome: OperationOutcome;
}

function answerTo(error: unknown): Answer {
  if (error instanceof RequestError) return { status: 400, outcome: outcomeOfProblems(error.problems) };
  if (error instanceof PreconditionError) return { status: 412, outcome: outcomeOfProblems(error.problems) };
  if (error instanceof BodyError) return answerToBody(error);
  // One answer whatever was wrong: a caller that is not known learns nothing (JWT-13).
  if (error instanceof AuthenticationError) return { status: 401, headers: { 'WWW-Authenticate': 'Bearer' }, outcome: outcomeOf('login', 'The caller could not be authenticated.') };
  if (error instanceof PermissionError) return { status: 403, outcome: outcomeOf('forbidden', 'This caller may not call this service.') };
  if (error instanceof OverloadError) return { status: 503, headers: { 'Retry-After': '1' }, outcome: outcomeOf('throttled', 'Too many calls are under way. Try again a second later.') };
  if (error instanceof StoreError) return { status: 503, headers: { 'Retry-After': '5' }, outcome: outcomeOf('transient', 'What this call needs kept cannot be kept now. Try again some seconds later.') };
  if (statusOf(error) === 400) return { status: 400, outcome: outcomeOf('structure', 'The URL is not well formed.') };
  return { status: 500, outcome: outcomeOf('exception', 'Backstop failed to answer. The order can be placed as usual.') };
}

function answerToBody({ kind, message }: BodyError): Answer {
  switch (kind) {
    case 'too-large': return { status: 413, outcome: outcomeOf('too-long', 'The body is larger than this service accepts.') };
    case 'too-slow': return { status: 408, headers: { Connection: 'close' }, outcome: outcomeOf('timeout', 'The body came too slowly.') };
    case 'charset': return { status: 415, outcome: outcomeOf('not-supported', message) };
    case 'media-type': return { status: 415, outcome: outcomeOf('not-supported', message) };
    case 'encoding': return { status: 415, outcome: outcomeOf('not-supported', 'The Content-Encoding is not supported.') };
    case 'broken': return { status: 400, outcome: outcomeOfBody('structure', 'The body could not be read.') };
    case 'no-json':
    case 'too-complex': return { status: 400, outcome: outcomeOfBody('structure', message) };
  }
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

/** Codes and places for the log; of a caller that proved nothing, why it was not believed. */
function reasonOf(error: unknown): readonly string[] {
  if (error instanceof RequestError || error instanceof PreconditionError) return error.problems.map(({ pointer }) => pointer);
  if (error instanceof AuthenticationError) return [error.reason];
  if (error instanceof BodyError) return [error.kind];
  return [error instanceof BackstopError ? error.code : 'url'];
}

/** Enough to find the fault and nothing a patient could be found by: a message is kept only when it is one of ours. */
function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const place = /\bsrc\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0];
  return { name: error.name, ...(error instanceof BackstopError && { code: error.code, message: error.message }), ...(place !== undefined && { place }) };
}
