/** GET /icon.png: what clients draw beside a card (CARD-7). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';

/** 100 × 100 pixels, opaque, kept by browsers for a week. */
export function answerIcon(webFolder: string): RequestHandler {
  const icon = readFileSync(join(webFolder, 'icon.png'));
  return (_request: Request, response: Response) => {
    response.set({ 'Cache-Control': 'public, max-age=604800, immutable', 'Content-Type': 'image/png' }).send(icon);
  };
}
