/** The real app on the real knowledge, with a clock and ids that stand still. */
import { join } from 'node:path';
import type { Express } from 'express';
import { readConfig } from '../../src/config.ts';
import { createApp } from '../../src/http/create-app.ts';
import { createLog } from '../../src/http/create-log.ts';
import { createMemoryStore } from '../../src/store/create-memory-store.ts';
import { registryOf } from './client.ts';
import { loadTopics } from '../../src/knowledge/load-topics.ts';

export const CARDS = join(__dirname, '../../cards');
export const WEB = join(__dirname, '../../src/web');

/** An app at a given moment. */
export function testApp(now = new Date('2026-06-15T12:00:00Z')): Express {
  const config = readConfig({ LOG_LEVEL: 'silent', TIME_ZONE: 'UTC', MAX_LAG_MS: '600000' });
  let count = 0;
  return createApp({ topics: loadTopics(CARDS), config, registry: registryOf([]), store: createMemoryStore(), webFolder: WEB, log: createLog(config), now: () => now, newId: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}` });
}
