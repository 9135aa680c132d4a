/** Who is signed in, without remembering anybody: a cookie that only a process with the token can have made, so that replicas share it. */
import { createHmac } from 'node:crypto';
import { isSameSecret } from '../is-same-secret.ts';

export interface Sessions {
  /** True for the token itself; takes as long whatever is wrong with it. */
  isToken(given: string): boolean;
  /** A value for the cookie. */
  open(now: Date): string;
  isOpen(value: string, now: Date): boolean;
}

export const SESSION_SECONDS = 8 * 60 * 60;
/** Expiry in seconds, and its HMAC-SHA-256. */
const SHAPE = /^(\d{10})\.([\w-]{43})$/;

/** Sessions of a token; another token ends them all. */
export function createSessions(token: string): Sessions {
  const seal = (expiry: string): string => createHmac('sha256', token).update(`stewardship session until ${expiry}`).digest('base64url');
  return {
    isToken: (given) => isSameSecret(given, token),
    open: (now) => {
      const expiry = String(Math.floor(now.getTime() / 1000) + SESSION_SECONDS);
      return `${expiry}.${seal(expiry)}`;
    },
    isOpen: (value, now) => {
      const [, expiry = '', given = ''] = SHAPE.exec(value) ?? [];
      const remaining = Number(expiry) * 1000 - now.getTime();
      return isSameSecret(given, seal(expiry)) && remaining > 0 && remaining <= SESSION_SECONDS * 1000;
    },
  };
}
