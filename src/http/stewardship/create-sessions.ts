/** Who is signed in, without remembering anybody: a cookie that only a process with the token can have made, so that replicas share it. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

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
    isToken: (given) => isSame(given, token),
    open: (now) => {
      const expiry = String(Math.floor(now.getTime() / 1000) + SESSION_SECONDS);
      return `${expiry}.${seal(expiry)}`;
    },
    isOpen: (value, now) => {
      const [, expiry = '', given = ''] = SHAPE.exec(value) ?? [];
      const remaining = Number(expiry) * 1000 - now.getTime();
      return isSame(given, seal(expiry)) && remaining > 0 && remaining <= SESSION_SECONDS * 1000;
    },
  };
}

/** Digests have one length, so that nothing is learnt from how long a comparison takes. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
