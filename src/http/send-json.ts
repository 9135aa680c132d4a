/** Sends JSON whose type and length are all there is to say of it. */
import type { Response } from 'express';

/** The same bytes and headers as Express's own `json`, without its search for types, tags and settings. */
export function sendJson(response: Response, value: object): void {
  const text = JSON.stringify(value);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
