/** GET /cds-services (CDS Hooks 2.0, Discovery): the same document for everybody, written once (DISC-14). */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Topic } from '../decision/topic.ts';
import { describeServices } from './describe-services.ts';

/** Cached for five minutes, then asked for again by its ETag (CACHE-1). Throws KnowledgeError when topics disagree on a prefetch key. */
export function answerDiscovery(topics: readonly Topic[]): RequestHandler {
  const document = Buffer.from(JSON.stringify(describeServices(topics)));
  const tag = `"${createHash('sha256').update(document).digest('base64url').slice(0, 22)}"`;
  return (_request: Request, response: Response) => {
    response.set({ 'Cache-Control': 'public, max-age=300', 'Content-Type': 'application/json; charset=utf-8', ETag: tag });
    response.send(document);
  };
}
