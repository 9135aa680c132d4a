/** Stage 0: finds out who is calling. */
import type { Config } from '../config.ts';
import type { Client } from './client.ts';

/** What a caller says about itself, and what this process demands. */
export interface Claim {
  /** The Authorization header as it came, if any. */
  readonly authorization?: string;
  readonly config: Pick<Config, 'auth'>;
}

/** Anonymous callers exist only with AUTH=off; they are taken for the public sandbox, whose ways any client copes with (TEN-3). */
const anonymous: Client = { id: 'anonymous', profile: 'sandbox' };

/**
 * The client behind a call. With AUTH=off the header is not even looked at: a token that nobody checked proves nothing (DISC-14).
 * AUTH=required never gets here, because `readConfig` refuses to start with it until tokens can be verified (JWT-1).
 */
export function identifyClient({ config }: Claim): Client {
  switch (config.auth) {
    case 'off': return anonymous;
    case 'required': throw new Error('AUTH=required without a client registry');
  }
}
