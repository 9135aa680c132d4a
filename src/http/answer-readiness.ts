/** GET /readyz: whether calls should be sent here (OPS-2). Advice is given without the store; what it should remember is not. */
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import { StoreError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf } from './operation-outcome.ts';
import { withinTime } from './within-time.ts';

/** 200 when the store can be written, else 503. */
export function answerReadiness(store: Pick<Store, 'checkWritable'>, { deadlineMs }: Pick<Config, 'deadlineMs'>): RequestHandler {
  return async (_request: Request, response: Response) => {
    try {
      await withinTime(store.checkWritable(), deadlineMs);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      noteCall(response, { refused: [error.code], because: error.message });
      response.status(503).set('Retry-After', '5').json(outcomeOf('transient', 'The store cannot be written.'));
      return;
    }
    response.json({ status: 'ready' });
  };
}
