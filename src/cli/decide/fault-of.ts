/** Why an input has no decision, with nothing of it: the place and the kind, never what stands there. */
import { BackstopError, PreconditionError, RequestError, type Problem } from '../../errors.ts';

export interface Fault {
  /** Stable: `too-long`, `out-of-memory`, `failed`, or the code of one of our errors. */
  readonly code: string;
  readonly message: string;
  /** Where in the input. */
  readonly problems?: readonly Problem[];
}

/** What was thrown, as a line of output says it. */
export function faultOf(error: unknown): Fault {
  if (error instanceof RequestError || error instanceof PreconditionError) return { code: error.code, message: error.message, problems: error.problems };
  if (error instanceof BackstopError) return { code: error.code, message: error.message };
  const place = error instanceof Error ? /\bsrc\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0] : undefined;
  return { code: 'failed', message: `It could not be judged (${error instanceof Error ? error.name : typeof error}${place === undefined ? '' : ` at ${place}`}).` };
}
