/** Tells when a call has its answer, whether or not the caller ever reads it. */
import type { Response } from 'express';

/** Calls `done` once: when the answer is handed over, or when the connection ends before that; at once where it has ended already. */
export function whenAnswered(response: Response, done: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    done();
  };
  const end = response.end.bind(response) as (...parts: readonly unknown[]) => Response;
  response.end = ((...parts: readonly unknown[]) => {
    once();
    return end(...parts);
  }) as Response['end'];
  response.once('close', once);
  if (response.closed) once();
}
