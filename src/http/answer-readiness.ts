/** GET /readyz: whether calls should be sent here (OPS-2). Advice is given without the store; what it should remember is not. */
import type { Request, RequestHandler, Response } from 'express';
import { countKeys } from '../clients/count-keys.ts';
import { StoreError } from '../errors.ts';
import { noteCall } from './call-record.ts';
import { outcomeOf } from './operation-outcome.ts';
import type { Services } from './services.ts';
import { withinTime } from './within-time.ts';

interface Fault {
  /** For the log and the count of refusals. */
  readonly code: string;
  readonly because: string;
  /** For whoever asks; no client is named to strangers. */
  readonly text: string;
}

/**
 * 200 when a topic is served, the store can be written and, with AUTH=required, somebody can be believed; else 503 with everything that is missing.
 * Keys of one client that cannot be had are no fault of this replica: told as a count, as others are served. No server of keys is asked here.
 */
export function answerReadiness({ topics, store, registry, config }: Pick<Services, 'topics' | 'store' | 'registry' | 'config'>): RequestHandler {
  const served = topics.map(({ id, version }) => ({ id, version }));
  return async (_request: Request, response: Response) => {
    const keys = config.auth === 'required' ? countKeys(registry.current()) : undefined;
    const faults: readonly (Fault | undefined)[] = [
      served.length > 0 ? undefined : faultOf('no-topic', 'No topic is served.'),
      keys === undefined || keys.clients === 0 || keys.known > 0 ? undefined : faultOf('no-keys', 'The keys of no client are known, so nobody can be believed.'),
      await faultOfStore(withinTime(store.checkWritable(), config.deadlineMs)),
    ];
    const found = faults.filter((fault) => fault !== undefined);
    if (found.length > 0) {
      noteCall(response, { refused: found.map(({ code }) => code), because: found.map(({ because }) => because).join(' ') });
      response.status(503).set('Retry-After', '5').json(outcomeOf('transient', found.map(({ text }) => text).join(' ')));
      return;
    }
    response.json({ status: 'ready', topics: served, ...(keys !== undefined && { keys }) });
  };
}

function faultOf(code: string, text: string): Fault {
  return { code, because: text, text };
}

async function faultOfStore(check: Promise<void>): Promise<Fault | undefined> {
  try {
    await check;
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { code: error.code, because: error.message, text: 'The store cannot be written.' };
  }
}
