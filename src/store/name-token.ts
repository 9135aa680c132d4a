/** What a token is remembered by: nobody can tell its words from it. */
import { hash } from 'node:crypto';
import type { SpentToken } from './store.ts';

/** The same issuer and id give the same name, no others do. */
export function nameToken({ issuer, id }: Pick<SpentToken, 'issuer' | 'id'>): string {
  return hash('sha256', JSON.stringify([issuer, id]), 'base64url');
}
