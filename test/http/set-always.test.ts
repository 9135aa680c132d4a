/** Headers that were asked for once are those that Helmet sets at each answer, in its order. */
import { expect, test } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';
import request from 'supertest';
import { setAlways } from '../../src/http/set-always.ts';

const OPTIONS = { crossOriginResourcePolicy: { policy: 'cross-origin' } } as const;

async function headersWith(...handlers: readonly RequestHandler[]): Promise<readonly string[]> {
  let written: readonly string[] = [];
  const app = express().disable('x-powered-by').use(...handlers, (_request, response) => {
    response.end();
    written = Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${String(value)}`);
  });
  await request(app).get('/').expect(200);
  return written;
}

test('are the same, with the others behind them', async () => {
  const plain = await headersWith(helmet(OPTIONS));
  const once = setAlways(helmet(OPTIONS), { 'Cache-Control': 'no-store' });
  expect(plain.length).toBeGreaterThan(10);
  for (let call = 0; call < 2; call += 1) expect(await headersWith(once)).toEqual([...plain, 'cache-control: no-store']);
});

test('a later stage may take one back, at that answer only', async () => {
  const once = setAlways(helmet(OPTIONS), { 'Cache-Control': 'no-store' });
  const without: RequestHandler = (_request, response, next) => { response.removeHeader('Cache-Control'); next(); };
  expect(await headersWith(once, without)).not.toContain('cache-control: no-store');
  expect(await headersWith(once)).toContain('cache-control: no-store');
});
