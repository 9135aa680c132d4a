/** Every failure Backstop raises on purpose: one class each, a stable `code`, and words for the person who must act. */

/** What is wrong and where: `pointer` is an RFC 6901 JSON pointer into the request body (or `file#/pointer` for knowledge). */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  /** What kind of problem it is: `required` is missing, `value` is not allowed, `structure` is no such shape; `invalid` where left out. */
  readonly kind?: 'required' | 'value' | 'structure';
  /** Stable name of a cause that has one, for programs. */
  readonly cause?: string;
}

/** Common root of Backstop's errors; `code` is stable across releases, the message is not. */
export abstract class BackstopError extends Error {
  abstract readonly code: string;
}

/** The body of a hook or feedback request cannot be understood: HTTP 400. */
export class RequestError extends BackstopError {
  override readonly name = 'RequestError';
  readonly code = 'invalid-request';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(describe).join('; '), options);
    this.problems = problems;
  }
}

/** The knowledge under `cards/` is not fit to serve: Backstop does not start. */
export class KnowledgeError extends BackstopError {
  override readonly name = 'KnowledgeError';
  readonly code = 'invalid-knowledge';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(`${problems.length} problem(s) in the knowledge:\n${problems.map(describe).join('\n')}`, options);
    this.problems = problems;
  }
}

/** A FHIRPath expression threw while it was evaluated: names the topic and the expression, keeps the cause. */
export class ExpressionError extends BackstopError {
  override readonly name = 'ExpressionError';
  readonly code = 'expression-failed';
}

/** A setting in the environment has a value Backstop cannot use: the process does not start. */
export class ConfigError extends BackstopError {
  override readonly name = 'ConfigError';
  readonly code = 'invalid-setting';
}

/** A server that Backstop called gave nothing usable: refused by our own rules, too late, too large, or out of reach. */
export class OutboundError extends BackstopError {
  override readonly name = 'OutboundError';
  readonly code = 'outbound-failed';
  readonly kind: 'refused' | 'timeout' | 'too-large' | 'unreachable';

  constructor(kind: OutboundError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** What the specification calls required data could neither be found in the request nor be read: HTTP 412. */
export class PreconditionError extends BackstopError {
  override readonly name = 'PreconditionError';
  readonly code = 'data-unavailable';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(describe).join('; '), options);
    this.problems = problems;
  }
}

/** A service cannot be examined at all: it is out of reach, lists nothing, or asks for what was not given. */
export class ConformanceError extends BackstopError {
  override readonly name = 'ConformanceError';
  readonly code = 'not-examined';
}

/** Why a token was not believed: for the log alone, as a caller is told nothing (JWT-13). */
export type Distrust = 'missing' | 'malformed' | 'type' | 'critical' | 'algorithm' | 'issuer' | 'jku' | 'audience' | 'claims' | 'time' | 'lifetime' | 'key' | 'signature' | 'subject' | 'replayed';

/** Who calls could not be proven: HTTP 401. */
export class AuthenticationError extends BackstopError {
  override readonly name = 'AuthenticationError';
  readonly code = 'not-authenticated';
  readonly reason: Distrust;

  constructor(reason: Distrust) {
    super(`not authenticated: ${reason}`);
    this.reason = reason;
  }
}

/** The caller is known and may not do this: HTTP 403. */
export class PermissionError extends BackstopError {
  override readonly name = 'PermissionError';
  readonly code = 'not-permitted';
}

/** Too much at once: HTTP 503, and a second later it may be different. */
export class OverloadError extends BackstopError {
  override readonly name = 'OverloadError';
  readonly code = 'overloaded';
}

/** What must be remembered cannot be now (HTTP 503, and the caller may try again), or the database is one this release must not touch. */
export class StoreError extends BackstopError {
  override readonly name = 'StoreError';
  readonly code = 'store-failed';
  readonly kind: 'unavailable' | 'refused' | 'newer';

  constructor(kind: StoreError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A decision cannot be made again: the message says why, and what to do. */
export class ReplayError extends BackstopError {
  override readonly name = 'ReplayError';
  readonly code = 'replay-failed';
  readonly kind: 'unknown' | 'not-kept' | 'too-large' | 'unreadable' | 'wrong-key' | 'no-topic';

  constructor(kind: ReplayError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A terminology server gave no expansion that can be relied on: nothing is written. */
export class TerminologyError extends BackstopError {
  override readonly name = 'TerminologyError';
  readonly code = 'no-expansion';
}

/** The body of a call cannot be read: too large, in another encoding, no JSON. */
export class BodyError extends BackstopError {
  override readonly name = 'BodyError';
  readonly code = 'unreadable-body';
  readonly kind: 'too-large' | 'too-slow' | 'media-type' | 'charset' | 'encoding' | 'broken' | 'no-json' | 'too-complex';

  constructor(kind: BodyError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

function describe(problem: Problem): string {
  return `${problem.pointer}: ${problem.message}`;
}
